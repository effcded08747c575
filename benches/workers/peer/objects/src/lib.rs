use std::cell::Cell;

use futures_util::StreamExt;
use serde::{Deserialize, Serialize};
// Its macro names things that a glob import has to bring.
use worker::*;

#[derive(Deserialize, Serialize)]
struct Item {
    id: i64,
    name: String,
    price: f64,
    stock: Option<i64>,
}

#[durable_object]
pub struct Shop {
    sql: SqlStorage,
    visits: Cell<u32>,
}

impl DurableObject for Shop {
    fn new(state: State, _env: Env) -> Self {
        let sql = state.storage().sql();
        let create = [
            "CREATE TABLE IF NOT EXISTS visits (page TEXT NOT NULL, seconds REAL NOT NULL)",
            "CREATE TABLE IF NOT EXISTS items (id INTEGER PRIMARY KEY, name TEXT NOT NULL, price REAL NOT NULL, stock INTEGER)",
        ];
        for query in create {
            sql.exec(query, None).expect("a new table");
        }
        for id in 1..=50 {
            let stock = if id % 7 == 0 { SqlStorageValue::Null } else { SqlStorageValue::Integer(id * 3) };
            let values = vec![
                SqlStorageValue::Integer(id),
                SqlStorageValue::String(format!("item number {id}")),
                SqlStorageValue::Float((id * 7) as f64 + 0.25),
                stock,
            ];
            sql.exec("INSERT OR REPLACE INTO items VALUES (?, ?, ?, ?)", values).expect("a new row");
        }
        Self { sql, visits: Cell::new(0) }
    }

    async fn fetch(&self, request: Request) -> Result<Response> {
        if request.path() == "/object" {
            self.visits.set(self.visits.get() + 1);
            return Response::ok(if self.visits.get() > 0 { "visited" } else { "new" });
        }
        let visit = vec![SqlStorageValue::String("home".into()), SqlStorageValue::Float(1.5)];
        self.sql.exec("INSERT INTO visits (page, seconds) VALUES (?, ?)", visit)?;
        let query = "SELECT id, name, price, stock FROM items WHERE id <= ? ORDER BY id";
        let items: Vec<Item> = self.sql.exec(query, vec![SqlStorageValue::Integer(50)])?.to_array()?;
        Response::from_json(&items)
    }
}

#[event(fetch)]
async fn main(request: Request, env: Env, _context: Context) -> Result<Response> {
    match request.path().as_str() {
        "/object" | "/object-sql" => {
            let shops = env.durable_object("SHOP")?;
            shops.id_from_name("one")?.get_stub()?.fetch_with_request(request).await
        }
        "/websocket" => echo(),
        _ => Response::error("no such scenario", 404),
    }
}

fn echo() -> Result<Response> {
    let WebSocketPair { client, server } = WebSocketPair::new()?;
    server.accept()?;
    wasm_bindgen_futures::spawn_local(async move {
        let mut events = server.events().expect("an open socket");
        while let Some(Ok(event)) = events.next().await {
            if let WebsocketEvent::Message(message) = event
                && let Some(text) = message.text()
            {
                server.send_with_str(text).expect("an open socket");
            }
        }
    });
    Response::from_websocket(client)
}
