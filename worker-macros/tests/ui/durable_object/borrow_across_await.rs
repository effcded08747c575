use worker_sdk::durable_objects::Cell;
use worker_sdk::durable_object;

struct Room {
    log: Cell<Vec<u8>>,
}

async fn store(_: &[u8]) {}

#[durable_object]
impl Room {
    fn new() -> Self {
        Room { log: Cell::default() }
    }

    async fn alarm(&self) {
        self.log.with(|log| store(log)).await;
    }
}

fn main() {}
