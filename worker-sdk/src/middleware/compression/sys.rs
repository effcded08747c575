//! Raw imports.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/js/compression.js")]
extern "C" {
    pub(super) fn encodes_brotli() -> i32;
}
