//! Raw imports.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/js/crypto.js")]
extern "C" {
    pub(super) fn digest(algorithm: &JsValue, bytes: &JsValue) -> JsValue;
}
