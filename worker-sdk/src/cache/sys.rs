//! Raw imports. Those that give promises do not throw.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/js/cache.js")]
extern "C" {
    pub(super) fn default_cache() -> JsValue;
    pub(super) fn open_cache(name: &JsValue) -> JsValue;
    pub(super) fn cache_match(cache: &JsValue, key: &JsValue, ignore_method: i32) -> JsValue;
    pub(super) fn cache_put(cache: &JsValue, key: &JsValue, response: &JsValue) -> JsValue;
    pub(super) fn cache_delete(cache: &JsValue, key: &JsValue, ignore_method: i32) -> JsValue;
}

#[wasm_bindgen(module = "/src/js/worker_cache.js")]
extern "C" {
    pub(super) fn purge_cache(cache: &JsValue, options: &JsValue) -> JsValue;
}
