mod order;

use order::Order;
use worker_sdk::{Env, Request, Response, Result, event};

#[event(fetch)]
async fn main(request: Request, env: Env) -> Result<Response> {
    match request.path() {
        "/headers" => headers(&request),
        "/json" => json(request).await,
        "/passthrough" => Ok(Response::new(request.into_body())),
        "/await" => awaits(request, env).await,
        _ => Ok(Response::text("no such scenario").with_status(http::StatusCode::NOT_FOUND)),
    }
}

fn headers(request: &Request) -> Result<Response> {
    let incoming = request.headers();
    let language = incoming.get("accept-language");
    let agent = incoming.get("user-agent");
    let id = incoming.get("x-request-id");
    let tenant = incoming.get("x-tenant");
    let tag = incoming.get("if-none-match");
    Response::text("ok")
        .with_header("cache-control", "private, max-age=60")?
        .with_header("content-language", language.unwrap_or_else(|| "en".into()))?
        .with_header("etag", tag.unwrap_or_default())?
        .with_header("referrer-policy", "no-referrer")?
        .with_header("x-content-type-options", "nosniff")?
        .with_header("x-request-id", id.unwrap_or_default())?
        .with_header("x-served-by", agent.unwrap_or_default())?
        .with_header("x-tenant", tenant.unwrap_or_default())
}

async fn json(mut request: Request) -> Result<Response> {
    let mut order: Order = request.json().await?;
    order.status = "confirmed".into();
    Response::json(&order)
}

async fn awaits(request: Request, env: Env) -> Result<Response> {
    let ready = env.service("READY")?;
    let count = request.header("x-count").and_then(|count| count.parse().ok());
    for _ in 0..count.unwrap_or(0) {
        ready.fetch(Request::from_raw(request.as_raw().clone())).await?;
    }
    Ok(Response::text("done"))
}
