use axum::extract::{Path, Query};
use axum::response::IntoResponse;
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::{Deserialize, Serialize};
use worker_sdk::event;

#[derive(Deserialize, Serialize)]
struct Guest {
    id: u32,
    name: String,
    note: Option<String>,
}

#[derive(Deserialize)]
struct Options {
    note: Option<String>,
}

#[event(fetch)]
fn app() -> Router {
    Router::new()
        .route("/", get(async || "Hello, world!"))
        .route("/guests/{id}", get(guest))
        .route("/guests", post(sign))
}

async fn guest(Path(id): Path<u32>, Query(options): Query<Options>) -> impl IntoResponse {
    let guest = Guest {
        id,
        name: "Ada Lovelace".into(),
        note: options.note,
    };
    ([("cache-control", "max-age=60")], Json(guest))
}

async fn sign(Json(mut guest): Json<Guest>) -> Json<Guest> {
    guest.id += 1;
    Json(guest)
}
