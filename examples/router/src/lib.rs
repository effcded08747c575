//! An API of ten routes: state from the environment, checked input, and middleware for all routes, for some, for one.
//!
//! Run it with `cargo xtask dev router`, then
//! `curl -i http://localhost:8787/api/orders -H 'content-type: application/json' -d '{"items":[{"name":"tea","price":2.5}]}'`.
//! Orders are read with a token that `TOKEN_KEYS` of `wrangler.jsonc` has signed, for `shop`, with the scope `admin`. With
//! `echo SHOW_CAUSES=true > examples/router/.dev.vars`, answers say why something failed.

mod orders;

use std::time::Duration;

use worker_sdk::extract::{MatchedPath, Path, State};
use worker_sdk::http::Html;
use worker_sdk::jwt::{Keys, Verifier};
use worker_sdk::middleware::{
    Claims, Cors, Next, Nonce, RateLimit, RequestIds, RequireJwt, RequireScope, SecureHeaders,
    Timeout, on_error,
};
use worker_sdk::rate_limiting::{Limiter, Quota};
use worker_sdk::router::{get, post};
use worker_sdk::{
    Bindings, Error, HttpError, IntoResponse, Request, Response, Result, Router, event, kv,
};

#[derive(Bindings, Clone)]
struct App {
    orders: kv::Namespace,
    attempts: Limiter,
    token_keys: Keys,
    show_causes: Option<bool>,
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
        .route(
            "/slow",
            get(slow).layer(Timeout::new(Duration::from_millis(50))),
        )
        .nest("/admin", admin)
        // Without one, that of the outer router would answer, which the layers do not stand around.
        .fallback(|| HttpError::not_found("the API has no such path"))
        .layer(on_error(|error: Error| HttpError::internal(error)))
        .layer(causes)
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

/// What a failure came from is for the log, and in development for the client.
async fn causes(State(app): State<App>, request: Request, next: Next) -> Result<Response> {
    let response = next.run(request).await?;
    let cause = response.http_error().and_then(HttpError::source);
    let Some(cause) = cause.filter(|_| app.show_causes == Some(true)) else {
        return Ok(response);
    };
    let shown = HttpError::new(response.status(), cause.to_string()).into_response()?;
    Ok(shown.with_headers(response.headers()))
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
