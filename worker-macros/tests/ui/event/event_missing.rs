use worker_sdk::event;

#[event]
async fn bare() -> &'static str {
    "hello"
}

#[event()]
async fn empty() -> &'static str {
    "hello"
}

fn main() {}
