mod measurements;
mod order;
mod page;
mod routes;

use std::cell::LazyCell;

use futures_util::{StreamExt, stream};
use measurements::Measurements;
use order::Order;
use worker_sdk::crypto::{Hash, digest_body};
use worker_sdk::event_source::{Event, Sse};
use worker_sdk::fetch::Fetch;
use worker_sdk::html_rewriter::HtmlRewriter;
use worker_sdk::{Body, Context, Env, IntoResponse, Request, Response, Result, event};

#[event(fetch)]
async fn main(request: Request, env: Env, context: Context) -> Result<Fetch> {
    let response = match request.path() {
        "/headers" => headers(&request),
        "/json" => json(request).await,
        "/json-200k" => large_json(request).await,
        "/html" => Ok(Response::html(page::page())),
        "/passthrough" => Ok(Response::new(request.into_body())),
        "/stream" => Ok(Response::new(chunks())),
        "/proxy" => return proxy(request, &env),
        "/digest" => hash(request).await,
        "/rewrite" => rewrite(),
        "/events" => events().into_response(),
        "/await" => awaits(request, env).await,
        path if path.starts_with("/api/") => routes::ROUTER.handle(request, env, context).await,
        _ => Ok(Response::text("no such scenario").with_status(http::StatusCode::NOT_FOUND)),
    };
    response.map(Fetch::from)
}

fn proxy(request: Request, env: &Env) -> Result<Fetch> {
    let request = request.with_header("x-forwarded-by", "bench")?;
    Ok(env.service("UPSTREAM")?.fetch(request))
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

async fn large_json(mut request: Request) -> Result<Response> {
    let mut measurements: Measurements = request.json().await?;
    measurements.source = "checked".into();
    Response::json(&measurements)
}

async fn awaits(request: Request, env: Env) -> Result<Response> {
    let ready = env.service("READY")?;
    let count = request
        .header("x-count")
        .and_then(|count| count.parse().ok());
    for _ in 0..count.unwrap_or(0) {
        ready
            .fetch(Request::from_raw(request.as_raw().clone()))
            .await?;
    }
    Ok(Response::text("done"))
}

fn chunks() -> Body {
    let numbers = stream::iter((0..128).rev());
    Body::from_stream(numbers.map(|number| Ok(vec![number; 8192])))
}

async fn hash(request: Request) -> Result<Response> {
    Ok(Response::new(
        digest_body(Hash::Sha256, request.into_body()).await?,
    ))
}

thread_local! {
    static PAGE: LazyCell<String> = LazyCell::new(|| {
        let line = "<p class=\"a\">some words, <a href=\"http://example.com/page\">a link</a> and more</p>\n";
        format!("<!doctype html><title>page</title>{}", line.repeat(100))
    });
}

fn rewrite() -> Result<Response> {
    let page = PAGE.with(|page| Response::new(page.as_str().to_owned()));
    HtmlRewriter::new()
        .element("a[href]", |a| {
            let href = a.attribute("href").unwrap_or_default();
            a.set_attribute("href", &href.replace("http:", "https:"))
        })
        .element("title", |title| title.append(" of the bench"))
        .transform(page.with_header("content-type", "text/html")?)
}

fn events() -> Sse {
    let numbers = stream::iter((0..100).rev());
    Sse::new(numbers.map(|left| Ok(Event::new(format!("{{\"left\":{left}}}")))))
}
