//! A cache in front of a slow origin: a fresh copy is the answer (`HIT`), an old one too, while a new one is fetched
//! behind it (`STALE`), and what must not be shared is passed on (`MISS` again and again).
//!
//! Run it with `cargo xtask dev cache`, then `curl -i http://localhost:8787/` several times.

use std::time::Duration;

use worker_sdk::cache::{Cache, is_storable};
use worker_sdk::http::Method;
use worker_sdk::time::Timestamp;
use worker_sdk::{Bindings, Context, Request, Response, Result, event, fetch, now};

/// How long a copy may be old and still be the answer.
const STALE: Duration = Duration::from_secs(3600);
const FRESH_UNTIL: &str = "x-fresh-until";

#[derive(Bindings)]
struct App {
    origin: String,
    fresh_seconds: u32,
}

#[event(fetch)]
async fn main(request: Request, app: App, context: Context) -> Result<Response> {
    let query = request
        .query()
        .map(|query| format!("?{query}"))
        .unwrap_or_default();
    let url = format!("{}{}{query}", app.origin, request.path());
    if *request.method() != Method::GET {
        let headers = request.headers();
        let onward =
            Request::from_parts(request.method().clone(), &url, headers, request.into_body())?;
        return fetch(onward).await;
    }
    let fresh = Duration::from_secs(app.fresh_seconds.into());
    let cache = Cache::default();
    match cache.get(&url).await? {
        Some(hit) if fresh_until(&hit) > now() => marked(hit, "HIT"),
        Some(old) => {
            context.wait_until(async move {
                let response = fetch(Request::new(Method::GET, &url)?).await?;
                match is_shared(&response) {
                    true => cache.put(&url, kept(response, fresh)?).await,
                    false => Ok(()),
                }
            });
            marked(old, "STALE")
        }
        None => {
            let mut response = fetch(Request::new(Method::GET, &url)?).await?;
            if is_shared(&response) {
                let copy = kept(response.try_clone()?, fresh)?;
                context.wait_until(cache.put(&url, copy));
            }
            marked(response, "MISS")
        }
    }
}

fn is_shared(response: &Response) -> bool {
    response.is_ok() && is_storable(response)
}

/// The cache forgets a copy that is too old, so it is told a longer time than the copy is fresh.
fn kept(response: Response, fresh: Duration) -> Result<Response> {
    let seconds = (fresh + STALE).as_secs();
    response
        .with_header("cache-control", format!("max-age={seconds}"))?
        .with_header(FRESH_UNTIL, (now() + fresh).as_millis().to_string())
}

fn fresh_until(hit: &Response) -> Timestamp {
    let millis = hit
        .headers()
        .get(FRESH_UNTIL)
        .and_then(|text| text.parse().ok());
    Timestamp::from_millis(millis.unwrap_or_default())
}

fn marked(mut response: Response, cache: &'static str) -> Result<Response> {
    response.headers_mut().delete(FRESH_UNTIL)?;
    response.with_header("x-cache", cache)
}
