//! Raw imports.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/js/version_metadata.js")]
extern "C" {
    pub(super) fn uploaded_at(metadata: &JsValue) -> f64;
}
