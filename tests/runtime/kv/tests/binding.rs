//! How a namespace is reached.
#![cfg(target_family = "wasm")]

use worker_sdk::kv::Namespace;
use worker_sdk::{Env, Result};

#[worker_sdk::test]
async fn by_name(env: Env) -> Result<()> {
    let kv: Namespace = env.get("KV")?;
    kv.put("k", "v").await?;
    assert_eq!(env.kv("KV")?.get("k").text().await?.as_deref(), Some("v"));
    let again = Namespace::from_raw(kv.into_raw());
    assert_eq!(
        Namespace::from_raw(again.as_raw().clone())
            .get("k")
            .await?
            .as_deref(),
        Some("v")
    );
    assert!(env.get::<Option<Namespace>>("MISSING")?.is_none());
    Ok(())
}

#[worker_sdk::test]
fn that_is_missing(env: Env) {
    let error = env.kv("KEYS").unwrap_err();
    assert!(error.is_missing_binding());
    assert_eq!(
        error.to_string(),
        "no binding named `KEYS` in this environment; add it to `kv_namespaces` in the configuration file"
    );
}

#[worker_sdk::test]
fn that_is_something_else(env: Env) {
    let error = env.kv("TEXT").unwrap_err();
    assert!(error.is_malformed());
    assert_eq!(
        error.to_string(),
        "`TEXT` in this environment is text, not a KV namespace; \
         correct the configuration file, or ask for it as what it is"
    );
}
