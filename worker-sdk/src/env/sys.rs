//! Raw imports. None of them throws.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/js/env.js")]
extern "C" {
    pub(super) fn binding(env: &JsValue, name: i32, length: i32) -> JsValue;
    pub(super) fn binding_names(env: &JsValue) -> JsValue;
    pub(super) fn missing(env: &JsValue, name: &JsValue, section: &JsValue) -> JsValue;
    pub(super) fn wrong_type(name: &JsValue, expected: &JsValue, value: &JsValue) -> JsValue;
}

#[wasm_bindgen(module = "/src/js/flags.js")]
extern "C" {
    pub(super) fn compatibility_flag(name: &JsValue) -> i32;
}

#[wasm_bindgen(module = "/src/js/workers.js")]
extern "C" {
    pub(super) fn current_env() -> JsValue;
}
