//! Raw imports. Those that give promises do not throw; the others keep a failure and return 0.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/js/vectorize.js")]
extern "C" {
    pub(super) fn describe(index: &JsValue) -> JsValue;
    pub(super) fn query(index: &JsValue, most: i32, at: i32, live: &JsValue) -> JsValue;
    pub(super) fn write_vectors(
        index: &JsValue,
        method: &JsValue,
        most: i32,
        at: i32,
        live: &JsValue,
    ) -> JsValue;
    pub(super) fn with_ids(index: &JsValue, method: &JsValue, at: i32, live: &JsValue) -> JsValue;
    pub(super) fn put_found(found: &JsValue, is_scored: i32, has_metadata: i32, at: i32) -> i32;
    pub(super) fn put_details(details: &JsValue, at: i32) -> i32;
}
