//! Raw imports. Those that give promises do not throw.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/js/sockets.js")]
extern "C" {
    pub(super) fn open_socket(through: &JsValue, address: &JsValue, options: &JsValue) -> JsValue;
    pub(super) fn socket_reader(socket: &JsValue) -> JsValue;
    pub(super) fn socket_writer(socket: &JsValue) -> JsValue;
    pub(super) fn read_socket(source: &JsValue) -> JsValue;
    pub(super) fn received(source: &JsValue, result: &JsValue) -> JsValue;
    pub(super) fn write_socket(writer: &JsValue, bytes: &JsValue) -> JsValue;
    pub(super) fn finish_socket(writer: &JsValue) -> JsValue;
    pub(super) fn close_socket(socket: &JsValue) -> JsValue;
    pub(super) fn start_tls(
        socket: &JsValue,
        source: &JsValue,
        writer: &JsValue,
        options: &JsValue,
    ) -> JsValue;
    pub(super) fn release_socket(source: &JsValue, writer: &JsValue);
    pub(super) fn abandon_reader(source: &JsValue);
    pub(super) fn abandon_writer(writer: &JsValue);
    pub(super) fn abandon_socket(socket: &JsValue);
}
