use worker_sdk::event;

#[event(fetch, crate)]
async fn without_value() -> &'static str {
    "hello"
}

#[event(fetch, crate = "worker_sdk")]
async fn string() -> &'static str {
    "hello"
}

#[event(fetch, crate = 3)]
async fn number() -> &'static str {
    "hello"
}

fn main() {}
