//! Raw imports. Those that can fail return `undefined` or 0 and keep the failure.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/js/respond.js")]
extern "C" {
    pub(super) fn stream_of(source: &JsValue) -> JsValue;
    pub(super) fn respond(at: i32, extra: &JsValue, headers: &JsValue, init: &JsValue) -> JsValue;
}

#[wasm_bindgen(module = "/src/js/request.js")]
extern "C" {
    pub(super) fn method_index(request: &JsValue) -> i32;
    pub(super) fn method_text(request: &JsValue) -> JsValue;
    pub(super) fn url_text(message: &JsValue, at: i32, capacity: i32) -> i32;
    pub(super) fn normal_url(message: &JsValue) -> JsValue;
    pub(super) fn request_from(
        url: &JsValue,
        method: &JsValue,
        at: i32,
        extra: &JsValue,
        headers: &JsValue,
        init: &JsValue,
    ) -> JsValue;
}

#[wasm_bindgen(module = "/src/js/derived.js")]
extern "C" {
    pub(super) fn derived_request(request: &JsValue, name: &JsValue, value: &JsValue) -> JsValue;
    pub(super) fn request_with(
        request: &JsValue,
        name: i32,
        name_length: i32,
        value: i32,
        length: i32,
    ) -> JsValue;
    pub(super) fn request_like(request: &JsValue, other: &JsValue, signal: i32) -> JsValue;
    pub(super) fn network_error() -> JsValue;
}

#[wasm_bindgen(module = "/src/js/response.js")]
extern "C" {
    pub(super) fn response_status(response: &JsValue) -> i32;
    pub(super) fn init_set(init: &JsValue, name: &JsValue, value: &JsValue) -> JsValue;
    pub(super) fn init_for_other_status(init: &JsValue) -> JsValue;
    pub(super) fn kept_init(response: &JsValue, known: &JsValue) -> JsValue;
}

#[wasm_bindgen(module = "/src/js/message.js")]
extern "C" {
    pub(super) fn headers_of(message: &JsValue) -> JsValue;
    pub(super) fn clone_message(message: &JsValue) -> JsValue;
    pub(super) fn read_bytes(body: &JsValue) -> JsValue;
    pub(super) fn is_body_used(message: &JsValue) -> i32;
}

#[wasm_bindgen(module = "/src/js/rpc.js")]
extern "C" {
    pub(super) fn readable(content: &JsValue) -> JsValue;
}

#[wasm_bindgen(module = "/src/js/limited.js")]
extern "C" {
    pub(super) fn read_limited(message: &JsValue, limit: f64) -> JsValue;
    pub(super) fn read_form_limited(message: &JsValue, limit: f64) -> JsValue;
}

#[wasm_bindgen(module = "/src/js/headers.js")]
extern "C" {
    pub(super) fn headers_copy(headers: &JsValue) -> JsValue;
    pub(super) fn headers_get(
        headers: &JsValue,
        name: i32,
        length: i32,
        at: i32,
        capacity: i32,
    ) -> i32;
    pub(super) fn headers_set_cookie(headers: &JsValue) -> JsValue;
    pub(super) fn headers_set(headers: &JsValue, name: &JsValue, value: &JsValue) -> i32;
    pub(super) fn headers_append(headers: &JsValue, name: &JsValue, value: &JsValue) -> i32;
    pub(super) fn headers_delete(headers: &JsValue, name: &JsValue) -> i32;
    pub(super) fn headers_lines(headers: &JsValue, at: i32, capacity: i32) -> i32;
}
