//! Raw imports. Those that can fail return 0 or `undefined` and keep the failure.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/js/html_rewriter.js")]
extern "C" {
    pub(super) fn new_rewriter() -> JsValue;
    pub(super) fn on(
        rewriter: &JsValue,
        selector: &JsValue,
        kind: i32,
        number: i32,
        index: i32,
        generation: i32,
    ) -> i32;
    pub(super) fn transform(
        rewriter: &JsValue,
        response: &JsValue,
        number: i32,
        index: i32,
        generation: i32,
        request: &JsValue,
    ) -> JsValue;
    pub(super) fn get(token: &JsValue, name: &JsValue) -> JsValue;
    pub(super) fn set(token: &JsValue, name: &JsValue, value: &JsValue) -> i32;
    pub(super) fn flag(token: &JsValue, name: &JsValue) -> i32;
    pub(super) fn insert(token: &JsValue, method: &JsValue, content: &JsValue, html: i32) -> i32;
    pub(super) fn call(token: &JsValue, method: &JsValue, a: &JsValue, b: &JsValue) -> i32;
    pub(super) fn attribute(element: &JsValue, name: &JsValue) -> JsValue;
    pub(super) fn attributes(element: &JsValue) -> JsValue;
    pub(super) fn on_end_tag(element: &JsValue, number: i32, index: i32, generation: i32) -> i32;
}
