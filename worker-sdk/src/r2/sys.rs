//! Raw imports. Those that return a promise do not throw.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/js/r2.js")]
extern "C" {
    pub(super) fn head(bucket: &JsValue, key: &JsValue) -> JsValue;
    pub(super) fn get(bucket: &JsValue, key: &JsValue, options: &JsValue) -> JsValue;
    pub(super) fn put(
        bucket: &JsValue,
        key: &JsValue,
        value: &JsValue,
        options: &JsValue,
        length: f64,
    ) -> JsValue;
    pub(super) fn remove(bucket: &JsValue, keys: &JsValue) -> JsValue;
    pub(super) fn list(bucket: &JsValue, options: &JsValue) -> JsValue;
    pub(super) fn create_upload(bucket: &JsValue, key: &JsValue, options: &JsValue) -> JsValue;
    pub(super) fn resume_upload(bucket: &JsValue, key: &JsValue, id: &JsValue) -> JsValue;
    pub(super) fn upload_part(
        upload: &JsValue,
        number: f64,
        value: &JsValue,
        options: &JsValue,
        length: f64,
    ) -> JsValue;
    pub(super) fn complete_upload(upload: &JsValue, parts: &JsValue) -> JsValue;
    pub(super) fn abort_upload(upload: &JsValue) -> JsValue;

    pub(super) fn blocks_of(stream: &JsValue) -> JsValue;
    pub(super) fn next_block(blocks: &JsValue, size: f64) -> JsValue;
    pub(super) fn block_length(block: &JsValue) -> f64;
    pub(super) fn cancel_blocks(blocks: &JsValue);

    pub(super) fn discard(object: &JsValue);
    pub(super) fn date_of(ms: f64) -> JsValue;
    pub(super) fn entries_of(object: &JsValue) -> JsValue;
    pub(super) fn object_of(flat: &JsValue) -> JsValue;
    pub(super) fn headers_of_pairs(flat: &JsValue) -> JsValue;
}
