use worker_sdk::debug_handler;

#[debug_handler]
async fn handler() -> u32 {
    7
}

fn main() {}
