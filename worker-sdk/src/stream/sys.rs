//! Raw imports, which do not throw.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/js/stream.js")]
extern "C" {
    pub(super) fn as_stream(content: &JsValue) -> JsValue;
}
