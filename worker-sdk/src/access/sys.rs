//! Raw imports. None of them throws.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/js/access.js")]
extern "C" {
    pub(super) fn identity_of(access: &JsValue) -> JsValue;
}
