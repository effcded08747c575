#![forbid(unsafe_code)]
#![deny(
    warnings,
    future_incompatible,
    let_underscore,
    missing_debug_implementations,
    missing_docs,
    nonstandard_style,
    rust_2018_idioms,
    single_use_lifetimes,
    trivial_casts,
    trivial_numeric_casts,
    unit_bindings,
    unnameable_types,
    unreachable_pub,
    unused,
    unused_lifetimes,
    unused_qualifications,
    unused_results
)]
//! Every form of a test, under every lint that a careful person turns on.

mod parameters {
    use worker_sdk::{Context, Env};

    #[worker_sdk::test]
    async fn all(env: Env, context: Context) {
        drop((env, context));
    }

    #[worker_sdk::test]
    fn context_alone(_: Context) {}

    #[worker_sdk::test]
    fn mutable(mut env: Env) {
        env = env.clone();
        drop(env);
    }

    #[worker_sdk::test()]
    async fn none() {}
}

mod results {
    #[derive(Debug)]
    struct Plain;

    #[worker_sdk::test]
    async fn of_the_sdk() -> worker_sdk::Result<()> {
        Ok(())
    }

    #[worker_sdk::test]
    fn of_anything_that_is_debug() -> Result<(), Plain> {
        Err(Plain)
    }

    #[worker_sdk::test]
    fn boxed() -> Result<(), Box<dyn std::error::Error>> {
        let _number: u8 = "7".parse()?;
        Ok(())
    }

    #[worker_sdk::test]
    #[should_panic]
    fn unit() -> () {}
}

mod options {
    use worker_sdk::test;

    #[test(timeout = "250ms", ignore, should_panic)]
    fn words() {}

    #[test(ignore = "slow", should_panic = "text",)]
    fn texts() {}

    #[test(should_panic(expected = "text",))]
    fn expected() {}

    /// Documented.
    #[test]
    #[ignore]
    #[should_panic(expected = "text")]
    async fn attributes() {}

    #[ignore = "slow"]
    #[should_panic = "text"]
    #[test]
    async fn attributes_before() {}

    #[test]
    #[cfg(any())]
    fn conditional() -> Missing {}
}

mod names {
    #![allow(dead_code)]

    use worker_sdk as __sdk;

    struct Result;
    struct Ok;
    mod core {}

    #[__sdk::test]
    pub(crate) async fn args(args: __sdk::Env) {
        drop(args);
    }

    #[__sdk::test]
    fn test() {}

    #[__sdk::test]
    fn verdict() {}

    #[__sdk::test]
    fn r#match() {}
}

extern crate worker_sdk as renamed;

mod krate {
    pub(crate) use worker_sdk as sdk;

    #[renamed::test(crate = renamed)]
    fn by_name() {}

    #[renamed::test(crate = crate::krate::sdk)]
    async fn by_path(_: sdk::Env) {}
}
