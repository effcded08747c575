//! Writing each kind of value, with each option.
#![cfg(target_family = "wasm")]

#[path = "../../wrangler.rs"]
mod wrangler;

use std::time::Duration;

use futures_util::stream;
use worker_sdk::http::Blob;
use worker_sdk::kv::{Key, Namespace};
use worker_sdk::time::Timestamp;
use worker_sdk::{Body, Env, Result, now};

use crate::wrangler::IS_TODAYS;

async fn stored(kv: &Namespace, key: &str) -> Result<String> {
    Ok(kv
        .get(key)
        .text()
        .await?
        .unwrap_or_else(|| "nothing".into()))
}

async fn expiration(kv: &Namespace, key: &str) -> Result<Option<Timestamp>> {
    let page = kv.list().prefix(key).await?;
    Ok(page.keys.into_iter().find_map(|key: Key| key.expiration))
}

#[worker_sdk::test]
async fn text_and_bytes(env: Env) -> Result<()> {
    let kv = env.kv("KV")?;
    let owned = String::from("owned");
    kv.put("k", &owned).await?;
    assert_eq!(stored(&kv, "k").await?, "owned");
    kv.put("k", owned).await?;
    kv.put("k", std::borrow::Cow::Borrowed("cow")).await?;
    assert_eq!(stored(&kv, "k").await?, "cow");
    kv.put("k", b"array").await?;
    assert_eq!(stored(&kv, "k").await?, "array");
    kv.put("k", &b"slice"[..]).await?;
    assert_eq!(stored(&kv, "k").await?, "slice");
    kv.put("k", vec![b'v']).await?;
    assert_eq!(stored(&kv, "k").await?, "v");
    Ok(())
}

#[worker_sdk::test]
async fn bodies(env: Env) -> Result<()> {
    let kv = env.kv("KV")?;
    kv.put("k", Body::from("text")).await?;
    assert_eq!(stored(&kv, "k").await?, "text");
    kv.put("k", Body::from(vec![b'b'])).await?;
    assert_eq!(stored(&kv, "k").await?, "b");
    kv.put("k", Body::empty()).await?;
    assert_eq!(stored(&kv, "k").await?, "");
    kv.put("k", Body::from(Blob::new("blob", ""))).await?;
    assert_eq!(stored(&kv, "k").await?, "blob");
    Ok(())
}

#[worker_sdk::test]
async fn streams(env: Env) -> Result<()> {
    let kv = env.kv("KV")?;
    let chunks = stream::iter((0..20).map(|chunk| Ok(vec![chunk; 10_000])));
    kv.put("rust", Body::from_stream(chunks)).await?;
    let bytes = kv.get("rust").bytes().await?.unwrap_or_default();
    assert_eq!(bytes.len(), 200_000);
    assert_eq!(bytes.last(), Some(&19));

    let Some(stream) = kv.get("rust").stream().await? else {
        panic!("a value");
    };
    kv.put("copy", stream).await?;
    assert_eq!(kv.get("copy").bytes().await?.as_ref(), Some(&bytes));
    Ok(())
}

#[worker_sdk::test]
async fn a_stream_that_fails_is_an_error(env: Env) -> Result<()> {
    let kv = env.kv("KV")?;
    let chunks = stream::iter([Ok(vec![1; 10]), Err("no more".into())]);
    let error = kv.put("k", Body::from_stream(chunks)).await.unwrap_err();
    assert!(error.to_string().contains("no more"), "{error}");
    // Today's simulator keeps what came before.
    let kept = IS_TODAYS.then(|| vec![1; 10]);
    assert_eq!(kv.get("k").bytes().await?, kept);
    Ok(())
}

#[worker_sdk::test]
async fn a_body_that_was_read_already(env: Env) -> Result<()> {
    let kv = env.kv("KV")?;
    let mut request = worker_sdk::Request::from_parts(
        worker_sdk::http::Method::POST,
        "https://example.com/",
        worker_sdk::Headers::new(),
        "once",
    )?;
    request.text().await?;
    let error = kv.put("k", request.into_body()).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "the body was read already; read it once and keep the result, or clone the message before"
    );
    Ok(())
}

#[worker_sdk::test]
async fn values_that_are_too_large(env: Env) -> Result<()> {
    let kv = env.kv("KV")?;
    let message = "the value for the KV key `k` has 26214401 bytes, and 26214400 (25 MiB) are the most; \
                   split it, or store it in R2";
    let large = vec![b'x'; (25 << 20) + 1];
    let error = kv.put("k", &large).await.unwrap_err();
    assert!(error.is_too_large());
    assert_eq!(error.to_string(), message);
    let error = kv.put("k", Body::from(large)).await.unwrap_err();
    assert_eq!(error.to_string(), message);
    Ok(())
}

/// How long a stream is, only the platform learns.
#[worker_sdk::test]
async fn a_stream_that_is_too_long(env: Env) -> Result<()> {
    let kv = env.kv("KV")?;
    let chunks = stream::iter((0..26).map(|_| Ok(vec![0; 1 << 20])));
    let error = kv.put("k", Body::from_stream(chunks)).await.unwrap_err();
    assert!(error.is_too_large(), "{error}");
    assert!(error.to_string().ends_with("(KV key `k`)"), "{error}");
    Ok(())
}

#[worker_sdk::test]
async fn json_that_cannot_be(env: Env) -> Result<()> {
    let kv = env.kv("KV")?;
    let map = std::collections::HashMap::from([([1_u8], 2_u8)]);
    let error = kv.put_json("k", &map).await.unwrap_err();
    assert_eq!(error.to_string(), "key must be a string");
    Ok(())
}

#[worker_sdk::test]
async fn expiration_ttl(env: Env) -> Result<()> {
    let kv = env.kv("KV")?;
    kv.put("k", "v")
        .expiration_ttl(Duration::from_secs(60))
        .await?;
    let Some(expiration) = expiration(&kv, "k").await? else {
        panic!("it expires");
    };
    let left = expiration - now();
    assert!((55..=61).contains(&left.as_secs()), "{left:?}");
    let put = kv
        .put("k", "v")
        .expiration_ttl(Duration::from_millis(59_999));
    assert_eq!(
        put.await.unwrap_err().to_string(),
        "the `expiration_ttl` of 59.999s cannot be that of the KV key `k`; use 60 to 2147483647 seconds"
    );
    Ok(())
}

#[worker_sdk::test]
async fn expiration_at_a_time(env: Env) -> Result<()> {
    let kv = env.kv("KV")?;
    let time = Timestamp::from_millis(2_000_000_000_000.0);
    kv.put("k", "v").expiration(time).await?;
    assert_eq!(expiration(&kv, "k").await?, Some(time));
    let put = kv
        .put("k", "v")
        .expiration(Timestamp::from_millis(2_147_483_648_000.0));
    assert_eq!(
        put.await.unwrap_err().to_string(),
        "the `expiration` of the KV key `k` is after 2038-01-19T03:14:07Z, the last that the platform takes; \
         use an earlier one, or none"
    );
    let last = Timestamp::from_millis(2_147_483_647_000.0);
    kv.put("k", "v").expiration(last).await?;
    let put = kv.put("k", "v").expiration(Timestamp::from_millis(0.0));
    let message = put.await.unwrap_err().to_string();
    assert!(
        message.starts_with("the `expiration` of the KV key `k` is -"),
        "{message}"
    );
    assert!(
        message.ends_with(" seconds from now; use at least 60"),
        "{message}"
    );
    Ok(())
}

#[worker_sdk::test]
async fn the_last_expiration_counts(env: Env) -> Result<()> {
    let kv = env.kv("KV")?;
    let time = Timestamp::from_millis(2_000_000_000_000.0);
    let ttl = Duration::from_secs(60);
    kv.put("k", "v")
        .expiration_ttl(ttl)
        .expiration(time)
        .await?;
    assert_eq!(expiration(&kv, "k").await?, Some(time));
    kv.put("k", "v")
        .expiration(time)
        .expiration_ttl(ttl)
        .await?;
    assert!(
        expiration(&kv, "k")
            .await?
            .is_some_and(|found| found < time)
    );
    kv.put("k", "v").await?;
    assert_eq!(expiration(&kv, "k").await?, None);
    Ok(())
}

#[worker_sdk::test]
async fn nothing_is_sent_before_it_is_awaited(env: Env) -> Result<()> {
    let kv = env.kv("KV")?;
    let put = kv.put("k", "v");
    drop(kv.put("dropped", "v"));
    assert_eq!(kv.get("k").text().await?, None);
    put.await?;
    assert_eq!(stored(&kv, "k").await?, "v");
    let delete = kv.delete("k");
    assert_eq!(stored(&kv, "k").await?, "v");
    delete.await?;
    assert_eq!(kv.get("k").text().await?, None);
    kv.delete("k").await?;
    assert_eq!(kv.get("dropped").text().await?, None);
    Ok(())
}
