#![deny(warnings)]

use std::fmt;

use worker_sdk::{IntoResponse, Response, event};

#[derive(Debug)]
struct Plain;

impl fmt::Display for Plain {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("plain")
    }
}

impl std::error::Error for Plain {}

struct Shown;

impl IntoResponse for Shown {
    fn into_response(self) -> worker_sdk::Result<Response> {
        "shown".into_response()
    }
}

#[event(fetch)]
async fn own() -> worker_sdk::Result<Response> {
    unreachable!()
}

#[event(fetch)]
async fn plain() -> Result<&'static str, Plain> {
    Err(Plain)
}

#[event(fetch)]
async fn shown() -> Result<&'static str, Shown> {
    Err(Shown)
}

#[event(fetch)]
fn boxed() -> Result<Response, Box<dyn std::error::Error>> {
    Err("no".into())
}

#[event(fetch)]
fn boxed_send() -> Result<impl IntoResponse, Box<dyn std::error::Error + Send + Sync>> {
    if true { Err("no".into()) } else { Ok("hello") }
}

#[event(fetch)]
async fn text() -> Result<Response, String> {
    Err("no".to_owned())
}

#[event(fetch)]
async fn static_text() -> Result<Response, &'static str> {
    Err("no")
}

#[event(scheduled)]
async fn tick_text() -> Result<(), &'static str> {
    Err("no")
}

#[event(scheduled)]
async fn tick_plain() -> Result<(), Plain> {
    Err(Plain)
}

#[event(scheduled)]
async fn tick_boxed() -> Result<(), Box<dyn std::error::Error>> {
    Err("no".into())
}

#[event(scheduled)]
async fn tick_boxed_send() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    Err("no".into())
}

fn main() {}
