#[worker_sdk::test(ignore = 3)]
fn number() {}

#[worker_sdk::test(ignore("slow"))]
fn parentheses() {}

#[worker_sdk::test]
#[ignore(slow)]
fn attribute() {}

fn main() {}
