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
    pub(super) fn models(ai: &JsValue, params: &JsValue) -> JsValue;
    pub(super) fn is_stream(answer: &JsValue) -> i32;
    pub(super) fn set_streamed(inputs: &JsValue);
    pub(super) fn set_content(
        inputs: &JsValue,
        name: &JsValue,
        content: &JsValue,
        content_type: &JsValue,
    );
}
