//! Raw imports. None of them throws.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/js/env.js")]
extern "C" {
    pub(super) fn binding(env: &JsValue, name: &JsValue) -> JsValue;
    pub(super) fn binding_names(env: &JsValue) -> JsValue;
    pub(super) fn near_name(env: &JsValue, name: &JsValue) -> JsValue;
    pub(super) fn has_method(value: &JsValue, name: &JsValue) -> i32;
    pub(super) fn describe(value: &JsValue) -> JsValue;
}
