#[worker_sdk::test(crate)]
fn without_value() {}

#[worker_sdk::test(crate = "worker_sdk")]
fn string() {}

fn main() {}
