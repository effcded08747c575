//! An API of ten routes: state from the environment, checked input, and middleware for all routes, for some, for one.
//!
//! Run it with `cargo xtask dev router`, then
//! `curl -i http://localhost:8787/api/orders -H 'content-type: application/json' -d '{"items":[{"name":"tea","price":2.5}]}'`.

mod orders;

use std::time::Duration;

use worker_sdk::crypto::timing_safe_equal;
use worker_sdk::extract::{BearerToken, MatchedPath, Path, State};
use worker_sdk::http::Html;
use worker_sdk::middleware::{
    Cors, Next, Nonce, RateLimit, RequestIds, RequireBearer, SecureHeaders, Timeout, on_error,
};
use worker_sdk::rate_limiting::{Limiter, Quota};
use worker_sdk::router::{get, post};
use worker_sdk::{Bindings, Error, HttpError, Request, Response, Result, Router, event, kv};

#[derive(Bindings, Clone)]
struct App {
    orders: kv::Namespace,
    attempts: Limiter,
    admin_token: String,
}

#[event(fetch)]
fn shop() -> Router<App> {
    // Who guesses tokens is stopped before they are looked at.
    let attempts = RateLimit::binding(Quota::per_minute(20), |app: &App| &app.attempts);
    let admin = Router::new()
        .route("/orders/{id}", get(orders::read).delete(orders::remove))
        .route("/failure", get(fail))
        .route_layer(RequireBearer::new("admin", is_admin))
        .route_layer(attempts.named("admin"));
    let api = Router::new()
        .route("/orders", get(orders::list).post(orders::create))
        .route("/slow", get(slow).layer(Timeout(Duration::from_millis(50))))
        .nest("/admin", admin)
        .layer(on_error(|error: Error| HttpError::internal(error)))
        .layer(Cors::any());
    let policy = "default-src 'self'; script-src 'nonce-{nonce}'";
    Router::new()
        .route("/", get(home))
        .route(
            "/hello/{name}",
            get(|Path(name): Path<String>| format!("Hello, {name}!")),
        )
        .route("/echo", post(|text: String| text))
        .nest("/api", api)
        .layer(timing)
        .layer(SecureHeaders::new().content_security_policy(policy))
        .layer(RequestIds::new())
}

/// A middleware of our own.
async fn timing(path: Option<MatchedPath>, request: Request, next: Next) -> Result<Response> {
    let route = path.map_or_else(|| "none".to_owned(), |path| path.0);
    next.run(request).await?.with_header("x-route", route)
}

fn is_admin(token: &BearerToken, app: &App) -> bool {
    timing_safe_equal(&token.0, &app.admin_token)
}

fn home(nonce: Nonce) -> Html<String> {
    Html(format!(
        "<title>shop</title><script nonce=\"{nonce}\">console.log('ours')</script>"
    ))
}

async fn fail(State(app): State<App>) -> Result<()> {
    Err(format!("the token is {}", app.admin_token))?
}

async fn slow() {
    worker_sdk::sleep(Duration::from_secs(5)).await;
}
