use worker_sdk::Env;

#[worker_sdk::test(timeuot = "5s", ignore = slow, crate = "sdk")]
#[should_panic(expect = "text")]
unsafe extern "C" fn everything<T>(_env: &Env, _more: impl Into<T>, _again: &Env) {}

fn main() {}
