//! Raw imports.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/js/streams.js")]
extern "C" {
    pub(super) fn reader_of(stream: &JsValue) -> JsValue;
    pub(super) fn read(reader: &JsValue) -> JsValue;
    pub(super) fn is_done(result: &JsValue) -> i32;
    pub(super) fn next_chunk(reader: &JsValue, result: &JsValue) -> JsValue;
    pub(super) fn stop_reading(reader: &JsValue);
    pub(super) fn stream_from(
        index: i32,
        generation: i32,
        pull: i32,
        cancel: i32,
        request: &JsValue,
    ) -> JsValue;
}
