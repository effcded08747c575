//! Raw imports. Those that give promises do not throw.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/js/secrets_store.js")]
extern "C" {
    pub(super) fn get_secret(secret: &JsValue) -> JsValue;
}
