//! Each type that a name on the environment can be asked for.
#![cfg(target_family = "wasm")]

use std::collections::BTreeMap;

use serde::Deserialize;
use worker_sdk::env::{Binding, Raw, Secret};
use worker_sdk::fetch::Fetcher;
use worker_sdk::http::Method;
use worker_sdk::{Env, Json, Request, Result};

#[worker_sdk::test]
fn text(env: Env) -> Result<()> {
    assert_eq!(env.get::<String>("TEXT")?, "text");
    assert_eq!(env.get::<String>("with-dash")?, "dashed");
    assert_eq!(env.get::<String>("TOKEN")?, "a secret");
    Ok(())
}

#[worker_sdk::test]
fn numbers(env: Env) -> Result<()> {
    assert_eq!(env.get::<u8>("BYTE")?, 255);
    assert_eq!(env.get::<i64>("BYTE")?, 255);
    assert_eq!(env.get::<usize>("LARGE")?, 300);
    assert_eq!(env.get::<i8>("NEGATIVE")?, -7);
    assert_eq!(env.get::<f64>("SHARE")?, 0.25);
    assert_eq!(env.get::<f32>("NEGATIVE")?, -7.0);
    Ok(())
}

#[worker_sdk::test]
fn numbers_that_are_text(env: Env) -> Result<()> {
    assert_eq!(env.get::<u16>("PORT")?, 8080);
    assert_eq!(env.get::<f64>("RATE")?, 1.5);
    // JavaScript would round it.
    assert_eq!(env.get::<u64>("ID")?, 12_345_678_901_234_567_890);
    assert!(env.get::<u8>("RATE").is_err());
    assert_eq!(env.get::<f64>("PORT")?, 8080.0);
    Ok(())
}

#[worker_sdk::test]
fn booleans(env: Env) -> Result<()> {
    assert!(env.get::<bool>("FLAG")?);
    assert!(!env.get::<bool>("OFF")?);
    Ok(())
}

#[derive(Debug, Deserialize, PartialEq)]
struct Server {
    host: String,
    port: u16,
}

#[worker_sdk::test]
fn json(env: Env) -> Result<()> {
    let Json(server) = env.get::<Json<Server>>("OBJECT")?;
    let expected = Server {
        host: "example.com".to_owned(),
        port: 443,
    };
    assert_eq!(server, expected);
    assert_eq!(env.get::<Json<Vec<String>>>("LIST")?.0, ["a", "b"]);
    assert_eq!(env.get::<Json<Option<u8>>>("NOTHING")?.0, None);
    assert_eq!(env.get::<Json<String>>("TEXT")?.0, "text");
    Ok(())
}

#[worker_sdk::test]
fn json_that_is_text(env: Env) -> Result<()> {
    assert_eq!(env.get::<Json<Vec<String>>>("NAMES")?.0, ["c", "d"]);
    assert_eq!(env.json::<Vec<String>>("NAMES")?, ["c", "d"]);
    assert_eq!(env.get::<Json<String>>("NAMES")?.0, "[\"c\", \"d\"]");
    assert_eq!(env.get::<Json<u16>>("PORT")?.0, 8080);
    Ok(())
}

#[worker_sdk::test]
fn secrets(env: Env) -> Result<()> {
    let token: Secret = env.get("TOKEN")?;
    assert_eq!(token.expose(), "a secret");
    assert_eq!(format!("{token:?}"), "Secret(..)");
    assert_eq!(token.clone().into_exposed(), "a secret");
    Ok(())
}

#[worker_sdk::test]
fn what_may_be_missing(env: Env) -> Result<()> {
    assert_eq!(env.get::<Option<String>>("TEXT")?.as_deref(), Some("text"));
    assert_eq!(env.get::<Option<String>>("MISSING")?, None);
    assert_eq!(env.get::<Option<u8>>("NOTHING")?, None);
    assert!(env.get::<Option<Fetcher>>("PAGES")?.is_some());
    assert!(
        env.get::<Option<Json<BTreeMap<String, u8>>>>("MISSING")?
            .is_none()
    );
    let error = env.get::<Option<u8>>("LARGE").unwrap_err();
    assert!(error.is_malformed());
    Ok(())
}

#[worker_sdk::test]
async fn services(env: Env) -> Result<()> {
    let pages: Fetcher = env.get("PAGES")?;
    let request = Request::new(Method::GET, "http://pages/page.txt")?;
    assert_eq!(pages.fetch(request).await?.read_text().await?, "a page\n");
    Ok(())
}

#[worker_sdk::test]
fn raw_values(env: Env) -> Result<()> {
    let raw: Raw = env.get("CACHE")?;
    assert!(raw.as_raw().is_object());
    assert_eq!(raw.clone().into_raw(), *raw.as_raw());
    assert!(Fetcher::from_value(raw.into_raw()).is_none());
    Ok(())
}
