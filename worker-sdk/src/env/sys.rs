//! Raw imports. None of them throws.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/js/env.js")]
extern "C" {
    pub(super) fn binding(env: &JsValue, name: &str) -> JsValue;
    pub(super) fn binding_names(env: &JsValue) -> Vec<String>;
    pub(super) fn has_method(value: &JsValue, name: &str) -> bool;
}
