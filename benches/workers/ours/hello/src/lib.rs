use worker_sdk::{Response, event};

#[event(fetch)]
async fn main() -> Response {
    Response::text("Hello, world!")
}
