//! A proxy in front of a JSON API: it changes headers in both directions, adds to objects of JSON, and has at most four
//! requests to the API on their way. When the API fails, the client gets a 502, and a 503 when its turn does not come.
//!
//! Run it with `cargo xtask dev proxy` and another `UPSTREAM` in `wrangler.jsonc`, then
//! `curl -i http://localhost:8787/items/7`.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::sync::Semaphore;
use worker_sdk::http::StatusCode;
use worker_sdk::{
    Bindings, Headers, IntoResponse, Json, Request, Response, Result, console_error, event, fetch,
    now, timeout,
};

/// Shared by all requests of this instance. A permit goes back when its request ends, however it ends.
static UPSTREAM: Semaphore = Semaphore::const_new(4);
const PATIENCE: Duration = Duration::from_secs(5);

/// What the client may tell the API, and the API the client.
const REQUEST_HEADERS: [&str; 4] = ["accept", "accept-language", "content-type", "if-none-match"];
const RESPONSE_HEADERS: [&str; 4] = ["cache-control", "content-type", "etag", "x-request-id"];

#[derive(Bindings)]
struct App {
    upstream: String,
}

#[event(fetch)]
async fn main(request: Request, app: App) -> Result<Response> {
    let Ok(Ok(_permit)) = timeout(PATIENCE, UPSTREAM.acquire()).await else {
        return failure(StatusCode::SERVICE_UNAVAILABLE, "too much to do");
    };
    match ask(request, &app.upstream).await {
        Ok(answer) => Ok(answer),
        Err(error) => {
            console_error!("the API failed: {error}");
            failure(StatusCode::BAD_GATEWAY, "the API does not answer")
        }
    }
}

async fn ask(request: Request, upstream: &str) -> Result<Response> {
    let url = request.parsed_url()?;
    let mut headers = copied(&request.headers(), &REQUEST_HEADERS)?;
    headers.set("x-forwarded-host", url.host())?;
    let asked = Request::builder(
        request.method().clone(),
        format!("{upstream}{}{}", url.pathname(), url.search()),
    )
    .headers(headers)
    .body(request.into_body())
    .timeout(PATIENCE);

    let answer = fetch(asked).await?;
    let headers = copied(&answer.headers(), &RESPONSE_HEADERS)?;
    if !is_json(&headers) {
        return Ok(answer.with_headers(headers));
    }
    let status = answer.status();
    let text = answer.read_text().await?;
    if text.is_empty() {
        // Answers to `HEAD` and those without news say what they would be.
        return (headers, status).into_response();
    }
    let mut value: Value = serde_json::from_str(&text)?;
    if let Value::Object(fields) = &mut value {
        fields.insert("proxied_at".into(), json!(now().to_string()));
    }
    (headers, (status, Json(value))).into_response()
}

fn is_json(headers: &Headers) -> bool {
    let content_type = headers.get("content-type").unwrap_or_default();
    content_type.starts_with("application/json")
}

fn copied(from: &Headers, names: &[&'static str]) -> Result<Headers> {
    let mut headers = Headers::new();
    for name in names {
        if let Some(value) = from.get(name) {
            headers.set(*name, value)?;
        }
    }
    Ok(headers)
}

fn failure(status: StatusCode, what: &str) -> Result<Response> {
    (status, Json(json!({ "error": what }))).into_response()
}
