use worker_sdk::event;

#[event(fetch, crate = worker_sdk, crate = worker_sdk)]
async fn handle() -> &'static str {
    "hello"
}

fn main() {}
