#[worker_sdk::test(timeuot = "5s", ignore = slow, crate = "sdk")]
#[should_panic(expect = "text")]
unsafe extern "C" fn everything<T>(_env: &worker_sdk::Env, _more: impl Into<T>, _again: &worker_sdk::Env) {}

fn main() {}
