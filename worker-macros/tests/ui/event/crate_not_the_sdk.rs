use worker_sdk::event;

#[event(fetch, crate = std)]
async fn handle(_: worker_sdk::Request) -> &'static str {
    "hello"
}

fn main() {}
