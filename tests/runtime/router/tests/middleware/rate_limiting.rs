//! The binding of the platform.

use wasm_bindgen::prelude::*;
use worker_sdk::rate_limiting::Limiter;
use worker_sdk::{Env, Result};

use crate::wrangler::IS_TODAYS;

#[wasm_bindgen(inline_js = r#"
export const giving = (value) => ({ limit: async () => value });
export const throwing = () => ({ limit: () => { throw new TypeError("thrown at once") } });
export const keeping = () => ({ seen: [], async limit(options) { this.seen.push(JSON.stringify(options)); return { success: true } } });
export const seen = (limiter) => limiter.seen.join(" ");
"#)]
extern "C" {
    pub(crate) fn giving(value: JsValue) -> JsValue;
    pub(crate) fn throwing() -> JsValue;
    pub(crate) fn keeping() -> JsValue;
    pub(crate) fn seen(limiter: &JsValue) -> String;
}

/// How many of seven calls are within the limit of two; a new minute may begin meanwhile.
async fn allowed(limiter: &Limiter, key: &str) -> Result<u32> {
    let mut allowed = 0;
    for _ in 0..7 {
        allowed += u32::from(limiter.limit(key).await?.success);
    }
    Ok(allowed)
}

#[worker_sdk::test]
async fn each_key_has_its_limit(env: Env) -> Result<()> {
    let limiter = env.rate_limiter("LIMITER")?;
    assert!(limiter.limit("a").await?.success);
    for key in ["b", "", "žluť"] {
        let allowed = allowed(&limiter, key).await?;
        assert!((2..=4).contains(&allowed), "{allowed} of `{key}`");
    }
    assert!(limiter.limit("c").await?.success);
    assert_eq!(format!("{limiter:?}"), "Limiter { .. }");
    Ok(())
}

/// Each call costs the whole limit of two. The pinned simulator refuses to count so.
#[worker_sdk::test]
async fn a_call_counts_as_several(env: Env) -> Result<()> {
    let limiter = env.rate_limiter("LIMITER")?;
    if !IS_TODAYS {
        let error = limiter.limit("several").delta(2).await.unwrap_err();
        let refused = "asking a rate limit failed: Error: bad rate limit options: [delta]";
        assert_eq!(error.to_string(), refused);
        return Ok(());
    }
    let mut allowed = 0;
    for _ in 0..4 {
        allowed += u32::from(limiter.limit("several").delta(2).await?.success);
    }
    // A new minute may begin meanwhile.
    assert!((1..=2).contains(&allowed), "{allowed}");
    assert!(limiter.limit("other").delta(0).await.is_err());
    Ok(())
}

#[worker_sdk::test]
fn bindings(env: Env) {
    let error = env.rate_limiter("OTHER").unwrap_err();
    assert!(error.is_missing_binding());
    assert_eq!(
        error.to_string(),
        "no binding named `OTHER` in this environment; add it to `ratelimits` in the configuration file"
    );
    let error = env.get::<Limiter>("GREETING").unwrap_err();
    assert_eq!(
        error.to_string(),
        "`GREETING` in this environment is text, not a rate limit; correct the configuration file, or ask for it as \
         what it is"
    );
}

#[worker_sdk::test]
async fn stand_ins() -> Result<()> {
    let limiter = Limiter::from_raw(keeping());
    assert!(limiter.limit("a \"key\"").await?.success);
    assert!(limiter.limit("b").delta(3).await?.success);
    assert_eq!(
        seen(limiter.as_raw()),
        r#"{"key":"a \"key\""} {"key":"b","delta":3}"#
    );
    let error = Limiter::from_raw(giving(JsValue::NULL)).limit("a").await;
    let error = error.unwrap_err();
    assert!(error.is_malformed());
    assert_eq!(
        error.to_string(),
        "asking a rate limit failed: its answer does not say `success`; bind a rate limit under `ratelimits` in the \
         configuration file"
    );
    let error = Limiter::from_raw(throwing()).limit("a").await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "asking a rate limit failed: TypeError: thrown at once"
    );
    Ok(())
}
