//! What is said of names that are missing, or something else.
#![cfg(target_family = "wasm")]

use worker_sdk::env::{Raw, Secret};
use worker_sdk::fetch::Fetcher;
use worker_sdk::{Bindings, Env, Error, Json, Result};

#[track_caller]
fn is_missing<T>(result: Result<T>, expected: &str) {
    let error = result.err().unwrap();
    assert!(
        error.is_missing_binding() && !error.is_malformed(),
        "{error}"
    );
    assert_eq!(error.to_string(), expected);
}

#[track_caller]
fn is_other<T>(result: Result<T>, expected: &str) {
    const FIX: &str = "correct the configuration file, or ask for it as what it is";
    let error = result.err().unwrap();
    assert!(
        error.is_malformed() && !error.is_missing_binding(),
        "{error}"
    );
    assert_eq!(error.to_string(), format!("{expected}; {FIX}"));
}

#[worker_sdk::test]
fn missing(env: Env) {
    is_missing(
        env.get::<String>("ABSENT"),
        "no variable named `ABSENT` in this environment; add it to `vars` in the configuration file",
    );
    is_missing(
        env.get::<Json<u8>>("with_dash"),
        "no variable named `with_dash` in this environment; add it to `vars` in the configuration file (there is \
         `with-dash`)",
    );
    is_missing(
        env.get::<Secret>("KEY"),
        "no secret named `KEY` in this environment; put it into `.dev.vars`, and deploy it with \
         `wrangler secret put KEY`",
    );
    is_missing(
        env.get::<Fetcher>("ACCOUNTS"),
        "no binding named `ACCOUNTS` in this environment; add it to `services` in the configuration file",
    );
    is_missing(
        env.get::<Raw>("toString"),
        "no binding named `toString` in this environment; add it to the configuration file",
    );
}

#[worker_sdk::test]
fn something_else(env: Env) {
    is_other(
        env.get::<String>("BYTE"),
        "`BYTE` in this environment is a number, not text",
    );
    is_other(
        env.get::<u8>("LARGE"),
        "`LARGE` in this environment is a number, not a whole number from 0 to 255",
    );
    is_other(
        env.get::<u32>("NEGATIVE"),
        "`NEGATIVE` in this environment is a number, not a whole number from 0 to 4294967295",
    );
    is_other(
        env.get::<i64>("SHARE"),
        "`SHARE` in this environment is a number, not a whole number",
    );
    is_other(
        env.get::<i64>("HUGE"),
        "`HUGE` in this environment is a number, not a whole number",
    );
    is_other(
        env.get::<u8>("TEXT"),
        "`TEXT` in this environment is text, not a whole number from 0 to 255",
    );
    is_other(
        env.get::<f64>("FLAG"),
        "`FLAG` in this environment is a boolean, not a number",
    );
    is_other(
        env.get::<bool>("TEXT"),
        "`TEXT` in this environment is text, not a boolean",
    );
    is_other(
        env.get::<bool>("NOTHING"),
        "`NOTHING` in this environment is null, not a boolean",
    );
    is_other(
        env.get::<Secret>("LIST"),
        "`LIST` in this environment is an array, not text",
    );
    is_other(
        env.get::<Fetcher>("CACHE"),
        "`CACHE` in this environment is an object, not a service",
    );
}

#[worker_sdk::test]
fn json_of_another_shape(env: Env) {
    let error = env.get::<Json<Vec<u8>>>("LIST").err().unwrap();
    assert!(error.is_malformed());
    assert_eq!(
        error.to_string(),
        "the variable `LIST` does not have the expected shape: invalid type: string \"a\", expected u8 at line 1 \
         column 4; correct its value, or ask for the type that it has"
    );
}

#[derive(Bindings)]
struct Broken {
    text: String,
    #[binding(flatten)]
    inner: Inner,
}

#[derive(Bindings)]
struct Inner {
    accounts: Fetcher,
}

#[worker_sdk::test]
fn a_struct_names_what_it_lacks(env: Env) {
    is_missing(
        env.bindings::<Broken>()
            .map(|broken| (broken.text, broken.inner.accounts)),
        "no binding named `ACCOUNTS` in this environment; add it to `services` in the configuration file",
    );
}

#[worker_sdk::test]
fn nothing_is_on_an_environment_that_is_none() {
    let env = Env::from_raw(Default::default());
    assert!(env.names().is_empty());
    let error: Error = env.get::<String>("TEXT").unwrap_err();
    assert!(error.is_missing_binding());
}
