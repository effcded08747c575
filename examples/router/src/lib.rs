//! An API of ten routes: state from the environment, checked input, and middleware for all routes, for some, for one.
//!
//! Run it with `cargo xtask dev router`, then
//! `curl -i http://localhost:8787/api/orders -H 'content-type: application/json' -d '{"items":[{"name":"tea","price":2.5}]}'`.
//! Orders are read with a token that `TOKEN_KEYS` of `wrangler.jsonc` has signed, for `shop`, with the scope `admin`.

mod orders;

use std::time::Duration;

use worker_sdk::extract::{MatchedPath, Path};
use worker_sdk::http::Html;
use worker_sdk::jwt::{Keys, Verifier};
use worker_sdk::middleware::{
    Claims, Cors, Next, Nonce, RateLimit, RequestIds, RequireJwt, RequireScope, SecureHeaders,
    Timeout, on_error,
};
use worker_sdk::rate_limiting::{Limiter, Quota};
use worker_sdk::router::{get, post};
use worker_sdk::{Bindings, Error, HttpError, Request, Response, Result, Router, event, kv};

#[derive(Bindings, Clone)]
struct App {
    orders: kv::Namespace,
    attempts: Limiter,
    token_keys: Keys,
}

/// What a token says of who asks.
#[derive(serde::Deserialize)]
struct User {
    sub: String,
}

#[event(fetch)]
fn shop() -> Router<App> {
    // Who guesses tokens is stopped before they are looked at.
    let attempts = RateLimit::binding(Quota::per_minute(20), |app: &App| &app.attempts);
    let admin = Router::new()
        .route("/orders/{id}", get(orders::read).delete(orders::remove))
        .route("/failure", get(fail))
        .route("/me", get(|Claims(user): Claims<User>| user.sub))
        .route_layer(RequireScope::new("admin"))
        .route_layer(RequireJwt::with(verifier).realm("admin"))
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

/// The keys are a secret of a project.
fn verifier(app: &App) -> Result<Verifier> {
    Ok(Verifier::new(app.token_keys.clone()).audience("shop"))
}

fn home(nonce: Nonce) -> Html<String> {
    Html(format!(
        "<title>shop</title><script nonce=\"{nonce}\">console.log('ours')</script>"
    ))
}

async fn fail(Claims(user): Claims<User>) -> Result<()> {
    Err(format!("in development, {} has done this", user.sub))?
}

async fn slow() {
    worker_sdk::sleep(Duration::from_secs(5)).await;
}
