#[worker_sdk::test(timeout = "5s", timeout = "6s")]
fn timeout() {}

#[worker_sdk::test(ignore, should_panic)]
#[ignore = "slow"]
#[should_panic]
fn attribute_and_option() {}

#[worker_sdk::test]
#[should_panic]
#[should_panic(expected = "no")]
fn attributes() {}

#[worker_sdk::test(crate = worker_sdk, crate = worker_sdk)]
fn krate() {}

fn main() {}
