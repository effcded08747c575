use worker_sdk::durable_object;

struct Room;

#[durable_object]
impl Default for Room {
    fn default() -> Self {
        Room
    }
}

fn main() {}
