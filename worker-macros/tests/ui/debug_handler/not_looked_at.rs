use worker_sdk::{Request, debug_handler};

#[debug_handler]
async fn generic<T: Send>(_value: T) -> &'static str {
    "hello"
}

#[debug_handler]
async fn borrowed(_request: &Request) -> &'static str {
    "hello"
}

#[debug_handler(stat = u32)]
async fn option() -> &'static str {
    "hello"
}

#[debug_handler]
struct NoFunction;

fn main() {}
