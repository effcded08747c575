//! What a worker learns about a request, as JSON.
//!
//! Run it with `cargo xtask dev request-info`, then `curl http://localhost:8787/any/path`.

use serde::Serialize;
use worker_sdk::{Request, Response, Result, event, now};

#[derive(Serialize)]
struct Info<'a> {
    method: &'a str,
    path: &'a str,
    user_agent: Option<String>,
    country: Option<String>,
    colo: Option<String>,
    time: Option<String>,
}

#[event(fetch)]
fn main(request: Request) -> Result<Response> {
    let cf = request.cf();
    Response::json(&Info {
        method: request.method().as_str(),
        path: request.path(),
        user_agent: request.header("user-agent"),
        country: cf.country(),
        colo: cf.colo(),
        time: now().to_iso_string(),
    })
}
