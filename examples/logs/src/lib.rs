//! Structured logs: a line of text for people, and a value with fields that log tools can search.
//!
//! Run it with `cargo xtask dev logs`, then `curl 'http://localhost:8787/buy?item=tea&cents=450'`. The worker of the
//! example `tail` is told of each request, where both are deployed.

use serde::Serialize;
use worker_sdk::{Error, Json, Request, Response, Result, console_log, console_warn, event};

#[derive(Serialize)]
struct Purchase<'a> {
    item: &'a str,
    cents: u32,
}

#[event(fetch)]
async fn main(request: Request) -> Result<Response> {
    let item = request.query_value("item").unwrap_or_default();
    let cents = request.query_value("cents").unwrap_or_default();
    let cents = cents.parse().map_err(|_| {
        console_warn!("`{cents}` is no price");
        Error::new("the price is not a number")
    })?;
    let purchase = Purchase { item: &item, cents };
    console_log!("purchase"; Json(&purchase));
    Ok(Response::text(format!("bought {item}")))
}
