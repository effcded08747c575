//! Raw imports, which do not throw.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/js/web_search.js")]
extern "C" {
    pub(super) fn search(web: &JsValue, options: &JsValue) -> JsValue;
    pub(super) fn websearch(ai: &JsValue, options: &JsValue) -> JsValue;
}
