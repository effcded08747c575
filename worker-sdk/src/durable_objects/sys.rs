//! Raw imports. Those that give promises do not throw; the others keep the failure and give `undefined`.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/js/durable_objects.js")]
extern "C" {
    pub(super) fn id_from_name(namespace: &JsValue, name: &JsValue) -> JsValue;
    pub(super) fn id_from_string(namespace: &JsValue, text: &JsValue) -> JsValue;
    pub(super) fn new_unique_id(namespace: &JsValue, options: &JsValue) -> JsValue;
    pub(super) fn in_jurisdiction(namespace: &JsValue, name: &JsValue) -> JsValue;
    pub(super) fn get(namespace: &JsValue, id: &JsValue, options: &JsValue) -> JsValue;
    pub(super) fn get_by_name(namespace: &JsValue, name: &JsValue, options: &JsValue) -> JsValue;
    pub(super) fn get_existing(namespace: &JsValue, id: &JsValue, options: &JsValue) -> JsValue;
    pub(super) fn id_text(id: &JsValue) -> JsValue;

    pub(super) fn storage(state: &JsValue) -> JsValue;
    pub(super) fn wait_until(state: &JsValue, promise: &JsValue);
    pub(super) fn abort(state: &JsValue, reason: &JsValue, options: &JsValue);
    pub(super) fn block_concurrency_while(state: &JsValue, start: i32, i: i32, g: i32) -> JsValue;
}
