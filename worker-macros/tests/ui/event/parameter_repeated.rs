use worker_sdk::{Request, event};

#[event(fetch)]
async fn fetch(_first: Request, _second: Request) -> &'static str {
    "hello"
}

fn main() {}
