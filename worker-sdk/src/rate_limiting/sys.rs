//! Raw imports. Those that give promises do not throw.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/js/rate_limiting.js")]
extern "C" {
    pub(super) fn rate_limit(binding: &JsValue, options: &JsValue) -> JsValue;
}
