//! A worker whose tests are all that there is of it.

use worker_sdk::{Response, event};

#[event(fetch)]
fn main() -> Response {
    Response::empty()
}
