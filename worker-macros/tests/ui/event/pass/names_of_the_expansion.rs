#![deny(warnings)]
#![allow(non_camel_case_types)]

mod types {
    use worker_sdk as __sdk;
    use worker_sdk::event;

    type a = __sdk::Request;
    type args = __sdk::Env;

    #[event(fetch)]
    async fn output(args: a, a: args) -> __sdk::Response {
        drop((args, a));
        unreachable!()
    }
}

mod functions {
    use worker_sdk::event;

    #[event(fetch)]
    fn args() -> &'static str {
        "hello"
    }

    #[event(scheduled)]
    fn a() {}

    #[event(scheduled)]
    async fn sdk() {}

    #[event(start)]
    fn register() {}

    #[event(start)]
    fn r#move() {}
}

mod prelude {
    #![allow(dead_code)]

    use worker_sdk::event;

    struct Result;
    struct Ok;
    mod core {}

    #[event(fetch)]
    async fn main(_: worker_sdk::Env) -> &'static str {
        "hello"
    }
}

fn main() {}
