#[worker_sdk::test]
#[worker_sdk::test(timeout = "5s")]
fn twice() {}

#[worker_sdk::test]
#[test]
fn also_rusts_own() {}

fn main() {}
