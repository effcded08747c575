use worker_sdk::d1::Database;
use worker_sdk::kv::Namespace;
use worker_sdk::r2::Bucket;
use worker_sdk::sql::FromRow;
use worker_sdk::{Env, Error, Request, Response, Result, event, params};

#[derive(FromRow, serde::Serialize)]
struct Item {
    id: i64,
    name: String,
    price: f64,
    stock: Option<i64>,
}

#[event(fetch)]
async fn main(request: Request, env: Env) -> Result<Response> {
    match request.path() {
        "/kv-get" => kv_get(env.get("KV")?).await,
        "/kv-put" => kv_put(env.get("KV")?).await,
        "/d1-rows" => d1_rows(env.get("DB")?).await,
        "/d1-insert" => d1_insert(env.get("DB")?).await,
        "/r2-get" => r2_get(env.get("BUCKET")?).await,
        "/rows" => rows(env.get("ROWS")?).await,
        "/no-rows" => rows(env.get("NO_ROWS")?).await,
        _ => Ok(Response::text("no such scenario").with_status(http::StatusCode::NOT_FOUND)),
    }
}

async fn kv_get(pages: Namespace) -> Result<Response> {
    Ok(Response::text(
        pages.get("page").text().await?.unwrap_or_default(),
    ))
}

async fn kv_put(visits: Namespace) -> Result<Response> {
    visits.put("visits", "one more visit").await?;
    Ok(Response::text("ok"))
}

async fn d1_rows(db: Database) -> Result<Response> {
    let query = db.prepare("SELECT id, name, price, stock FROM items WHERE id <= ? ORDER BY id");
    let items = query.bind(params![50]).all::<Item>().await?;
    Response::json(&items.rows)
}

async fn d1_insert(db: Database) -> Result<Response> {
    let insert = db.prepare("INSERT INTO visits (page, seconds) VALUES (?, ?)");
    insert.bind(params!["home", 1.5]).run().await?;
    Ok(Response::text("ok"))
}

async fn r2_get(files: Bucket) -> Result<Response> {
    let object = files.get("file").await?;
    let object = object.ok_or_else(|| Error::new("no file"))?;
    Ok(Response::new(object.into_body()))
}

async fn rows(db: Database) -> Result<Response> {
    let items = db.prepare("SELECT").bind(params![50]).all::<Item>().await?;
    let stock: i64 = items.rows.iter().filter_map(|item| item.stock).sum();
    Ok(Response::text(stock.to_string()))
}
