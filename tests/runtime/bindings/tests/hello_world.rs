//! The binding that explains bindings, and bindings that wrangler does not look at.
#![cfg(target_family = "wasm")]

use wasm_bindgen::prelude::*;
use worker_sdk::env::Raw;
use worker_sdk::hello_world::HelloWorld;
use worker_sdk::rate_limiting::Limiter;
use worker_sdk::{Bindings, Env, Result};

#[wasm_bindgen(inline_js = r#"
export const silent = () => ({ get: async () => ({}), set: () => { throw new TypeError("not today") } });
"#)]
extern "C" {
    fn silent() -> JsValue;
}

#[derive(Bindings)]
struct App {
    hello: HelloWorld,
    unsafe_limiter: Raw,
}

#[worker_sdk::test]
async fn a_text_is_kept(app: App, env: Env) -> Result<()> {
    let first = app.hello.get().await?;
    assert_eq!((first.value.as_str(), first.ms), ("", Some(100.0)));
    app.hello.set("žluť").await?;
    assert_eq!(app.hello.get().await?.value, "žluť");
    let untimed: HelloWorld = env.get("UNTIMED")?;
    let other = untimed.get().await?;
    assert_eq!((other.value.as_str(), other.ms), ("", None));
    assert_eq!(format!("{:?}", app.hello), "HelloWorld { .. }");
    Ok(())
}

#[worker_sdk::test]
async fn what_fails(env: Env) {
    let silent = HelloWorld::from_raw(silent());
    let error = silent.get().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "the platform answered without a greeting"
    );
    let error = silent.set("x").await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "keeping a greeting failed: TypeError: not today"
    );
    let error = env.get::<HelloWorld>("TEXT").unwrap_err();
    assert!(error.to_string().contains("a hello world"), "{error}");
}

#[worker_sdk::test]
async fn an_unsafe_binding_is_raw_and_what_its_owner_says(app: App) -> Result<()> {
    let limiter = Limiter::from_raw(app.unsafe_limiter.into_raw());
    assert!(limiter.limit("a").await?.success);
    assert!(!limiter.limit("a").await?.success);
    Ok(())
}
