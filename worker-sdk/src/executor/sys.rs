//! The executor's imports from `runtime.js`. None of them throws.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/js/runtime.js")]
extern "C" {
    pub(crate) fn init(exports: &JsValue);
    pub(crate) fn panic(message: &str, location: &str, task: i32, fatal: bool);
    #[cfg(panic = "unwind")]
    pub(crate) fn take_panic() -> JsValue;

    pub(crate) fn pend(index: u32, generation: u32, request: &JsValue) -> JsValue;
    pub(crate) fn finish(index: u32, value: &JsValue, ok: bool);
    pub(crate) fn forget(index: u32);
    pub(crate) fn reject(error: &JsValue) -> JsValue;

    pub(crate) fn watch(promise: &JsValue, index: u32, generation: u32);
    pub(crate) fn arm(index: u32, generation: u32, hop: u32) -> JsValue;
    pub(crate) fn call(f: &JsValue);
    pub(crate) fn keep_alive(index: u32, generation: u32) -> JsValue;
    pub(crate) fn release(timer: &JsValue);
    pub(crate) fn later(index: u32, generation: u32);
    pub(crate) fn soon(index: u32, generation: u32);
}
