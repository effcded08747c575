//! A secret that is there, one that is not, and bindings that are none.
#![cfg(target_family = "wasm")]

use wasm_bindgen::prelude::*;
use worker_sdk::secrets_store::Secret;
use worker_sdk::{Env, Result};

// `putting` is asked like a secret, and puts a value into the simulator's store.
#[wasm_bindgen(inline_js = r#"
export const putting = (secret, value) => ({
  async get() {
    const admin = await secret["SecretsStoreSecret::admin_api"]();
    return admin.create(value);
  },
});
export const giving = (value) => ({ get: async () => value });
export const throwing = () => ({ get: () => { throw new TypeError("thrown at once") } });
"#)]
extern "C" {
    fn putting(secret: &JsValue, value: &str) -> JsValue;
    fn giving(value: JsValue) -> JsValue;
    fn throwing() -> JsValue;
}

#[worker_sdk::test]
async fn get(env: Env) -> Result<()> {
    let key: Secret = env.get("KEY")?;
    let putting = putting(key.as_raw(), "žluť 🔑");
    Secret::from_raw(putting).get().await?;
    assert_eq!(key.get().await?, "žluť 🔑");
    let shared: Secret = env.get("SHARED")?;
    assert_eq!(shared.get().await?, "žluť 🔑");
    assert_eq!(format!("{key:?}"), "Secret { .. }");
    Ok(())
}

#[worker_sdk::test]
async fn absent(env: Env) -> Result<()> {
    let error = env.get::<Secret>("ABSENT")?.get().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "reading a secret failed: Error: Secret \"absent\" not found"
    );
    assert!(!error.is_missing_binding());
    Ok(())
}

#[worker_sdk::test]
fn bindings(env: Env) {
    let error = env.get::<Secret>("OTHER").unwrap_err();
    assert!(error.is_missing_binding());
    assert_eq!(
        error.to_string(),
        "no binding named `OTHER` in this environment; add it to `secrets_store_secrets` in the configuration file"
    );
    let error = env.get::<Secret>("TEXT").unwrap_err();
    assert_eq!(
        error.to_string(),
        "`TEXT` in this environment is text, not a secret of a Secrets Store; correct the configuration file, or ask \
         for it as what it is"
    );
}

#[worker_sdk::test]
async fn stand_ins() -> Result<()> {
    assert_eq!(Secret::from_raw(giving("".into())).get().await?, "");
    let error = Secret::from_raw(giving(JsValue::NULL)).get().await;
    let error = error.unwrap_err();
    assert!(error.is_malformed());
    assert_eq!(
        error.to_string(),
        "reading a secret failed: its value is not text; bind a secret under `secrets_store_secrets` in the \
         configuration file"
    );
    let error = Secret::from_raw(throwing()).get().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "reading a secret failed: TypeError: thrown at once"
    );
    Ok(())
}
