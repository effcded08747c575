use worker_sdk::{Env, Request, event};

#[event(fetch)]
async fn parameter<T: Default>(_request: Request, _env: T) -> T {
    T::default()
}

#[event(fetch)]
async fn lifetime<'a>(_env: Env) -> &'a str {
    "hello"
}

#[event(fetch)]
async fn clause(_env: Env) -> &'static str
where
    String: Clone,
{
    "hello"
}

fn main() {}
