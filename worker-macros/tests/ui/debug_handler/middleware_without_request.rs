use worker_sdk::extract::Path;
use worker_sdk::middleware::Next;
use worker_sdk::{Response, debug_handler};

#[debug_handler]
async fn no_request(_next: Next) -> Response {
    Response::empty()
}

#[debug_handler]
async fn other(_id: Path<u32>, _next: Next) -> Response {
    Response::empty()
}

fn main() {}
