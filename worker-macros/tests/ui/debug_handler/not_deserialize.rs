use worker_sdk::{Json, debug_handler};

struct User;

#[debug_handler]
async fn handler(_: Json<User>) -> &'static str {
    "hello"
}

fn main() {}
