//! Metadata, with one value and with several.
#![cfg(target_family = "wasm")]

use std::time::Duration;

use serde::{Deserialize, Serialize};
use worker_sdk::kv::Namespace;
use worker_sdk::{Env, Result};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Image {
    title: String,
    sizes: Vec<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    owner: Option<String>,
}

fn image() -> Image {
    Image {
        title: "Größe \"1\"".into(),
        sizes: vec![16, 32],
        owner: None,
    }
}

async fn filled(env: &Env) -> Result<Namespace> {
    let kv = env.kv("KV")?;
    kv.put("with", "[1,2]").metadata(&image()).await?;
    kv.put("without", "[3]").await?;
    Ok(kv)
}

#[worker_sdk::test]
async fn with_a_value_in_each_way(env: Env) -> Result<()> {
    let kv = filled(&env).await?;
    let get = || kv.get_with_metadata::<Image>("with");

    let Some(entry) = get().text().await? else {
        panic!("text")
    };
    assert_eq!(
        (entry.value.as_str(), entry.metadata),
        ("[1,2]", Some(image()))
    );
    let Some(entry) = get().bytes().await? else {
        panic!("bytes")
    };
    assert_eq!(
        (entry.value.as_slice(), entry.metadata),
        (&b"[1,2]"[..], Some(image()))
    );
    let Some(entry) = get().json::<Vec<u8>>().await? else {
        panic!("JSON")
    };
    assert_eq!((entry.value, entry.metadata), (vec![1, 2], Some(image())));
    let Some(entry) = get().body().await? else {
        panic!("body")
    };
    assert_eq!(
        (entry.value.text().await?.as_str(), entry.metadata),
        ("[1,2]", Some(image()))
    );
    let Some(mut entry) = get().stream().await? else {
        panic!("stream")
    };
    assert_eq!(
        entry.value.try_next().await?.as_deref(),
        Some(&b"[1,2]"[..])
    );
    assert_eq!(entry.metadata, Some(image()));
    Ok(())
}

#[worker_sdk::test]
async fn without_metadata_or_value(env: Env) -> Result<()> {
    let kv = filled(&env).await?;
    let get = |key| {
        kv.get_with_metadata::<Image>(key)
            .cache_ttl(Duration::from_secs(60))
    };
    let Some(entry) = get("without").text().await? else {
        panic!("a value")
    };
    assert_eq!((entry.value.as_str(), entry.metadata), ("[3]", None));
    assert_eq!(entry.cache_status, None, "the simulator does not say");
    assert!(get("missing").text().await?.is_none());
    assert!(get("missing").bytes().await?.is_none());
    assert!(get("missing").json::<Vec<u8>>().await?.is_none());
    assert!(get("missing").body().await?.is_none());
    assert!(get("missing").stream().await?.is_none());
    Ok(())
}

#[worker_sdk::test]
async fn of_another_type(env: Env) -> Result<()> {
    let kv = filled(&env).await?;
    let message = "the metadata of the KV key `with` is not the expected JSON: \
                   invalid type: map, expected a string at line 1 column 0";
    let error = kv
        .get_with_metadata::<String>("with")
        .text()
        .await
        .unwrap_err();
    assert!(error.is_malformed());
    assert_eq!(error.to_string(), message);
    let error = kv
        .get_many_with_metadata::<String>(["with"])
        .text()
        .await
        .unwrap_err();
    assert_eq!(error.to_string(), message);
    let error = kv.list().metadata::<String>().await.unwrap_err();
    assert_eq!(error.to_string(), message);
    Ok(())
}

#[worker_sdk::test]
async fn of_any_shape(env: Env) -> Result<()> {
    use serde_json::{Value, json};

    let kv = env.kv("KV")?;
    for metadata in [
        json!("text"),
        json!(-1.5),
        json!([1, null, "é"]),
        json!(true),
        json!({"a": {"b": 9_007_199_254_740_991_i64}}),
    ] {
        kv.put("k", "v").metadata(&metadata).await?;
        let Some(entry) = kv.get_with_metadata::<Value>("k").text().await? else {
            panic!("a value");
        };
        assert_eq!(entry.metadata, Some(metadata));
    }
    kv.put("k", "v").metadata(&Value::Null).await?;
    let entry = kv.get_with_metadata::<Value>("k").text().await?;
    assert_eq!(entry.and_then(|entry| entry.metadata), None);
    Ok(())
}

#[worker_sdk::test]
async fn too_large(env: Env) -> Result<()> {
    let kv = env.kv("KV")?;
    kv.put("k", "v").metadata(&"x".repeat(1022)).await?;
    let error = kv
        .put("k", "v")
        .metadata(&"x".repeat(1023))
        .await
        .unwrap_err();
    assert!(error.is_too_large());
    assert_eq!(
        error.to_string(),
        "the metadata for the KV key `k` has 1025 bytes as JSON, and 1024 are the most; \
         move some of it into the value"
    );
    Ok(())
}

#[worker_sdk::test]
async fn an_integer_that_would_be_rounded(env: Env) -> Result<()> {
    let kv = env.kv("KV")?;
    let error = kv
        .put("k", "v")
        .metadata(&[(1_u64 << 53) + 1])
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "the metadata for the KV key `k` has the integer 9007199254740993, which JavaScript would round; \
         store it as text"
    );
    Ok(())
}

#[worker_sdk::test]
async fn a_new_value_has_its_own(env: Env) -> Result<()> {
    let kv = filled(&env).await?;
    kv.put("with", "new").await?;
    let entry = kv.get_with_metadata::<Image>("with").text().await?;
    assert_eq!(
        entry.map(|entry| (entry.value, entry.metadata)),
        Some(("new".into(), None))
    );
    Ok(())
}

#[worker_sdk::test]
async fn with_several_values(env: Env) -> Result<()> {
    let kv = filled(&env).await?;
    kv.put("empty", "").metadata(&image()).await?;
    let keys = ["with", "without", "missing", "empty"];

    let entries = kv.get_many_with_metadata::<Image>(keys).text().await?;
    let entry = |key: &str| {
        entries
            .get(key)
            .map(|entry| (entry.value.as_str(), entry.metadata.clone()))
    };
    assert_eq!(entry("with"), Some(("[1,2]", Some(image()))));
    assert_eq!(entry("without"), Some(("[3]", None)));
    assert_eq!(entry("missing"), None);
    assert_eq!(entry("empty").map(|(value, _)| value), Some(""));

    let get = kv.get_many_with_metadata::<Image>(["with", "missing"]);
    let entries = get
        .cache_ttl(Duration::from_secs(60))
        .json::<Vec<u8>>()
        .await?;
    assert_eq!(entries.len(), 1);
    assert_eq!(
        entries.get("with").map(|entry| &entry.value),
        Some(&vec![1, 2])
    );
    Ok(())
}
