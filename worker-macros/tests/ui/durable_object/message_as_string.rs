use worker_sdk::durable_object;
use worker_sdk::websockets::WebSocket;

struct Room;

#[durable_object]
impl Room {
    fn new() -> Self {
        Room
    }

    async fn websocket_message(&self, _socket: WebSocket, _message: String) {}
}

fn main() {}
