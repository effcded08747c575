use worker_sdk::event;

#[event(fetch)]
async fn fetch(request: Request) -> &'static str {
    "hello"
}

fn main() {}
