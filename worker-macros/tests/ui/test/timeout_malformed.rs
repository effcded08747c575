#[worker_sdk::test(timeout)]
fn without_value() {}

#[worker_sdk::test(timeout = 5)]
fn number() {}

#[worker_sdk::test(timeout = "5")]
fn without_unit() {}

#[worker_sdk::test(timeout = "5 hours")]
fn unit() {}

#[worker_sdk::test(timeout = "0s")]
fn nothing() {}

#[worker_sdk::test(timeout("5s"))]
fn parentheses() {}

fn main() {}
