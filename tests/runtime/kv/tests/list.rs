//! Listing keys.
#![cfg(target_family = "wasm")]

use std::time::Duration;

use futures_util::TryStreamExt;
use worker_sdk::kv::{Key, Namespace, Page};
use worker_sdk::{Env, Result};

async fn filled(env: &Env) -> Result<Namespace> {
    let kv = env.kv("KV")?;
    for number in 0..7 {
        let key = format!("user:{number}");
        kv.put(&key, "v").metadata(&number).await?;
    }
    kv.put("other", "v")
        .expiration_ttl(Duration::from_secs(60))
        .await?;
    Ok(kv)
}

fn names<M>(keys: &[Key<M>]) -> Vec<&str> {
    keys.iter().map(|key| key.name.as_str()).collect()
}

#[worker_sdk::test]
async fn one_page(env: Env) -> Result<()> {
    let kv = filled(&env).await?;
    let page: Page = kv.list().await?;
    assert_eq!(
        names(&page.keys),
        [
            "other", "user:0", "user:1", "user:2", "user:3", "user:4", "user:5", "user:6"
        ]
    );
    assert!(page.is_complete());
    assert_eq!((page.cursor, page.cache_status), (None, None));
    let expires = page.keys.iter().map(|key| key.expiration.is_some());
    assert_eq!(expires.filter(|expires| *expires).count(), 1);
    assert!(
        page.keys.iter().all(|key| key.metadata.is_none()),
        "nobody asked for it"
    );
    Ok(())
}

#[worker_sdk::test]
async fn prefix(env: Env) -> Result<()> {
    let kv = filled(&env).await?;
    assert_eq!(names(&kv.list().prefix("o").await?.keys), ["other"]);
    assert_eq!(kv.list().prefix(String::from("user:")).await?.keys.len(), 7);
    assert_eq!(kv.list().prefix("").await?.keys.len(), 8);
    assert!(kv.list().prefix(".").await?.keys.is_empty());
    let error = kv.list().prefix("p".repeat(513)).await.unwrap_err();
    assert!(error.is_too_large());
    assert_eq!(
        error.to_string(),
        "the prefix has 513 bytes, and no KV key has more than 512; shorten it"
    );
    Ok(())
}

#[worker_sdk::test]
async fn limit_and_cursor(env: Env) -> Result<()> {
    let kv = filled(&env).await?;
    let list = || kv.list().prefix("user:").limit(3);
    let first = list().await?;
    assert_eq!(names(&first.keys), ["user:0", "user:1", "user:2"]);
    assert!(!first.is_complete());
    let Some(cursor) = first.cursor else {
        panic!("there is more")
    };
    let second = list().cursor(cursor).await?;
    assert_eq!(names(&second.keys), ["user:3", "user:4", "user:5"]);
    let Some(cursor) = second.cursor else {
        panic!("there is more")
    };
    let third = list().cursor(cursor).await?;
    assert_eq!(names(&third.keys), ["user:6"]);
    assert_eq!(list().cursor(None).await?.keys.len(), 3);
    assert!(third.is_complete());
    for limit in [0, 1001] {
        let error = kv.list().limit(limit).await.unwrap_err();
        assert_eq!(
            error.to_string(),
            format!(
                "a `limit` of {limit} is not from 1 to 1000, the most KV keys of one page; for more, use `keys` or `pages`"
            )
        );
    }
    Ok(())
}

#[worker_sdk::test]
async fn metadata(env: Env) -> Result<()> {
    let kv = filled(&env).await?;
    let page = kv.list().limit(3).metadata::<u8>().await?;
    let metadata: Vec<Option<u8>> = page.keys.iter().map(|key| key.metadata).collect();
    assert_eq!(metadata, [None, Some(0), Some(1)]);
    Ok(())
}

#[worker_sdk::test]
async fn all_pages(env: Env) -> Result<()> {
    let kv = filled(&env).await?;
    let mut pages = kv.list().prefix("user:").limit(3).metadata::<u8>().pages();
    let mut counts = Vec::new();
    while let Some(page) = pages.try_next().await? {
        counts.push((page.keys.len(), page.is_complete()));
    }
    assert_eq!(counts, [(3, false), (3, false), (1, true)]);
    assert!(pages.try_next().await?.is_none(), "the end stays the end");
    Ok(())
}

#[worker_sdk::test]
async fn all_keys(env: Env) -> Result<()> {
    let kv = filled(&env).await?;
    let mut keys = kv.list().limit(2).keys();
    let mut found = Vec::new();
    while let Some(key) = keys.try_next().await? {
        found.push(key.name);
    }
    assert_eq!(found.len(), 8);
    assert!(keys.try_next().await?.is_none(), "the end stays the end");

    let sum = kv.list().limit(3).metadata::<u32>().keys();
    let sum = sum.try_fold(0, async |sum, key| Ok(sum + key.metadata.unwrap_or(100)));
    assert_eq!(sum.await?, 121);
    Ok(())
}

#[worker_sdk::test]
async fn streams_of_nothing(env: Env) -> Result<()> {
    let kv = env.kv("KV")?;
    assert!(kv.list().keys().try_next().await?.is_none());
    let pages: Vec<Page> = kv.list().pages().try_collect().await?;
    assert_eq!(pages.len(), 1);
    Ok(())
}

#[worker_sdk::test]
async fn a_stream_ends_at_its_first_error(env: Env) -> Result<()> {
    let kv = filled(&env).await?;
    let mut keys = kv
        .list()
        .prefix("user:")
        .limit(2)
        .metadata::<String>()
        .keys();
    assert!(keys.try_next().await.unwrap_err().is_malformed());
    assert!(keys.try_next().await?.is_none());
    let mut pages = kv.list().limit(0).pages();
    assert!(pages.try_next().await.is_err());
    assert!(pages.try_next().await?.is_none());
    Ok(())
}

#[worker_sdk::test]
async fn more_than_a_thousand_keys(env: Env) -> Result<()> {
    let kv = env.kv("KV")?;
    let names: Vec<String> = (0..1_100).map(|number| format!("{number:04}")).collect();
    for some in names.chunks(100) {
        futures_util::future::try_join_all(
            some.iter()
                .map(|name| async { kv.put(name.as_str(), "").await }),
        )
        .await?;
    }
    let found: Vec<String> = kv
        .list()
        .keys()
        .map_ok(|key| key.name)
        .try_collect()
        .await?;
    assert_eq!(found, names);
    Ok(())
}
