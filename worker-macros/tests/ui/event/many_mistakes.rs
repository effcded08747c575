use worker_sdk::{Env, event};

#[event(fetsh, crate = "sdk", retry)]
unsafe extern "C" fn everything<T>(_env: &Env, _more: impl Into<T>, _again: &Env) -> &'static str {
    "hello"
}

fn main() {}
