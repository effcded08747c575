use worker_sdk::durable_objects::Alarm;
use worker_sdk::{Env, Request, durable_object};

struct Room;

#[durable_object]
impl Room {
    fn new() -> Self {
        Room
    }

    async fn fetch(&self, request: &Request, again: Request, once_more: Request) -> &'static str {
        "hello"
    }

    async fn alarm(&self, alarm: Alarm, #[cfg(test)] env: Env) {}
}

fn main() {}
