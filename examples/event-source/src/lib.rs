//! A clock that sends an event each tenth of a second. A client that lost its connection goes on counting where it was,
//! and one that leaves costs nothing any more: `/listeners` says how many there are.
//!
//! Run it with `cargo xtask dev event-source`, then `curl -N http://localhost:8787/clock`.

use std::cell::Cell;
use std::time::Duration;

use futures_util::StreamExt;
use worker_sdk::event_source::{Event, Sse};
use worker_sdk::http::StatusCode;
use worker_sdk::{IntoResponse, Request, Response, Result, event, interval, now};

const TICK: Duration = Duration::from_millis(100);
const KEEP_ALIVE: Duration = Duration::from_secs(15);

thread_local! {
    static LISTENERS: Cell<usize> = const { Cell::new(0) };
}

/// Counts as long as it lives, in the stream of a client.
struct Listener;

impl Listener {
    fn new() -> Self {
        LISTENERS.set(LISTENERS.get() + 1);
        Self
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        LISTENERS.set(LISTENERS.get() - 1);
    }
}

#[event(fetch)]
fn main(request: Request) -> Result<Response> {
    match request.path() {
        "/clock" => clock(&request).into_response(),
        "/listeners" => LISTENERS.get().to_string().into_response(),
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}

fn clock(request: &Request) -> Sse {
    let last = request.header("last-event-id");
    let mut number: u64 = last.and_then(|last| last.parse().ok()).unwrap_or(0);
    let listener = Listener::new();
    let ticks = interval(TICK).map(move |_| {
        let _ = &listener;
        number += 1;
        Event::new(now().to_string())
            .name("tick")?
            .id(number.to_string())
    });
    Sse::new(ticks).keep_alive(KEEP_ALIVE)
}
