use worker_sdk::event;

#[event(fetch)]
async fn fetch(_request: impl Into<worker_sdk::Request>) -> &'static str {
    "hello"
}

fn main() {}
