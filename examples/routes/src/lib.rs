//! Several paths and methods without a router.
//!
//! Run it with `cargo xtask dev routes`, then `curl -i http://localhost:8787/health`.

use worker_sdk::http::{Method, StatusCode};
use worker_sdk::{Request, Response, Result, event};

#[event(fetch)]
async fn main(request: Request) -> Result<Response> {
    match request.path() {
        "/" => only(&request, &[Method::GET, Method::HEAD], home),
        "/health" => only(&request, &[Method::GET, Method::HEAD], health),
        "/echo" if *request.method() == Method::POST => Ok(Response::new(request.into_body())),
        "/echo" => not_allowed(&[Method::POST]),
        path => match path.strip_prefix("/hello/") {
            Some(name) if !name.is_empty() => {
                only(&request, &[Method::GET, Method::HEAD], || hello(name))
            }
            _ => Ok(Response::text("not found\n").with_status(StatusCode::NOT_FOUND)),
        },
    }
}

fn home() -> Response {
    Response::text("try /health, /hello/you, or POST to /echo\n")
}

fn health() -> Response {
    Response::text("ok\n")
}

fn hello(name: &str) -> Response {
    let name = worker_sdk::http::percent_decode(name);
    Response::text(format!("Hello, {name}!\n"))
}

fn only(
    request: &Request,
    allowed: &[Method],
    answer: impl FnOnce() -> Response,
) -> Result<Response> {
    if allowed.contains(request.method()) {
        Ok(answer())
    } else {
        not_allowed(allowed)
    }
}

fn not_allowed(allowed: &[Method]) -> Result<Response> {
    let allowed: Vec<_> = allowed.iter().map(Method::as_str).collect();
    Response::text("method not allowed\n")
        .with_status(StatusCode::METHOD_NOT_ALLOWED)
        .with_header("allow", allowed.join(", "))
}
