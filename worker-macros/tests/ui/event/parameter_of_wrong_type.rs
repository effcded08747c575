use worker_sdk::queues::Batch;
use worker_sdk::{Env, Request, ScheduledEvent, event};

#[event(fetch)]
async fn number(_request: Request, _number: u32) -> &'static str {
    "hello"
}

#[event(fetch)]
async fn list(_env: Env, _names: Vec<String>) -> &'static str {
    "hello"
}

#[event(fetch)]
async fn scheduled_in_fetch(_event: ScheduledEvent) -> &'static str {
    "hello"
}

struct Opaque;

#[event(queue)]
async fn messages_without_a_shape(_batch: Batch<Opaque>) {}

#[event(scheduled)]
async fn fetch_in_scheduled(_request: Request) {}

fn main() {}
