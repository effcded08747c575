use worker_sdk::event;

#[event(fetch, respond_with_errors)]
async fn word() -> &'static str {
    "hello"
}

#[event(fetch, krate = worker_sdk)]
async fn with_value() -> &'static str {
    "hello"
}

fn main() {}
