use worker_sdk::durable_object;

struct Room;

#[durable_object]
impl Room {
    fn new() -> Self {
        Room
    }

    async fn fetch(&mut self) -> &'static str {
        "hello"
    }

    async fn alarm(self) {}

    async fn websocket_error() {}
}

fn main() {}
