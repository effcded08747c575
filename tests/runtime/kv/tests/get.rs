//! Reading one value in each way.
#![cfg(target_family = "wasm")]

use std::time::Duration;

use futures_util::stream;
use serde::{Deserialize, Serialize};
use worker_sdk::{Body, Env, Error, Response, Result};

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct User {
    name: String,
    age: Option<u8>,
}

#[worker_sdk::test]
async fn text(env: Env) -> Result<()> {
    let kv = env.kv("KV")?;
    kv.put("k", "grüße 🦀").await?;
    assert_eq!(kv.get("k").text().await?.as_deref(), Some("grüße 🦀"));
    assert_eq!(kv.get("k").await?.as_deref(), Some("grüße 🦀"));
    assert_eq!(kv.get("missing").text().await?, None);
    assert_eq!(kv.get("missing").await?, None);
    Ok(())
}

#[worker_sdk::test]
async fn text_that_is_not_utf8(env: Env) -> Result<()> {
    let kv = env.kv("KV")?;
    kv.put("k", &[b'a', 0xff, b'b']).await?;
    assert_eq!(kv.get("k").text().await?.as_deref(), Some("a\u{fffd}b"));
    Ok(())
}

#[worker_sdk::test]
async fn bytes(env: Env) -> Result<()> {
    let kv = env.kv("KV")?;
    let all: Vec<u8> = (0..=255).collect();
    kv.put("k", &all).await?;
    assert_eq!(kv.get("k").bytes().await?, Some(all));
    assert_eq!(kv.get("missing").bytes().await?, None);
    Ok(())
}

#[worker_sdk::test]
async fn json(env: Env) -> Result<()> {
    let kv = env.kv("KV")?;
    let user = User {
        name: "Ada".into(),
        age: Some(36),
    };
    kv.put_json("k", &user).await?;
    assert_eq!(kv.get("k").json().await?, Some(user));
    assert_eq!(kv.get("missing").json::<User>().await?, None);
    kv.put("null", "null").await?;
    assert_eq!(kv.get("null").json::<Option<u8>>().await?, Some(None));
    kv.put("bom", "\u{feff}7").await?;
    assert_eq!(kv.get("bom").json::<u8>().await?, Some(7));
    kv.put_json("large", &u64::MAX).await?;
    assert_eq!(kv.get("large").json().await?, Some(u64::MAX));
    Ok(())
}

#[worker_sdk::test]
async fn json_that_is_something_else(env: Env) -> Result<()> {
    let kv = env.kv("KV")?;
    kv.put("broken", "{\"name\":").await?;
    let error = kv.get("broken").json::<User>().await.unwrap_err();
    assert!(error.is_malformed());
    assert_eq!(
        error.to_string(),
        "the value of the KV key `broken` is not the expected JSON: EOF while parsing a value at line 1 column 8"
    );
    kv.put("other", "{\"name\":1}").await?;
    let error = kv.get("other").json::<User>().await.unwrap_err();
    assert!(error.is_malformed());
    assert!(error.to_string().contains("expected a string"), "{error}");
    Ok(())
}

#[worker_sdk::test]
async fn stream(env: Env) -> Result<()> {
    let kv = env.kv("KV")?;
    kv.put("k", vec![7; 300_000]).await?;
    let Some(mut stream) = kv.get("k").stream().await? else {
        panic!("there is a value");
    };
    let mut all = Vec::new();
    while let Some(chunk) = stream.try_next().await? {
        all.extend(chunk);
    }
    assert_eq!(all, [7; 300_000]);
    assert!(kv.get("missing").stream().await?.is_none());
    Ok(())
}

#[worker_sdk::test]
async fn body(env: Env) -> Result<()> {
    let kv = env.kv("KV")?;
    kv.put("k", "for a response").await?;
    let Some(body) = kv.get("k").body().await? else {
        panic!("there is a value");
    };
    assert_eq!(Response::new(body).read_text().await?, "for a response");
    assert!(kv.get("missing").body().await?.is_none());
    Ok(())
}

#[worker_sdk::test]
async fn a_body_is_handed_on_without_entering_the_worker(env: Env) -> Result<()> {
    let kv = env.kv("KV")?;
    let chunks = stream::iter((0..128).map(|_| Ok(vec![1; 1 << 16])));
    kv.put("large", Body::from_stream(chunks)).await?;
    let before = core::arch::wasm32::memory_size(0);
    for copy in ["a", "b", "c"] {
        let Some(body) = kv.get("large").body().await? else {
            panic!("there is a value");
        };
        kv.put(copy, body).await?;
    }
    let grown = core::arch::wasm32::memory_size(0) - before;
    assert!(grown < 16, "{grown} pages");
    assert_eq!(
        kv.get("c").bytes().await?.map(|bytes| bytes.len()),
        Some(8 << 20)
    );
    Ok(())
}

#[worker_sdk::test]
async fn an_empty_value(env: Env) -> Result<()> {
    let kv = env.kv("KV")?;
    kv.put("k", "").await?;
    assert_eq!(kv.get("k").text().await?.as_deref(), Some(""));
    assert_eq!(kv.get("k").bytes().await?, Some(Vec::new()));
    let body = kv
        .get("k")
        .body()
        .await?
        .unwrap_or_else(|| "no value".into());
    assert_eq!(body.bytes().await?, b"");
    assert!(kv.get("k").json::<()>().await.unwrap_err().is_malformed());
    Ok(())
}

#[worker_sdk::test]
async fn cache_ttl(env: Env) -> Result<()> {
    let kv = env.kv("KV")?;
    kv.put("k", "v").await?;
    let get = || kv.get("k").cache_ttl(Duration::from_secs(30));
    assert_eq!(get().text().await?.as_deref(), Some("v"));
    assert_eq!(get().bytes().await?.as_deref(), Some(&b"v"[..]));
    let error = kv
        .get("k")
        .cache_ttl(Duration::from_secs(29))
        .text()
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "a `cache_ttl` of 29s is too short for KV; use at least 30 seconds"
    );
    Ok(())
}

#[worker_sdk::test]
async fn keys_that_cannot_be(env: Env) -> Result<()> {
    let kv = env.kv("KV")?;
    let long = "é".repeat(257);
    let cases = [
        ("", "a KV key is empty; use 1 to 512 bytes"),
        (
            ".",
            "`.` cannot be a KV key, as in a path it means a folder; use another name",
        ),
        (
            "..",
            "`..` cannot be a KV key, as in a path it means a folder; use another name",
        ),
        (
            long.as_str(),
            "the KV key `éééééééééééééééééééééééééééééééé…` has 514 bytes, and 512 are the most; \
             shorten it, for instance to a hash",
        ),
    ];
    for (key, message) in cases {
        let text = |result: Error| result.to_string();
        assert_eq!(kv.get(key).text().await.map_err(text), Err(message.into()));
        assert_eq!(kv.put(key, "v").await.map_err(text), Err(message.into()));
        assert_eq!(kv.delete(key).await.map_err(text), Err(message.into()));
        assert_eq!(
            kv.get_many(["k", key]).text().await.map_err(text),
            Err(message.into())
        );
        assert_eq!(
            kv.delete_many(["k", key]).await.map_err(text),
            Err(message.into())
        );
    }
    Ok(())
}

#[worker_sdk::test]
async fn keys_of_all_kinds(env: Env) -> Result<()> {
    let kv = env.kv("KV")?;
    let longest = "k".repeat(512);
    for key in [
        "a/b?c=d#e%20",
        "grüße 🦀",
        "...",
        " ",
        "__proto__",
        longest.as_str(),
    ] {
        kv.put(key, key).await?;
        assert_eq!(kv.get(key).text().await?.as_deref(), Some(key));
        let bulk = kv.get_many([key]).text().await?;
        assert_eq!(bulk.get(key).map(String::as_str), Some(key));
    }
    Ok(())
}
