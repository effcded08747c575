//! One answer from three layers: the cache of the data centre, KV everywhere, and D1, which knows. What a layer lacked it
//! gets behind the answer, and an object counts the answers of each. Long lists come through a queue, and each night a cron
//! trigger exports the table to R2.
//!
//! Run it with `cargo xtask dev layers`, then `curl -d apple http://localhost:8787/api/data`, and
//! `curl -i http://localhost:8787/api/data` several times.

mod counter;
mod insert;

use std::collections::BTreeMap;
use std::time::Duration;

use serde::Serialize;
use worker_sdk::cache::Cache;
use worker_sdk::d1::Database;
use worker_sdk::durable_objects::Namespace as Objects;
use worker_sdk::http::{Method, StatusCode};
use worker_sdk::kv::Namespace;
use worker_sdk::queues::Producer;
use worker_sdk::r2::Bucket;
use worker_sdk::sql::FromRow;
use worker_sdk::{Bindings, Context, IntoResponse, Request, Response, Result, ScheduledEvent};
use worker_sdk::{console_log, event};

use counter::CounterStub;

/// An example makes its table itself; a project has `wrangler d1 migrations apply`.
const SCHEMA: &str =
    "CREATE TABLE IF NOT EXISTS products (id INTEGER PRIMARY KEY, name TEXT NOT NULL)";
const KEY: &str = "products";
const KEPT_IN_KV: Duration = Duration::from_secs(300);

#[derive(Bindings)]
struct App {
    db: Database,
    store: Namespace,
    exports: Bucket,
    imports: Producer,
    answers: Objects<CounterStub>,
}

#[derive(FromRow, Serialize)]
struct Product {
    id: i64,
    name: String,
}

#[event(fetch)]
async fn main(mut request: Request, app: App, context: Context) -> Result<Response> {
    match (request.method().clone(), request.path()) {
        (Method::GET, "/api/data") => data(app, request, context).await,
        (Method::POST, "/api/data") => {
            insert::now(&app.db, [request.text().await?]).await?;
            StatusCode::CREATED.into_response()
        }
        (Method::POST, "/api/import") => {
            insert::later(&app.imports, &request.text().await?).await?;
            StatusCode::ACCEPTED.into_response()
        }
        (Method::GET, "/api/keys") => {
            let keys = app.store.list().await?.keys.into_iter();
            let ends = keys.map(|key| (key.name, key.expiration.map(|time| time.as_secs())));
            Response::json(&ends.collect::<BTreeMap<_, _>>())
        }
        (Method::GET, "/api/answers") => Response::json(&app.answers.get_by_name(KEY).all().await?),
        (_, "/") => StatusCode::NOT_FOUND.into_response(),
        (_, path) => match app.exports.get(&path[1..]).await? {
            Some(export) => Ok(Response::new(export.into_body())),
            None => StatusCode::NOT_FOUND.into_response(),
        },
    }
}

async fn data(app: App, request: Request, context: Context) -> Result<Response> {
    let cache = Cache::default();
    let answers = app.answers.get_by_name(KEY);
    let count = |source: &str| answers.add(source.to_owned());
    if let Some(hit) = cache.get(&request).await? {
        context.wait_until(count("cache"));
        return hit.with_header("x-source", "cache");
    }
    let (json, source) = match app.store.get(KEY).body().await? {
        Some(json) => (json, "kv"),
        None => {
            let products = products(&app.db).await?;
            let put = app.store.put_json(KEY, &products);
            context.wait_until(put.expiration_ttl(KEPT_IN_KV));
            (Response::json(&products)?.into_body(), "d1")
        }
    };
    let mut response = Response::new(json)
        .with_header("content-type", "application/json")?
        .with_header("cache-control", "public, max-age=60")?;
    context.wait_until(cache.put(request, response.try_clone()?));
    context.wait_until(count(source));
    response.with_header("x-source", source)
}

async fn products(db: &Database) -> Result<Vec<Product>> {
    let all = db.prepare("SELECT * FROM products ORDER BY id");
    let (_, products) = db.batch((db.prepare(SCHEMA).run(), all.raw())).await?;
    Ok(products)
}

#[event(scheduled)]
async fn export(event: ScheduledEvent, app: App) -> Result<()> {
    let time = event.scheduled_time().to_string();
    let name = format!("exports/{}.json", time.get(..10).unwrap_or(&time));
    let body = Response::json(&products(&app.db).await?)?.into_body();
    app.exports.put(name.as_str(), body).await?;
    console_log!("exported to {name}");
    Ok(())
}
