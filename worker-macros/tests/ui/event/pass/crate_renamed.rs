#![deny(warnings)]

extern crate worker_sdk as renamed;

use renamed::event;

mod nested {
    pub use worker_sdk as sdk;
}

#[event(fetch, crate = renamed)]
async fn fetch(_: renamed::Request) -> &'static str {
    "hello"
}

#[event(crate = crate::nested::sdk, scheduled)]
async fn scheduled() {}

#[event(start, crate = ::worker_sdk,)]
fn start() {}

fn main() {}
