#![deny(warnings)]

extern crate worker_sdk as renamed;

mod nested {
    pub use worker_sdk as sdk;
}

/// Hides the default path: it has no `__private`.
#[event(fetch, crate = renamed)]
async fn fetch(_: renamed::Request) -> &'static str {
    "hello"
}

#[event(crate = crate::nested::sdk, scheduled)]
async fn scheduled() {}

#[event(start, crate = ::worker_sdk,)]
fn start() {}

use renamed::event;

fn main() {}
