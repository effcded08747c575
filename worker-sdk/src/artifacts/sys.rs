//! Raw imports. Those that give promises do not throw.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/js/artifacts.js")]
extern "C" {
    pub(super) fn call(
        target: &JsValue,
        method: &JsValue,
        first: &JsValue,
        second: &JsValue,
    ) -> JsValue;
}
