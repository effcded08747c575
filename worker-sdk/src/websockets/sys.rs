//! Raw imports. Those that can fail give 0 and keep the failure.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/js/websockets.js")]
extern "C" {
    pub(super) fn new_pair() -> JsValue;
    pub(super) fn send_message(socket: &JsValue, data: &JsValue) -> i32;
    pub(super) fn close_socket(socket: &JsValue, code: i32, reason: &JsValue) -> i32;
    pub(super) fn ready_state(socket: &JsValue) -> i32;
}
