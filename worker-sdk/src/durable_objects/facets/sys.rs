//! Raw imports. What fails is kept, and gives `undefined` or 0.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/js/durable_object_facets.js")]
extern "C" {
    pub(super) fn exported_class(state: &JsValue, name: &JsValue) -> JsValue;
    pub(super) fn get_facet(state: &JsValue, name: &JsValue, startup: &JsValue) -> JsValue;
    pub(super) fn abort_facet(state: &JsValue, name: &JsValue, reason: &JsValue) -> i32;
    pub(super) fn delete_facet(state: &JsValue, name: &JsValue) -> i32;
    pub(super) fn clone_facet(state: &JsValue, from: &JsValue, to: &JsValue) -> i32;
}
