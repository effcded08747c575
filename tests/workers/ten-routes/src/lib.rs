//! Ten routes, JSON in and out, three middlewares: what a budget of size is about.

use serde::{Deserialize, Serialize};
use worker_sdk::extract::Path;
use worker_sdk::http::StatusCode;
use worker_sdk::middleware::{Cors, RequestIds, SecureHeaders};
use worker_sdk::router::get;
use worker_sdk::{HttpError, Json, Router, event};

#[derive(Serialize, Deserialize)]
struct User {
    id: u32,
    name: String,
    tags: Vec<String>,
}

#[event(fetch)]
fn app() -> Router {
    Router::new()
        .route("/", get(|| "home"))
        .route("/health", get(|| "fine"))
        .route("/users", get(list).post(create))
        .route("/users/{id}", get(user).put(replace).delete(remove))
        .route("/users/{id}/tags/{tag}", get(tag))
        .route("/files/{*path}", get(file))
        .fallback(|| HttpError::not_found("nothing"))
        .layer(Cors::any())
        .layer(SecureHeaders::new())
        .layer(RequestIds::new())
}

fn list() -> Json<Vec<User>> {
    Json(vec![made(1), made(2)])
}

async fn create(Json(user): Json<User>) -> (StatusCode, Json<User>) {
    (StatusCode::CREATED, Json(user))
}

fn user(Path(id): Path<u32>) -> Json<User> {
    Json(made(id))
}

fn replace(Path(id): Path<u32>, Json(user): Json<User>) -> Json<User> {
    Json(User { id, ..user })
}

fn remove(Path(_): Path<u32>) -> StatusCode {
    StatusCode::NO_CONTENT
}

fn tag(Path((id, tag)): Path<(u32, String)>) -> String {
    format!("{tag} of {id}")
}

fn file(Path(path): Path<String>) -> String {
    path
}

fn made(id: u32) -> User {
    User {
        id,
        name: "Ada".to_owned(),
        tags: Vec::new(),
    }
}
