use serde::{Deserialize, Serialize};
use worker::d1::D1Database;
use worker::{Context, Env, Error, Request, Response, Result, event};

#[derive(Deserialize, Serialize)]
struct Item {
    id: i64,
    name: String,
    price: f64,
    stock: Option<i64>,
}

#[event(fetch)]
async fn main(request: Request, env: Env, _context: Context) -> Result<Response> {
    match request.path().as_str() {
        "/kv-get" => {
            let page = env.kv("KV")?.get("page").text().await?;
            Response::ok(page.unwrap_or_default())
        }
        "/kv-put" => {
            env.kv("KV")?.put("visits", "one more visit")?.execute().await?;
            Response::ok("ok")
        }
        "/d1-rows" => d1_rows(env.d1("DB")?).await,
        "/d1-insert" => {
            let insert = env.d1("DB")?.prepare("INSERT INTO visits (page, seconds) VALUES (?, ?)");
            insert.bind(&["home".into(), 1.5.into()])?.run().await?;
            Response::ok("ok")
        }
        "/r2-get" => r2_get(env).await,
        "/rows" => rows(env.d1("ROWS")?).await,
        "/no-rows" => rows(env.d1("NO_ROWS")?).await,
        _ => Response::error("no such scenario", 404),
    }
}

async fn d1_rows(db: D1Database) -> Result<Response> {
    let query = db.prepare("SELECT id, name, price, stock FROM items WHERE id <= ? ORDER BY id");
    let items: Vec<Item> = query.bind(&[50.into()])?.all().await?.results()?;
    Response::from_json(&items)
}

async fn r2_get(env: Env) -> Result<Response> {
    let object = env.bucket("BUCKET")?.get("file").execute().await?;
    let object = object.ok_or_else(|| Error::RustError("no file".into()))?;
    let body = object.body().ok_or_else(|| Error::RustError("no body".into()))?;
    Ok(Response::from_body(body.response_body()?)?)
}

async fn rows(db: D1Database) -> Result<Response> {
    let query = db.prepare("SELECT").bind(&[50.into()])?;
    let items: Vec<Item> = query.all().await?.results()?;
    let stock: i64 = items.iter().filter_map(|item| item.stock).sum();
    Response::ok(stock.to_string())
}
