//! Raw imports. Those that give promises do not throw.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/js/analytics_sql.js")]
extern "C" {
    pub(super) fn query(analytics: &JsValue, query: &JsValue, params: &JsValue) -> JsValue;
}
