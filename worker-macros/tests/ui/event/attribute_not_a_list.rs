use worker_sdk::event;

#[event("fetch")]
async fn string() -> &'static str {
    "hello"
}

#[event(fetch crate = worker_sdk)]
async fn no_comma() -> &'static str {
    "hello"
}

#[event = "fetch"]
async fn equals() -> &'static str {
    "hello"
}

fn main() {}
