//! A guest book as a router of axum: its extractors, its middleware, layers of `tower-http`, and bindings as its state.
//!
//! Run it with `cargo xtask dev axum`, then `curl -i http://localhost:8787/guests/Ada -X PUT -d '{"from":"London"}' -H
//! 'content-type: application/json' -H 'authorization: Bearer for-development'` and
//! `curl -i 'http://localhost:8787/guests?limit=5'`.

use axum::extract::{Path, Query, Request, State};
use axum::http::StatusCode;
use axum::http::header::{AUTHORIZATION, HeaderMap, HeaderValue, SERVER};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, put};
use axum::{Json, Router};
use serde::{Deserialize, Serialize};
use tower::ServiceBuilder;
use tower_http::cors::CorsLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use worker_sdk::env::Secret;
use worker_sdk::http::Cf;
use worker_sdk::{Bindings, Context, Env, Error, Result, console_log, event, kv};

#[derive(Bindings, Clone)]
struct App {
    guests: kv::Namespace,
    token: Secret,
}

#[derive(Deserialize, Serialize)]
struct Guest {
    from: String,
}

#[derive(Deserialize)]
struct Page {
    limit: Option<u32>,
}

#[event(fetch)]
fn app() -> Router<App> {
    let server = HeaderValue::from_static("axum");
    let layers = ServiceBuilder::new()
        .layer(CorsLayer::permissive())
        .layer(SetResponseHeaderLayer::overriding(SERVER, server));
    Router::new()
        .route("/guests/{name}", put(sign).layer(from_fn(with_token)))
        .route("/guests/{name}", get(guest))
        .route("/guests", get(guests))
        .fallback(async || (StatusCode::NOT_FOUND, "no such page"))
        .layer(layers)
}

/// The state is made of the environment when a request comes; middleware takes the environment itself.
async fn with_token(
    env: Env,
    headers: HeaderMap,
    request: Request,
    next: Next,
) -> Result<Response> {
    let app: App = env.bindings()?;
    let given = headers
        .get(AUTHORIZATION)
        .and_then(|value| value.to_str().ok());
    match given.and_then(|value| value.strip_prefix("Bearer ")) {
        Some(token) if app.token.matches(token) => Ok(next.run(request).await),
        _ => Ok(StatusCode::UNAUTHORIZED.into_response()),
    }
}

async fn sign(
    State(app): State<App>,
    Path(name): Path<String>,
    context: Context,
    cf: Cf,
    Json(guest): Json<Guest>,
) -> Result<(StatusCode, Json<Guest>)> {
    app.guests.put_json(&name, &guest).await?;
    context.wait_until(async move { console_log!("{name} came through {:?}", cf.colo()) });
    Ok((StatusCode::CREATED, Json(guest)))
}

async fn guest(State(app): State<App>, Path(name): Path<String>) -> Result<Response> {
    let guest: Option<Guest> = app.guests.get(&name).json().await?;
    Ok(guest.map(Json).ok_or(StatusCode::NOT_FOUND).into_response())
}

async fn guests(
    State(app): State<App>,
    Query(page): Query<Page>,
) -> Result<Json<Vec<String>>, Error> {
    let keys = app
        .guests
        .list()
        .limit(page.limit.unwrap_or(100))
        .await?
        .keys;
    Ok(Json(keys.into_iter().map(|key| key.name).collect()))
}
