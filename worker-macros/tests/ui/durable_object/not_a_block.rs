use worker_sdk::durable_object;

#[durable_object]
struct Room;

#[durable_object]
fn room() {}

fn main() {}
