use worker_sdk::debug_handler;
use worker_sdk::extract::State;

#[debug_handler(state = String)]
async fn handler(State(number): State<u32>) -> String {
    number.to_string()
}

fn main() {}
