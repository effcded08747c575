use worker_sdk::Env;

#[worker_sdk::test]
async fn borrows(_env: &Env) {}

fn main() {}
