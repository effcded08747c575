//! Users in D1 behind a cache in KV: lists come from the cache, and each write makes it forget.
//!
//! Run it with `npx wrangler d1 migrations apply DB --local` in this folder, then `cargo xtask dev users`, and
//! `curl -d '{"name":"Ada","email":"ada@example.com"}' http://localhost:8787/api/users`.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use worker_sdk::d1::Database;
use worker_sdk::http::{Method, StatusCode};
use worker_sdk::kv::Namespace;
use worker_sdk::sql::{Constraint, FromRow};
use worker_sdk::{Bindings, Context, IntoResponse, Json, Request, Response, Result, event, params};

const LIST: &str = "users";
const TTL: Duration = Duration::from_secs(300);

#[derive(Bindings)]
struct App {
    db: Database,
    cache: Namespace,
}

#[derive(FromRow, Serialize, Deserialize)]
struct User {
    id: u32,
    name: String,
    email: String,
}

#[event(fetch)]
async fn main(mut request: Request, app: App, context: Context) -> Result<Response> {
    let id = request
        .path()
        .strip_prefix("/api/users/")
        .and_then(|id| id.parse().ok());
    match (request.method().clone(), request.path(), id) {
        (Method::GET, "/api/users", _) => list(&app, &context).await,
        (Method::POST, "/api/users", _) => create(&app, request.json().await?).await,
        (Method::DELETE, _, Some(id)) => delete(&app, id).await,
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn list(app: &App, context: &Context) -> Result<Response> {
    if let Some(users) = app.cache.get(LIST).json::<Vec<User>>().await? {
        return Json(users).into_response()?.with_header("x-cache", "hit");
    }
    let users = app
        .db
        .prepare("SELECT * FROM users ORDER BY id")
        .raw::<User>()
        .await?;
    context.wait_until(app.cache.put_json(LIST, &users).expiration_ttl(TTL));
    Json(users).into_response()?.with_header("x-cache", "miss")
}

#[derive(Deserialize)]
struct NewUser {
    name: String,
    email: String,
}

async fn create(app: &App, new: NewUser) -> Result<Response> {
    let insert = app
        .db
        .prepare("INSERT INTO users (name, email) VALUES (?, ?) RETURNING *");
    let user = match insert
        .bind(params![new.name, new.email])
        .one::<User>()
        .await
    {
        Err(error) if Constraint::of(&error).is_some() => {
            return (StatusCode::CONFLICT, "this address has a user").into_response();
        }
        user => user?,
    };
    app.cache.delete(LIST).await?;
    (StatusCode::CREATED, Json(user)).into_response()
}

async fn delete(app: &App, id: u32) -> Result<Response> {
    let delete = app
        .db
        .prepare("DELETE FROM users WHERE id = ?")
        .bind(params![id]);
    let status = match delete.run().await?.changes() {
        0 => StatusCode::NOT_FOUND,
        _ => StatusCode::NO_CONTENT,
    };
    app.cache.delete(LIST).await?;
    status.into_response()
}
