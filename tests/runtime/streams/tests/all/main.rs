//! Streams, and what is built of them.
#![cfg(target_family = "wasm")]

mod connected;
mod conversions;
mod copies;
mod encodings;
mod event_source;
mod fetch;
mod globals;
mod html_rewriter;
mod isolate;
mod js;
mod multipart;
mod reading;
mod table;
#[path = "../../../wrangler.rs"]
mod wrangler;
mod writing;

// The worker under test.
use runtime_streams as _;

use futures_util::future::{Either, select};
use std::pin::pin;
use std::time::Duration;
use worker_sdk::streams::ByteStream;
use worker_sdk::{Error, Result, sleep};

/// All text of a stream.
async fn all(mut stream: ByteStream) -> Result<String> {
    let mut bytes = Vec::new();
    while let Some(chunk) = stream.try_next().await? {
        bytes.extend(chunk);
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Whether a future is still pending after a while.
async fn waits(future: impl Future) -> bool {
    matches!(
        select(pin!(future), pin!(sleep(Duration::from_millis(30)))).await,
        Either::Right(_)
    )
}

/// Lets everything run that can.
async fn turn() {
    sleep(Duration::from_millis(5)).await;
}

#[track_caller]
fn message<T>(result: Result<T>) -> String {
    match result {
        Ok(_) => panic!("this should have failed"),
        Err(error) => text(&error),
    }
}

fn text(error: &Error) -> String {
    error.to_string()
}
