use worker_sdk::durable_object;

struct Room;

#[durable_object]
impl Room {
    fn new() -> Self {
        Room
    }

    async fn fetch(&self) -> u32 {
        1
    }

    async fn alarm(&self) -> u32 {
        1
    }
}

fn main() {}
