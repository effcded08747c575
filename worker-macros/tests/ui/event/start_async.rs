use worker_sdk::event;

#[event(start)]
async fn setup() {}

fn main() {}
