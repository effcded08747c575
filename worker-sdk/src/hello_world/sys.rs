//! Raw imports. Those that give promises do not throw.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/js/hello_world.js")]
extern "C" {
    pub(super) fn get(binding: &JsValue) -> JsValue;
    pub(super) fn set(binding: &JsValue, value: &JsValue) -> JsValue;
}
