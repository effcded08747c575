//! A handler that is not async. Driven by `tests/e2e`.

use std::cell::Cell;
use std::time::Duration;

use futures_util::stream::{self, StreamExt};
use worker_sdk::{Body, Request, Response, event, sleep};

thread_local! {
    static LIVE: Cell<u32> = const { Cell::new(0) };
}

/// Counts as live until it is dropped.
struct Guard(());

impl Drop for Guard {
    fn drop(&mut self) {
        LIVE.set(LIVE.get() - 1);
    }
}

#[event(fetch)]
fn main(request: Request) -> Response {
    match request.path() {
        "/stream" => Response::new(endless()),
        "/live" => Response::text(LIVE.get().to_string()),
        _ => Response::text("hi"),
    }
}

/// A body that does not end, after its first chunk.
fn endless() -> Body {
    LIVE.set(LIVE.get() + 1);
    let guard = Guard(());
    let first = stream::once(async { Ok("first") });
    let rest = stream::once(async move {
        sleep(Duration::from_secs(60)).await;
        drop(guard);
        Ok("rest")
    });
    Body::from_stream(first.chain(rest))
}
