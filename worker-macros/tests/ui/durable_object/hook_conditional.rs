use worker_sdk::durable_object;

struct Room;

#[durable_object]
impl Room {
    fn new() -> Self {
        Room
    }

    #[cfg(test)]
    async fn alarm(&self) {}
}

fn main() {}
