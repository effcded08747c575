#![deny(warnings)]
#![allow(dead_code, non_camel_case_types)]

mod types {
    use worker_sdk as __sdk;

    struct Result;
    struct Ok;
    struct Option;
    mod core {}

    #[derive(worker_sdk::Bindings)]
    struct A {
        a: String,
        args: __sdk::fetch::Fetcher,
    }

    type env = A;

    #[worker_sdk::event(fetch)]
    async fn main(_: env) -> &'static str {
        "hello"
    }

    #[worker_sdk::event(scheduled)]
    async fn scheduled(_: A) {}
}

fn main() {}
