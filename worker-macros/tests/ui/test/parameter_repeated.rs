use worker_sdk::Env;

#[worker_sdk::test]
async fn repeats(_one: Env, _other: Env) {}

fn main() {}
