//! Users in Workers KV: created, read, listed page by page, removed.
//!
//! Run it with `cargo xtask dev kv`, then
//! `curl http://localhost:8787/api/users --json '{"name": "Ada", "email": "ada@example.com"}'`.

use serde::{Deserialize, Serialize};
use worker_sdk::crypto::{Hash, digest, hex};
use worker_sdk::http::{Method, StatusCode};
use worker_sdk::kv::Namespace;
use worker_sdk::{Bindings, IntoResponse, Json, Request, Response, Result, event, now};

#[derive(Bindings)]
struct App {
    users: Namespace,
}

#[derive(Deserialize)]
struct NewUser {
    name: String,
    email: String,
}

#[derive(Serialize, Deserialize)]
struct User {
    #[serde(flatten)]
    summary: Summary,
    email: String,
    created_at: String,
}

/// What a list shows. It is kept as metadata, so that a list reads no values.
#[derive(Serialize, Deserialize)]
struct Summary {
    id: String,
    name: String,
}

#[event(fetch)]
async fn main(mut request: Request, App { users }: App) -> Result<Response> {
    let path = request.path().to_owned();
    let Some(rest) = path.strip_prefix("/api/users") else {
        return StatusCode::NOT_FOUND.into_response();
    };
    match (request.method().clone(), rest.trim_start_matches('/')) {
        (Method::GET, "") => list(users, request.query_value("cursor")).await,
        (Method::POST, "") => match request.json().await {
            Ok(user) => create(users, user).await,
            Err(error) if error.is_malformed() => {
                (StatusCode::BAD_REQUEST, error.to_string()).into_response()
            }
            Err(error) => Err(error),
        },
        (Method::GET, id) => match users.get(key(id)).json::<User>().await? {
            Some(user) => Json(user).into_response(),
            None => StatusCode::NOT_FOUND.into_response(),
        },
        (Method::DELETE, id) => {
            users.delete(key(id)).await?;
            StatusCode::NO_CONTENT.into_response()
        }
        (_, "") => not_allowed("GET, POST"),
        (_, _) => not_allowed("GET, DELETE"),
    }
}

async fn list(users: Namespace, cursor: Option<String>) -> Result<Response> {
    let list = users.list().prefix("user:").limit(50).cursor(cursor);
    let page = list.metadata::<Summary>().await?;
    let users = page.keys.into_iter().filter_map(|key| key.metadata);
    let response = Response::json(&users.collect::<Vec<_>>())?;
    match page.cursor {
        Some(cursor) => response.with_header("x-next-cursor", cursor),
        None => Ok(response),
    }
}

async fn create(users: Namespace, NewUser { name, email }: NewUser) -> Result<Response> {
    if name.trim().is_empty() || !email.contains('@') {
        return (StatusCode::BAD_REQUEST, "a user has a name and an email").into_response();
    }
    let id = hex(&digest(Hash::Sha256, &email).await?[..8]);
    let key = key(&id);
    let (summary, created_at) = (Summary { id, name }, now().to_string());
    let user = User {
        summary,
        email,
        created_at,
    };
    users.put_json(&key, &user).metadata(&user.summary).await?;
    (StatusCode::CREATED, Json(user)).into_response()
}

fn key(id: &str) -> String {
    format!("user:{id}")
}

fn not_allowed(allowed: &'static str) -> Result<Response> {
    (StatusCode::METHOD_NOT_ALLOWED, [("allow", allowed)], ()).into_response()
}
