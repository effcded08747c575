use worker_sdk::event;

#[event(fetsh)]
async fn nearly() -> &'static str {
    "hello"
}

#[event(Schedule)]
async fn other_case() {}

#[event(alarm)]
async fn far() {}

fn main() {}
