use worker_sdk::{Env, durable_object};

struct Room;

#[durable_object]
impl Room {
    fn new() -> Self {
        Room
    }

    async fn alarm(&self, _env: Env) {}
}

fn main() {}
