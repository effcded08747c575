//! Raw imports. Those that give promises do not throw.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/js/flagship.js")]
extern "C" {
    pub(super) fn evaluate(
        flags: &JsValue,
        method: &JsValue,
        key: &JsValue,
        fallback: &JsValue,
        context: &JsValue,
    ) -> JsValue;
}
