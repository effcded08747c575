//! What an object keeps: a rate limiter has a table of SQL, a health check has values and an alarm.
//!
//! Run it with `cargo xtask dev durable-objects-storage`, then `curl -i http://localhost:8787/limited/ada` several times,
//! and `curl -d 5000 http://localhost:8787/checks/example`; look at `/checks/example` some seconds later.

mod check;
mod limiter;

use worker_sdk::durable_objects::Namespace;
use worker_sdk::http::StatusCode;
use worker_sdk::{Bindings, IntoResponse, Request, Response, Result, event};

#[derive(Bindings)]
struct App {
    limiters: Namespace,
    checks: Namespace,
}

#[event(fetch)]
async fn main(request: Request, app: App) -> Result<Response> {
    let (objects, name) = match request.path().trim_matches('/').split_once('/') {
        Some(("limited", name)) => (app.limiters, name),
        Some(("checks", name)) => (app.checks, name),
        _ => return StatusCode::NOT_FOUND.into_response(),
    };
    objects.get_by_name(name).fetch(request).await
}
