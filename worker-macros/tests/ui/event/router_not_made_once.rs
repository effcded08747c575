use worker_sdk::{Env, Router, event};

#[event(fetch)]
async fn asynchronous() -> Router {
    Router::new()
}

#[event(fetch)]
fn with_parameters(_env: Env) -> Router {
    Router::new()
}

fn main() {}
