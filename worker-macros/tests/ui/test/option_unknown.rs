#[worker_sdk::test(time = "5s")]
fn near() {}

#[worker_sdk::test(flavor = "current_thread", timeout = "1s")]
fn of_another_crate() {}

#[worker_sdk::test("5s")]
fn without_name() {}

#[worker_sdk::test(ignore timeout = "5s")]
fn no_comma() {}

fn main() {}
