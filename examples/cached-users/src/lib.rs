//! A users API: D1 knows, KV keeps the list near its readers, and each write drops it there.
//!
//! Run it with `cargo xtask dev cached-users`, then
//! `curl http://localhost:8787/api/users --json '{"name": "Ada", "email": "ada@example.com"}'`.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use worker_sdk::d1::Database;
use worker_sdk::http::{Method, StatusCode};
use worker_sdk::kv::Namespace;
use worker_sdk::sql::FromRow;
use worker_sdk::{Bindings, Context, IntoResponse, Json, Request, Response, Result, event, params};

const SCHEMA: &str = "CREATE TABLE IF NOT EXISTS users (id INTEGER PRIMARY KEY, name TEXT NOT NULL, email TEXT UNIQUE)";

const LIST: &str = "users:list";
/// Should a reader store an old list after a writer dropped it, it is gone after this time.
const LIST_TTL: Duration = Duration::from_secs(60);

#[derive(Bindings)]
struct App {
    db: Database,
    cache: Namespace,
}

#[derive(Deserialize)]
struct NewUser {
    name: String,
    email: String,
}

#[derive(FromRow, Serialize)]
struct User {
    id: i64,
    name: String,
    email: String,
}

#[event(fetch)]
async fn main(mut request: Request, app: App, context: Context) -> Result<Response> {
    make_tables(&app.db).await?;
    let path = request.path().to_owned();
    let Some(rest) = path.strip_prefix("/api/users") else {
        return StatusCode::NOT_FOUND.into_response();
    };
    match (request.method().clone(), rest.trim_start_matches('/')) {
        (Method::GET, "") => list(app, context).await,
        (Method::GET, id) => {
            let user = app.db.prepare("SELECT * FROM users WHERE id = ?");
            match user.bind(params![id]).first::<User>().await? {
                Some(user) => Json(user).into_response(),
                None => StatusCode::NOT_FOUND.into_response(),
            }
        }
        (Method::POST, "") => match request.json().await {
            Ok(user) => create(app, user).await,
            Err(_) => StatusCode::BAD_REQUEST.into_response(),
        },
        _ => StatusCode::METHOD_NOT_ALLOWED.into_response(),
    }
}

async fn list(App { db, cache }: App, context: Context) -> Result<Response> {
    if let Some(list) = cache.get(LIST).body().await? {
        let response = Response::new(list).with_header("content-type", "application/json")?;
        return response.with_header("x-cache", "HIT");
    }
    let list = db.prepare("SELECT * FROM users ORDER BY id DESC LIMIT 100");
    let users = list.raw::<User>().await?;
    context.wait_until(cache.put_json(LIST, &users).expiration_ttl(LIST_TTL));
    Response::json(&users)?.with_header("x-cache", "MISS")
}

async fn create(App { db, cache }: App, user: NewUser) -> Result<Response> {
    let insert = db.prepare("INSERT INTO users (name, email) VALUES (?, ?) RETURNING *");
    let insert = insert.bind(params![user.name, user.email]);
    match insert.one::<User>().await {
        Ok(user) => {
            cache.delete(LIST).await?;
            (StatusCode::CREATED, Json(user)).into_response()
        }
        Err(error) if error.sql_constraint().is_some() => {
            (StatusCode::CONFLICT, "there is a user with this email").into_response()
        }
        Err(error) => Err(error),
    }
}

/// An example makes its tables itself; a project has `wrangler d1 migrations apply`.
async fn make_tables(db: &Database) -> Result<()> {
    static DONE: AtomicBool = AtomicBool::new(false);
    if !DONE.load(Ordering::Relaxed) {
        db.prepare(SCHEMA).run().await?;
        DONE.store(true, Ordering::Relaxed);
    }
    Ok(())
}
