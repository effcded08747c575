//! Raw imports. They give promises, and do not throw.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/js/k2.js")]
extern "C" {
    pub(super) fn send_records(stream: &JsValue, records: &JsValue) -> JsValue;
}
