#![forbid(unsafe_code)]
#![deny(
    warnings,
    future_incompatible,
    let_underscore,
    missing_debug_implementations,
    missing_docs,
    nonstandard_style,
    rust_2018_idioms,
    single_use_lifetimes,
    trivial_casts,
    trivial_numeric_casts,
    unit_bindings,
    unnameable_types,
    unreachable_pub,
    unused,
    unused_lifetimes,
    unused_qualifications,
    unused_results
)]
//! A crate with every lint that a careful person turns on.

use worker_sdk::{Context, Env, Request, ScheduledEvent, event};

#[event(fetch)]
async fn fetch(_: Request, _: Env, _: Context) -> &'static str {
    "hello"
}

#[event(scheduled)]
async fn scheduled(_: ScheduledEvent, _: Env, _: Context) {}

#[event(start)]
fn start() {}

fn main() {}
