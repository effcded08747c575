//! Raw imports. None of them throws.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/js/abort.js")]
extern "C" {
    pub(super) fn new_controller() -> JsValue;
    pub(super) fn abort(controller: &JsValue, reason: &JsValue);
    pub(super) fn aborted_signal(reason: &JsValue) -> JsValue;
    pub(super) fn timeout_signal(ms: f64) -> JsValue;
    pub(super) fn any_signal(signals: &JsValue) -> JsValue;
    pub(super) fn is_aborted(signal: &JsValue) -> i32;
    pub(super) fn when_aborted(signal: &JsValue) -> JsValue;
    pub(super) fn stop_waiting(stop: &JsValue);
}
