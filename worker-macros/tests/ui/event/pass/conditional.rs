#![deny(warnings)]

use worker_sdk::event;

#[cfg(all(unix, not(unix)))]
#[event(fetch)]
async fn before() -> Missing {}

#[event(fetch)]
#[cfg(all(unix, not(unix)))]
async fn after() -> Missing {}

#[cfg_attr(all(), event(fetch))]
async fn attribute() -> &'static str {
    "hello"
}

fn main() {}
