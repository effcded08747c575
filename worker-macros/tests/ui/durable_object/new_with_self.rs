use worker_sdk::durable_object;

struct Room;

#[durable_object]
impl Room {
    fn new(&self) -> Self {
        Room
    }
}

fn main() {}
