use worker_sdk::durable_object;

struct Room;

#[durable_object]
impl Room {
    fn new() -> Self {
        Room
    }

    #[cfg(test)]
    async fn alarm(&self) {}

    #[cfg_attr(all(), allow(dead_code), cfg_attr(unix, cfg(test)))]
    async fn fetch(&self) {}
}

fn main() {}
