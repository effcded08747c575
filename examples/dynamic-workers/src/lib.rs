//! Functions that users write. One request stores the JavaScript, others load it as a worker of its own, which reaches
//! nothing but what it is given: here its name, and a request that does not say who sent it. Its answer is sandboxed.
//!
//! Run it with `cargo xtask dev dynamic-workers`, then
//! `curl -X PUT http://localhost:8787/functions/shout -d 'export default {
//! async fetch(request, env) { return new Response((await request.text()).toUpperCase() + ", says " + env.NAME); } };'`
//! and `curl -d hello http://localhost:8787/run/shout`. Anybody may store functions here, and replace those of others: put
//! a login in front of `/functions`, and run them on a host of their own, with no cookies of yours.

use worker_sdk::crypto::random_uuid;
use worker_sdk::extract::{Path, State};
use worker_sdk::http::StatusCode;
use worker_sdk::kv::{self, Entry};
use worker_sdk::router::{any, put};
use worker_sdk::worker_loader::{Code, Entrypoint, Limits, Loader, Module};
use worker_sdk::{Bindings, Error, Headers, HttpError, Request, Response, Result, Router, event};

#[derive(Bindings, Clone)]
struct App {
    functions: kv::Namespace,
    loader: Loader,
}

#[event(fetch)]
fn functions() -> Router<App> {
    Router::new()
        .route("/functions/{name}", put(store))
        .route("/run/{name}", any(run))
}

/// The platform keeps loaded workers by their names, so each version has a name of its own.
async fn store(
    Path(name): Path<String>,
    State(app): State<App>,
    source: String,
) -> Result<StatusCode> {
    let version = random_uuid()?;
    app.functions.put(name, source).metadata(&version).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn run(
    Path(name): Path<String>,
    State(app): State<App>,
    request: Request,
) -> Result<Response, HttpError> {
    let stored = app.functions.get_with_metadata::<String>(&name).await?;
    let Some(Entry {
        value: source,
        metadata: Some(version),
        ..
    }) = stored
    else {
        return Err(HttpError::not_found("there is no such function"));
    };
    let worker = app
        .loader
        .get(&format!("{name}-{version}"), async move || {
            let code = Code::new("2026-04-01", "function.js")
                .module("function.js", Module::Js(source.clone()))
                .env("NAME", &name)?;
            Ok(code.no_network())
        })?;
    let limited = Entrypoint::new().limits(Limits::new().cpu_ms(50));
    let request = without_credentials(request)?;
    let answer = worker.entrypoint(limited)?.fetch(request).await;
    Ok(sandboxed(answer.map_err(failed)?)?)
}

/// Cookies and tokens of whoever calls a function are not for whoever wrote it.
fn without_credentials(request: Request) -> Result<Request> {
    let headers = content_type(&request.headers())?;
    request.with_headers(headers)
}

/// A page of whoever wrote a function sets no cookies here, and runs no scripts as if it were one of ours.
fn sandboxed(answer: Response) -> Result<Response> {
    let mut headers = content_type(&answer.headers())?;
    headers.set("content-security-policy", "sandbox")?;
    headers.set("x-content-type-options", "nosniff")?;
    Ok(answer.with_headers(headers))
}

/// Of all headers only this one.
fn content_type(of: &Headers) -> Result<Headers> {
    let mut headers = Headers::new();
    if let Some(kind) = of.get("content-type") {
        headers.set("content-type", kind)?;
    }
    Ok(headers)
}

/// Whoever wrote the function has to know what it threw.
fn failed(error: Error) -> HttpError {
    HttpError::new(StatusCode::BAD_GATEWAY, "the function failed").with("reason", error.message())
}
