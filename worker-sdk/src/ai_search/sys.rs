//! Raw imports. Those that give promises do not throw.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/js/ai_search.js")]
extern "C" {
    pub(super) fn content_of(content: &JsValue) -> JsValue;
}
