//! Raw imports. Those that give promises do not throw.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/js/kv.js")]
extern "C" {
    pub(super) fn get(namespace: &JsValue, key: &JsValue, kind: &JsValue, ttl: f64) -> JsValue;
    pub(super) fn get_with_metadata(
        namespace: &JsValue,
        key: &JsValue,
        kind: &JsValue,
        ttl: f64,
    ) -> JsValue;
    pub(super) fn get_many(
        namespace: &JsValue,
        keys: &JsValue,
        kind: &JsValue,
        ttl: f64,
    ) -> JsValue;
    pub(super) fn get_many_with_metadata(
        namespace: &JsValue,
        keys: &JsValue,
        kind: &JsValue,
        ttl: f64,
    ) -> JsValue;
    pub(super) fn put(
        namespace: &JsValue,
        key: &JsValue,
        value: &JsValue,
        expiration: f64,
        expiration_ttl: f64,
        metadata: &JsValue,
    ) -> JsValue;
    pub(super) fn list(
        namespace: &JsValue,
        prefix: &JsValue,
        limit: i32,
        cursor: &JsValue,
    ) -> JsValue;
    pub(super) fn delete_key(namespace: &JsValue, key: &JsValue) -> JsValue;
    pub(super) fn delete_keys(namespace: &JsValue, keys: &JsValue) -> JsValue;
}
