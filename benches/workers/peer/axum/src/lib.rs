use std::sync::LazyLock;

use axum::extract::{Path, Query};
use axum::body::Body;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::{Deserialize, Serialize};
use tower_service::Service;
use worker::{Context, Env, HttpRequest, Result, event};

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

// The router is kept, which its documentation does not do: that is faster.
static APP: LazyLock<Router> = LazyLock::new(|| {
    Router::new()
        .route("/", get(async || "Hello, world!"))
        .route("/guests/{id}", get(guest))
        .route("/guests", post(sign))
});

#[event(fetch)]
async fn main(request: HttpRequest, _env: Env, _context: Context) -> Result<Response<Body>> {
    Ok(APP.clone().call(request).await?)
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
