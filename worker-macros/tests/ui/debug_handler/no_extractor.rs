use worker_sdk::debug_handler;

#[debug_handler]
async fn handler(_id: u32) -> &'static str {
    "hello"
}

fn main() {}
