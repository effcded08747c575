use worker_sdk::durable_object;

struct Room;

#[durable_object(nam = "Room", name = 7, name, crate = worker_sdk, crate = worker_sdk)]
impl Room {
    fn new() -> Self {
        Room
    }
}

fn main() {}
