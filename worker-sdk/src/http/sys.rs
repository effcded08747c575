//! Raw imports. Those that can fail return `undefined` or `false` and keep the failure.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/js/http.js")]
extern "C" {
    pub(super) fn respond(at: *const u32, extra: &JsValue, init: &JsValue) -> JsValue;
    pub(super) fn request_from(
        url: &str,
        method: &str,
        at: *const u32,
        extra: &JsValue,
        init: &JsValue,
    ) -> JsValue;
    pub(super) fn response_status(response: &JsValue) -> u16;
    pub(super) fn headers_of(message: &JsValue) -> JsValue;
    pub(super) fn init_set(init: &JsValue, name: &str, value: &JsValue) -> JsValue;
    pub(super) fn property(object: &JsValue, name: &str) -> JsValue;

    pub(super) fn method_index(request: &JsValue) -> u32;
    pub(super) fn method_text(request: &JsValue) -> String;
    pub(super) fn url_text(message: &JsValue) -> String;
    pub(super) fn clone_message(message: &JsValue) -> JsValue;

    pub(super) fn headers_get(headers: &JsValue, name: &JsValue) -> Option<String>;
    pub(super) fn headers_set_cookie(headers: &JsValue) -> Vec<String>;
    pub(super) fn headers_set(headers: &JsValue, name: &str, value: &str) -> bool;
    pub(super) fn headers_append(headers: &JsValue, name: &str, value: &str) -> bool;
    pub(super) fn headers_delete(headers: &JsValue, name: &str) -> bool;
    pub(super) fn headers_entries(headers: &JsValue) -> Vec<String>;

    pub(super) fn read_bytes(body: &JsValue) -> JsValue;
    pub(super) fn stream_of(message: &JsValue) -> JsValue;
    pub(super) fn is_body_used(message: &JsValue) -> bool;
}
