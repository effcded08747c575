//! Raw imports. Those that give promises do not throw.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/js/ai.js")]
extern "C" {
    pub(super) fn run(
        ai: &JsValue,
        model: &JsValue,
        inputs: &JsValue,
        options: &JsValue,
    ) -> JsValue;
    pub(super) fn gateway(ai: &JsValue, id: &JsValue) -> JsValue;
    pub(super) fn run_gateway(gateway: &JsValue, requests: &JsValue, options: &JsValue) -> JsValue;
    pub(super) fn gateway_url(gateway: &JsValue, provider: &JsValue) -> JsValue;
    pub(super) fn gateway_log(gateway: &JsValue, id: &JsValue) -> JsValue;
    pub(super) fn patch_gateway_log(gateway: &JsValue, id: &JsValue, log: &JsValue) -> JsValue;
    pub(super) fn to_markdown(ai: &JsValue, files: &JsValue, options: &JsValue) -> JsValue;
    pub(super) fn document_formats(ai: &JsValue) -> JsValue;
    pub(crate) fn stream_of(answer: &JsValue) -> JsValue;
    pub(super) fn websearch(ai: &JsValue, options: &JsValue) -> JsValue;
    pub(super) fn models(ai: &JsValue, params: &JsValue) -> JsValue;
    pub(super) fn is_stream(answer: &JsValue) -> i32;
    pub(super) fn is_response(answer: &JsValue) -> i32;
    pub(crate) fn merge_options(object: &JsValue, name: &JsValue, options: &JsValue);
    pub(crate) fn set_streamed(inputs: &JsValue);
    pub(super) fn set_content(
        inputs: &JsValue,
        name: &JsValue,
        content: &JsValue,
        content_type: &JsValue,
    );
}
