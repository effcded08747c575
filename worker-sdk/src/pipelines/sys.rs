//! Raw imports. Those that give promises do not throw.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/js/pipelines.js")]
extern "C" {
    pub(super) fn send_records(pipeline: &JsValue, records: &JsValue) -> JsValue;
}
