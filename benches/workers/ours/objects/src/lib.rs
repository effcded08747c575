use worker_sdk::durable_objects::{Cell, Namespace, State};
use worker_sdk::fetch::Fetch;
use worker_sdk::queues::Batch;
use worker_sdk::service_bindings::Service;
use worker_sdk::sql::FromRow;
use worker_sdk::{
    Env, Request, Response, Result, durable_object, event, params, rpc, websockets,
    worker_entrypoint,
};

#[derive(FromRow, serde::Serialize)]
struct Item {
    id: i64,
    name: String,
    price: f64,
    stock: Option<i64>,
}

struct Shop {
    state: State,
    visits: Cell<u32>,
}

#[durable_object]
impl Shop {
    fn new(state: State) -> Result<Self> {
        let sql = state.storage().sql();
        sql.exec(
            "CREATE TABLE IF NOT EXISTS visits (page TEXT NOT NULL, seconds REAL NOT NULL)",
            params![],
        )?;
        sql.exec(
            "CREATE TABLE IF NOT EXISTS items (id INTEGER PRIMARY KEY, name TEXT NOT NULL, price REAL NOT NULL, stock INTEGER)",
            params![],
        )?;
        for id in 1..=50 {
            let stock = (id % 7 != 0).then_some(id * 3);
            let values = params![
                id,
                format!("item number {id}"),
                f64::from(id * 7) + 0.25,
                stock
            ];
            sql.exec("INSERT OR REPLACE INTO items VALUES (?, ?, ?, ?)", values)?;
        }
        Ok(Self {
            state,
            visits: Cell::new(0),
        })
    }

    async fn fetch(&self, request: Request) -> Result<Response> {
        if request.path() == "/object" {
            self.visits.set(self.visits.get() + 1);
            return Ok(Response::text(if self.visits.get() > 0 {
                "visited"
            } else {
                "new"
            }));
        }
        let sql = self.state.storage().sql();
        sql.exec(
            "INSERT INTO visits (page, seconds) VALUES (?, ?)",
            params!["home", 1.5],
        )?;
        let query = "SELECT id, name, price, stock FROM items WHERE id <= ? ORDER BY id";
        let items: Vec<Item> = sql.exec(query, params![50])?.all()?;
        Response::json(&items)
    }
}

#[derive(serde::Serialize, serde::Deserialize)]
struct Line {
    id: u32,
    item: String,
    amount: f64,
}

#[derive(serde::Serialize, serde::Deserialize)]
struct Bill {
    id: u32,
    item: String,
    amount: f64,
    price: f64,
}

#[derive(serde::Serialize)]
struct Answer {
    sum: i64,
    bill: Bill,
}

#[rpc]
trait Clerk {
    async fn add(&self, a: i64, b: i64) -> Result<i64>;
    async fn price(&self, line: Line) -> Result<Bill>;
}

struct Desk;

#[worker_entrypoint(rpc(Clerk))]
impl Desk {
    fn new() -> Self {
        Self
    }

    fn fetch(&self, request: Request) -> &'static str {
        if request.method() == http::Method::GET {
            "at your service"
        } else {
            "not now"
        }
    }
}

impl Clerk for Desk {
    async fn add(&self, a: i64, b: i64) -> Result<i64> {
        Ok(a + b)
    }

    async fn price(&self, Line { id, item, amount }: Line) -> Result<Bill> {
        Ok(Bill {
            id,
            item,
            amount,
            price: amount * 3.0,
        })
    }
}

#[derive(serde::Deserialize)]
struct Job {
    item: String,
    amount: f64,
    paid: bool,
}

#[event(queue)]
async fn work(batch: Batch<Job>) -> Result<()> {
    let mut sum = 0.0;
    for message in &batch {
        let job = message.body();
        if !job.paid && !job.item.is_empty() {
            sum += job.amount;
        }
        message.ack();
    }
    if sum != 2525.0 {
        Err("the batch is incomplete".into())
    } else {
        Ok(())
    }
}

async fn calls(env: &Env) -> Result<Response> {
    let desk: Service<ClerkStub> = env.get("SELF")?;
    let sum = desk.add(2, 40).await?;
    let line = Line {
        id: 7,
        item: "tea".to_owned(),
        amount: 2.5,
    };
    let bill = desk.price(line).await?;
    Response::json(&Answer { sum, bill })
}

#[event(fetch)]
async fn main(request: Request, env: Env) -> Result<Fetch> {
    let answer = match request.path() {
        "/object" | "/object-sql" => {
            let shops: Namespace = env.get("SHOP")?;
            return Ok(shops.get_by_name("one").fetch(request));
        }
        "/service" => return Ok(env.service("SELF")?.fetch(request)),
        "/rpc" => calls(&env).await,
        "/queue" => return Ok(env.service("BROKER")?.fetch(request)),
        "/websocket" => websockets::upgrade(&request, async |mut socket| {
            while let Some(message) = socket.receive().await? {
                socket.send(message)?;
            }
            worker_sdk::Result::Ok(())
        }),
        _ => Ok(Response::text("no such scenario").with_status(http::StatusCode::NOT_FOUND)),
    };
    answer.map(Fetch::from)
}
