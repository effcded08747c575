use worker_sdk::extract::{Query, Valid};
use worker_sdk::{Json, debug_handler};

#[debug_handler]
async fn last(_new: Valid<Json<String>>) -> &'static str {
    "hello"
}

#[debug_handler]
async fn not_last(_new: Valid<Query<String>>, _body: String) -> &'static str {
    "hello"
}

fn main() {}
