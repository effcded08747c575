#[worker_sdk::test]
async fn repeats(_one: worker_sdk::Env, _other: worker_sdk::Env) {}

fn main() {}
