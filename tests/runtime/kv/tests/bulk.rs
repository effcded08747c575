//! Several values at once.
#![cfg(target_family = "wasm")]

use std::collections::HashMap;
use std::time::Duration;

use worker_sdk::{Env, Result};

fn map<const LENGTH: usize, V>(entries: [(&str, V); LENGTH]) -> HashMap<String, V> {
    entries.map(|(key, value)| (key.to_owned(), value)).into()
}

#[worker_sdk::test]
async fn text(env: Env) -> Result<()> {
    let kv = env.kv("KV")?;
    kv.put("a", "1").await?;
    kv.put("b", "zwölf").await?;
    kv.put("empty", "").await?;
    let values = kv
        .get_many(["a", "missing", "b", "empty", "a"])
        .text()
        .await?;
    assert_eq!(
        values,
        map([
            ("a", "1".to_owned()),
            ("b", "zwölf".to_owned()),
            ("empty", String::new())
        ])
    );
    Ok(())
}

#[worker_sdk::test]
async fn json(env: Env) -> Result<()> {
    let kv = env.kv("KV")?;
    kv.put_json("a", &[1, 2]).await?;
    kv.put_json("b", &[0; 0]).await?;
    let keys = vec![
        String::from("a"),
        String::from("b"),
        String::from("missing"),
    ];
    let values = kv
        .get_many(&keys)
        .cache_ttl(Duration::from_secs(60))
        .json::<Vec<u8>>()
        .await?;
    assert_eq!(values, map([("a", vec![1, 2]), ("b", vec![])]));
    Ok(())
}

#[worker_sdk::test]
async fn json_that_is_something_else(env: Env) -> Result<()> {
    let kv = env.kv("KV")?;
    kv.put("good", "1").await?;
    kv.put("bad", "one").await?;
    let error = kv.get_many(["good", "bad"]).json::<u8>().await.unwrap_err();
    assert!(error.is_malformed());
    assert_eq!(
        error.to_string(),
        "the value of the KV key `bad` is not the expected JSON: expected value at line 1 column 1"
    );
    Ok(())
}

/// The platform's map leaves out keys that look like an index.
#[worker_sdk::test]
async fn keys_that_are_numbers(env: Env) -> Result<()> {
    let kv = env.kv("KV")?;
    for key in ["0", "42", "007", "4294967295"] {
        kv.put(key, key).await?;
    }
    let values = kv
        .get_many(["0", "42", "007", "4294967295", "43"])
        .text()
        .await?;
    let all = ["0", "42", "007", "4294967295"].map(|key| (key, key.to_owned()));
    assert_eq!(values, map(all));
    let entries = kv
        .get_many_with_metadata::<()>(["0", "42", "43"])
        .text()
        .await?;
    assert_eq!(entries.len(), 2);
    Ok(())
}

#[worker_sdk::test]
async fn no_keys_and_too_many(env: Env) -> Result<()> {
    let kv = env.kv("KV")?;
    assert!(kv.get_many::<&str>([]).text().await?.is_empty());
    let keys: Vec<String> = (0..101).map(|number| format!("key {number}")).collect();
    assert!(kv.get_many(keys.iter().take(100)).text().await?.is_empty());
    let error = kv.get_many(&keys).text().await.unwrap_err();
    assert!(error.is_too_large());
    assert_eq!(
        error.to_string(),
        "101 KV keys were asked for at once, and 100 are the most; split them"
    );
    Ok(())
}

#[worker_sdk::test]
async fn a_cache_ttl_that_is_too_short(env: Env) -> Result<()> {
    let get = env
        .kv("KV")?
        .get_many(["a"])
        .cache_ttl(Duration::from_secs(1));
    let error = get.text().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "a `cache_ttl` of 1s is too short for KV; use at least 30 seconds"
    );
    Ok(())
}

#[worker_sdk::test]
async fn delete(env: Env) -> Result<()> {
    let kv = env.kv("KV")?;
    for key in ["a", "b", "c"] {
        kv.put(key, key).await?;
    }
    kv.delete_many(["a", "missing", "c"]).await?;
    kv.delete_many::<&str>([]).await?;
    let left = kv.list().await?;
    let left: Vec<&str> = left.keys.iter().map(|key| key.name.as_str()).collect();
    assert_eq!(left, ["b"]);
    Ok(())
}
