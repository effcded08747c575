//! The executor's imports. None of them throws.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/js/runtime.js")]
extern "C" {
    pub(crate) fn init(exports: &JsValue);
    pub(crate) fn panic(
        message: &JsValue,
        file: &JsValue,
        line: i32,
        column: i32,
        task: i32,
        fatal: i32,
    );
    #[cfg(panic = "unwind")]
    pub(crate) fn take_panic() -> JsValue;

    pub(crate) fn pend(index: i32, generation: i32, client: i32) -> JsValue;
    pub(crate) fn source_of(index: i32) -> JsValue;
    pub(crate) fn finish(index: i32, value: &JsValue, ok: i32);
    pub(crate) fn reject(error: &JsValue) -> JsValue;

    pub(crate) fn arm(index: i32, generation: i32, hop: i32) -> JsValue;
    pub(crate) fn call(f: &JsValue);
    pub(crate) fn keep_alive(index: i32, generation: i32, hop: i32) -> JsValue;
    pub(crate) fn later(index: i32, generation: i32);
    pub(crate) fn soon(index: i32, generation: i32);
    pub(crate) fn starved(name: &JsValue, line: i32, index: i32, generation: i32);
}

// What `pend` is told of a client; one more for a client that has to be watched at once.
pub(crate) const NO_CLIENT: i32 = 0;
pub(crate) const CLIENT: i32 = 1;
/// Goes on without it.
pub(crate) const SERVED: i32 = -1;

#[wasm_bindgen(module = "/src/js/promise.js")]
extern "C" {
    pub(crate) fn watch(promise: &JsValue, callbacks: i32, index: i32, generation: i32);
    pub(crate) fn ended() -> JsValue;
}

#[cfg(debug_assertions)]
#[wasm_bindgen(module = "/src/js/frames.js")]
extern "C" {
    /// Gives frames of wasm a form that wrangler keeps, in the stacks of all errors from now on.
    pub(super) fn readable_frames();
}
