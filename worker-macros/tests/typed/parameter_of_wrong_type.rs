use worker_sdk::{Env, Request};

#[worker_sdk::test]
async fn number(_env: Env, _number: u32) {}

#[worker_sdk::test]
fn request(_request: Request) {}
