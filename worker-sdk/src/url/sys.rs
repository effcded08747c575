//! Raw imports. Those that can fail return `undefined` or 0.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/js/url.js")]
extern "C" {
    pub(super) fn parse_url(text: &JsValue, base: &JsValue) -> JsValue;
    pub(super) fn can_parse_url(text: &JsValue, base: &JsValue) -> i32;
    pub(super) fn set_url_part(url: &JsValue, part: &JsValue, value: &JsValue) -> i32;

    pub(super) fn new_params(init: &JsValue) -> JsValue;
    pub(super) fn params_text(params: &JsValue) -> JsValue;
    pub(super) fn params_get(params: &JsValue, name: &JsValue) -> JsValue;
    pub(super) fn params_get_all(params: &JsValue, name: &JsValue) -> JsValue;
    pub(super) fn params_has(params: &JsValue, name: &JsValue, value: &JsValue) -> i32;
    pub(super) fn params_append(params: &JsValue, name: &JsValue, value: &JsValue);
    pub(super) fn params_set(params: &JsValue, name: &JsValue, value: &JsValue);
    pub(super) fn params_delete(params: &JsValue, name: &JsValue, value: &JsValue);
    pub(super) fn params_sort(params: &JsValue);
    pub(super) fn params_entries(params: &JsValue) -> JsValue;
}
