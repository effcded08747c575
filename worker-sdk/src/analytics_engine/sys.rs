//! Raw imports. A function that can fail keeps the failure and returns 0.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/js/analytics_engine.js")]
extern "C" {
    pub(super) fn write_data_point(dataset: &JsValue, point: i32, live: &JsValue) -> i32;
}
