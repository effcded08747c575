//! A worker that hands requests on and never sees their answers. The tests are in `tests`.

use worker_sdk::fetch::Fetch;
use worker_sdk::{Error, Request, Result, event, fetch};

#[event(fetch)]
fn main(request: Request) -> Result<Fetch> {
    match request.path() {
        "/refused" => Err(Error::new("not this one")),
        "/malformed" => Ok(fetch("no URL")),
        path => Ok(fetch(format!("https://origin.example{path}"))),
    }
}
