//! `Env`: variables of every shape, and what is said of those that are not there.

use std::error::Error as _;

use worker_sdk::{Env, Error, Result};

pub(crate) fn variables(env: &Env) -> Result<()> {
    assert_eq!(env.var("TEXT")?, "some text");
    assert_eq!(env.secret("TEXT")?, "some text");
    assert_eq!(env.json::<Vec<u8>>("LIST")?, [1, 2, 3]);
    assert_eq!(env.json::<f64>("NUMBER")?, 1.5);
    assert!(env.json::<bool>("FLAG")?);
    assert_eq!(env.json::<Option<u8>>("NULL")?, None);
    assert_eq!(env.json::<serde_json::Value>("OBJECT")?["a"], "b");
    assert!(env.names().contains(&"LIST".to_owned()));
    Ok(())
}

pub(crate) fn missing(env: &Env) {
    let cases = [
        (
            env.var("ABSENT").map(drop),
            "no variable named `ABSENT` in this environment; add it to `vars` in the configuration file",
        ),
        (
            env.var("text").map(drop),
            "no variable named `text` in this environment; add it to `vars` in the configuration file (there is `TEXT`)",
        ),
        (
            env.secret("KEY").map(drop),
            "no secret named `KEY` in this environment; put it into `.dev.vars`, and deploy it with \
             `wrangler secret put KEY`",
        ),
        (
            env.service("PEER").map(drop),
            "no binding named `PEER` in this environment; add it to `services` in the configuration file",
        ),
        (
            env.raw("constructor").map(drop),
            "no binding named `constructor` in this environment; add it to the configuration file",
        ),
        (
            env.raw("X").map(drop),
            "no binding named `X` in this environment; add it to the configuration file",
        ),
    ];
    for (result, expected) in cases {
        let error = result.unwrap_err();
        assert!(
            error.is_missing_binding() && !error.is_malformed(),
            "{error}"
        );
        assert_eq!(error.to_string(), expected);
        assert!(error.source().is_none(), "its text is in the message");
    }
}

pub(crate) fn wrong(env: &Env) {
    let cases: [(Result<()>, &str); 4] = [
        (
            env.var("NUMBER").map(drop),
            "`NUMBER` in this environment is a number, not text; correct the configuration file, or ask for it as \
             what it is",
        ),
        (
            env.service("LIST").map(drop),
            "`LIST` in this environment is an array, not a service; correct the configuration file, or ask for it as \
             what it is",
        ),
        (
            env.var("NULL").map(drop),
            "`NULL` in this environment is null, not text; correct the configuration file, or ask for it as what it is",
        ),
        (
            env.json::<u8>("LIST").map(drop),
            "the variable `LIST` does not have the expected shape: invalid type: sequence, expected u8 at line 1 \
             column 0; correct its value, or ask for the type that it has",
        ),
    ];
    for (result, expected) in cases {
        let error: Error = result.unwrap_err();
        assert!(
            error.is_malformed() && !error.is_missing_binding(),
            "{error}"
        );
        assert_eq!(error.to_string(), expected);
        assert!(error.source().is_none(), "its text is in the message");
    }
}
