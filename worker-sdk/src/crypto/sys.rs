//! Raw imports. Those that give promises do not throw; the others keep the failure and return undefined.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/js/crypto.js")]
extern "C" {
    pub(super) fn digest(algorithm: &JsValue, at: i32, length: i32) -> JsValue;
    pub(super) fn digest_body(algorithm: &JsValue, body: &JsValue) -> JsValue;
}

#[wasm_bindgen(module = "/src/js/subtle.js")]
extern "C" {
    pub(super) fn subtle(method: &JsValue, arguments: &JsValue) -> JsValue;
    pub(super) fn random_values(length: f64) -> JsValue;
    pub(super) fn random_uuid() -> JsValue;
    pub(super) fn timing_safe_equal(a: &JsValue, b: &JsValue) -> i32;
    pub(super) fn digest_stream(algorithm: &JsValue) -> JsValue;
    pub(super) fn bytes_digested(stream: &JsValue) -> f64;
}
