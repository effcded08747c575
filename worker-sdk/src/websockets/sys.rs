//! Raw imports. Those that can fail give 0 or `undefined` and keep the failure.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/js/websockets.js")]
extern "C" {
    pub(super) fn new_pair() -> JsValue;
    pub(super) fn send_message(socket: &JsValue, data: &JsValue) -> i32;
    pub(super) fn close_socket(
        socket: &JsValue,
        inbox: &JsValue,
        code: i32,
        reason: &JsValue,
    ) -> i32;
    pub(super) fn ready_state(socket: &JsValue) -> i32;

    pub(super) fn accept(
        socket: &JsValue,
        limit: i32,
        half_open: i32,
        strict: i32,
        is_left: i32,
    ) -> JsValue;
    pub(super) fn next_kind(inbox: &JsValue) -> i32;
    pub(super) fn take_message(inbox: &JsValue) -> JsValue;
    pub(super) fn wait_here(inbox: &JsValue, callbacks: i32, index: i32, generation: i32);
    pub(super) fn wait_message(inbox: &JsValue) -> JsValue;
    pub(super) fn close_frame(inbox: &JsValue) -> JsValue;
    pub(super) fn leave(inbox: &JsValue, code: i32);
    pub(super) fn close_after(inbox: &JsValue, promise: &JsValue);
}

#[cfg(feature = "serde")]
#[wasm_bindgen(module = "/src/js/hibernation.js")]
extern "C" {
    pub(super) fn serialize_attachment(socket: &JsValue, value: &JsValue) -> i32;
    pub(super) fn deserialize_attachment(socket: &JsValue) -> JsValue;
}
