use worker_sdk::{Request, durable_object};

struct Room;

#[durable_object]
impl Room {
    fn new(_: Request) -> Self {
        Room
    }
}

fn main() {}
