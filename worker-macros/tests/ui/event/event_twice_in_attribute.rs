use worker_sdk::event;

#[event(fetch, scheduled)]
async fn both() -> &'static str {
    "hello"
}

#[event(fetch, fetch)]
async fn same() -> &'static str {
    "hello"
}

fn main() {}
