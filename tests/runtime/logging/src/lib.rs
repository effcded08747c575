//! A worker whose spans `tests/e2e` observes. The tests in the runtime are in `tests`.

mod platform;

use std::time::Duration;

use tracing::field::Empty;
use tracing::{Instrument, Span, info, info_span};
use worker_sdk::integrations::tracing::Console;
use worker_sdk::{Env, Request, Response, Result, event, sleep};

#[event(start)]
fn start() {
    Console::new().init();
}

#[event(fetch)]
async fn main(request: Request, env: Env) -> Result<Response> {
    if let Some(path) = request.path().strip_prefix("/platform/") {
        return platform::serve(path, &env).await;
    }
    let span = info_span!("request", path = request.path(), length = Empty);
    Ok(answer().instrument(span).await)
}

async fn answer() -> Response {
    pause().await;
    let rows = query().instrument(info_span!("query", rows = Empty)).await;
    // Begins and ends before the next promise.
    info_span!("render", rows).in_scope(|| info!("rendered"));
    Span::current().record("length", 2);
    Response::text("ok")
}

async fn query() -> u32 {
    pause().await;
    Span::current().record("rows", 3);
    3
}

async fn pause() {
    sleep(Duration::from_millis(2)).await;
}
