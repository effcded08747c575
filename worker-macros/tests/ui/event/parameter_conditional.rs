use worker_sdk::{Env, event};

#[event(fetch)]
async fn fetch(#[cfg(unix)] _env: Env) -> &'static str {
    "hello"
}

fn main() {}
