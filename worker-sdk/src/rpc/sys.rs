//! Raw imports. Those that give promises do not throw.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/js/rpc.js")]
extern "C" {
    pub(super) fn call(
        object: &JsValue,
        is_lasting: i32,
        tape: i32,
        live: &JsValue,
        callbacks: i32,
        index: i32,
        generation: i32,
    );
    pub(super) fn begin_call(object: &JsValue, tape: i32, live: &JsValue) -> JsValue;
    pub(super) fn write_and_dispose(value: &JsValue, header: i32) -> i32;
    pub(super) fn own(value: &JsValue) -> JsValue;
    pub(super) fn is_owned(value: &JsValue) -> i32;
    pub(crate) fn dispose(value: &JsValue);
    pub(super) fn type_error(message: &JsValue) -> JsValue;
    pub(super) fn new_target(names: &JsValue, handle: i32, invoke: i32, release: i32) -> JsValue;
    pub(super) fn new_function(handle: i32, invoke: i32, release: i32) -> JsValue;
    pub(super) fn new_stub(value: &JsValue) -> JsValue;
}
