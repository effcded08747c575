//! Raw imports. None of them throws.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/js/spans.js")]
extern "C" {
    pub(super) fn start_span(name: &JsValue) -> JsValue;
    pub(super) fn active_span() -> JsValue;
    pub(super) fn end_span(span: &JsValue);
    pub(super) fn is_traced(span: &JsValue) -> i32;
    pub(super) fn context_of(span: &JsValue) -> JsValue;
    pub(super) fn set_attribute(span: &JsValue, name: &JsValue, value: &JsValue);
    pub(super) fn update_name(span: &JsValue, name: &JsValue);
    pub(super) fn set_status(span: &JsValue, code: &JsValue, message: &JsValue);
    pub(super) fn record_exception(span: &JsValue, error: &JsValue);
    pub(super) fn within(span: &JsValue, callback: i32, number: i32);
    pub(super) fn call_soon(callback: i32, index: i32, generation: i32);
}
