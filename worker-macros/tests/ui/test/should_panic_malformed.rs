#[worker_sdk::test]
#[should_panic(expects = "text")]
fn other_name() {}

#[worker_sdk::test]
#[should_panic("text")]
fn without_name() {}

#[worker_sdk::test(should_panic(expected = 3))]
fn number() {}

#[worker_sdk::test(should_panic(expected = "a", "b"))]
fn two() {}

#[worker_sdk::test(should_panic = true)]
fn flag() {}

fn main() {}
