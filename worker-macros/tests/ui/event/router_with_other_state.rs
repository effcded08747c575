use worker_sdk::{Router, event};

#[event(fetch)]
fn router() -> Router<u32> {
    Router::new()
}

fn main() {}
