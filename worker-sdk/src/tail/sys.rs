//! Raw imports.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/js/tail.js")]
extern "C" {
    pub(super) fn event_kind(event: &JsValue) -> i32;
    pub(super) fn fields_of(object: &JsValue) -> JsValue;
    pub(super) fn time_of(value: &JsValue) -> f64;
    pub(super) fn unredacted(request: &JsValue) -> JsValue;
    pub(super) fn line_of(message: &JsValue) -> JsValue;
    pub(super) fn described(value: &JsValue) -> JsValue;
}

#[wasm_bindgen(module = "/src/js/tail_stream.js")]
extern "C" {
    pub(super) fn open_stream(onset: &JsValue) -> JsValue;
    pub(super) fn next_told(stream: &JsValue) -> JsValue;
    pub(super) fn listener(stream: &JsValue, end: &JsValue) -> JsValue;
    pub(super) fn kind_of(event: &JsValue) -> i32;
    pub(super) fn info_of(info: &JsValue) -> JsValue;
}
