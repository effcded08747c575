#[worker_sdk::test]
struct Structure;

#[worker_sdk::test]
#[ignore]
mod module {}

fn main() {}
