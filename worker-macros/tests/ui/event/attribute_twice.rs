use worker_sdk::event;

#[event(fetch)]
#[event(fetch)]
#[worker_sdk::event(scheduled)]
async fn handle() -> &'static str {
    "hello"
}

fn main() {}
