//! Flagship against its simulator. With the pinned wrangler there is none, and each call says so.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use wasm_bindgen::prelude::*;
use worker_sdk::flagship::{Any, Flagship, Object, Reason};
use worker_sdk::{Env, Error, Result};

use crate::needs_to_be_remote;
use crate::wrangler::IS_TODAYS;

#[wasm_bindgen(module = "/tests/all/simulated_flagship.js")]
extern "C" {
    #[wasm_bindgen(catch)]
    async fn seed(flags: &JsValue) -> Result<(), JsValue>;
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Theme {
    color: String,
    size: u8,
}

/// The simulator with its flags.
async fn simulator(env: &Env) -> Result<Option<Flagship>> {
    let flags: Flagship = env.get("FLAGS")?;
    if !IS_TODAYS {
        needs_to_be_remote(&flags.get("dark", false).await.unwrap_err());
        return Ok(None);
    }
    let seeded = seed(flags.as_raw()).await;
    seeded.map_err(|error| Error::new(format!("{error:?}")))?;
    Ok(Some(flags))
}

#[worker_sdk::test]
async fn values_of_each_kind(env: Env) -> Result<()> {
    let Some(flags) = simulator(&env).await? else {
        return Ok(());
    };
    let paid = json!({"plan": "paid"});
    assert!(!flags.get("dark", true).await?);
    assert!(flags.get("dark", false).context(&paid).await?);
    assert_eq!(flags.get("flow", "v0").await?, "v1");
    assert_eq!(flags.get("retries", 1.0).context(&paid).await?, 5.0);
    let plain = || {
        Object(Theme {
            color: String::new(),
            size: 0,
        })
    };
    let theme = flags.get("theme", plain()).context(&paid).await?;
    assert_eq!((theme.color.as_str(), theme.size), ("#00f", 16));
    let any: Value = flags.get("retries", Any(json!(null))).await?;
    assert_eq!(any, json!(2.5));
    let error = flags.get("flow", Any(1_u8)).await.unwrap_err();
    assert!(error.is_malformed(), "{error}");
    Ok(())
}

#[worker_sdk::test]
async fn how_a_value_came_about(env: Env) -> Result<()> {
    let Some(flags) = simulator(&env).await? else {
        return Ok(());
    };
    let ada = json!({"plan": "paid", "userId": "ada"});
    for (key, reason, value) in [
        ("dark", Reason::TargetingMatch, true),
        ("split", Reason::Split, true),
        ("static", Reason::Static, false),
        ("disabled", Reason::Disabled, false),
    ] {
        let details = flags.get(key, !value).context(&ada).details().await?;
        assert_eq!((details.flag_key.as_str(), details.value), (key, value));
        assert_eq!((details.reason, details.error), (Some(reason), None));
        let variant = if value { "on" } else { "off" };
        assert_eq!(details.variant.as_deref(), Some(variant));
    }
    let details = flags.get("flow", "v0").details().await?;
    assert_eq!(
        (details.value.as_str(), details.reason),
        ("v1", Some(Reason::Default))
    );
    let retries = flags.get("retries", 1.0).details().await?;
    assert_eq!(retries.value, 2.5);
    let theme = flags.get("theme", Object(json!({}))).details().await?;
    assert_eq!(theme.value, json!({"color": "#fff", "size": 12}));
    Ok(())
}

#[worker_sdk::test]
async fn flags_that_cannot_be_evaluated(env: Env) -> Result<()> {
    let Some(flags) = simulator(&env).await? else {
        return Ok(());
    };
    assert_eq!(flags.get("nothing", 7.5).await?, 7.5);
    assert_eq!(flags.get("nothing", Any(json!(null))).await?, json!(null));
    let missing = flags.get("nothing", "fallback").details().await?;
    assert_eq!(missing.value, "fallback");
    assert_eq!(missing.reason, Some(Reason::Error));
    assert_eq!(
        missing.error.unwrap().to_string(),
        "FLAG_NOT_FOUND: Flag 'nothing' not found"
    );
    assert!(flags.get("flow", true).await?);
    let other = flags.get("flow", true).details().await?;
    assert_eq!(
        other.error.unwrap().to_string(),
        "TYPE_MISMATCH: Flag 'flow' has type 'string', expected 'boolean'"
    );
    let error = flags.get("", true).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "evaluating a flag failed: Error: flagKey must be a non-empty string (flag ``)"
    );
    // The simulator has no method for it.
    let error = flags.get("flow", Any(json!("v0"))).details().await;
    let error = error.unwrap_err().to_string();
    assert!(
        error.contains("does not implement the method \"getDetails\""),
        "{error}"
    );
    Ok(())
}
