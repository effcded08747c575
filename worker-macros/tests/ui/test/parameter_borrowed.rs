#[worker_sdk::test]
async fn borrows(_env: &worker_sdk::Env) {}

fn main() {}
