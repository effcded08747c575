use worker_sdk::durable_object;

struct Room;

#[durable_object]
impl Room {
    fn fetch(&self) -> &'static str {
        "hello"
    }
}

fn main() {}
