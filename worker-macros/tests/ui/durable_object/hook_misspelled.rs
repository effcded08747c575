use worker_sdk::durable_object;

struct Room;

#[durable_object]
impl Room {
    fn new() -> Self {
        Room
    }

    async fn on_alarm(&self) {}

    async fn fetsh(&self) {}

    async fn web_socket_message(&self) {}

    async fn websocket_closed(&self) {}
}

fn main() {}
