use worker_sdk::debug_handler;

#[debug_handler]
async fn handler() -> u32 {
    7
}

#[debug_handler]
fn at_once() -> u32 {
    7
}

fn main() {}
