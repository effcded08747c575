use worker_sdk::debug_handler;
use worker_sdk::extract::State;

#[debug_handler]
async fn handler(State(name): State<String>, State(number): State<u32>) -> String {
    format!("{name} {number}")
}

#[debug_handler]
async fn right(State(name): State<String>, State(again): State<String>) -> String {
    format!("{name} {again}")
}

fn main() {}
