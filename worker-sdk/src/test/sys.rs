//! Imports over the kit that the runner passes to a test. Promises reject, nothing else throws.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/js/test.js")]
extern "C" {
    pub(super) fn own_fetch(kit: &JsValue, request: &JsValue) -> JsValue;
    pub(super) fn own_scheduled(kit: &JsValue, cron: &JsValue, time: f64) -> JsValue;
    pub(super) fn own_email(kit: &JsValue, from: &JsValue, to: &JsValue, raw: &JsValue) -> JsValue;
    pub(super) fn own_tail(kit: &JsValue, events: &JsValue) -> JsValue;
    pub(super) fn own_queue(kit: &JsValue, queue: &JsValue, messages: &JsValue) -> JsValue;

    pub(super) fn stub(kit: &JsValue, host: &JsValue, answer: i32, index: i32, generation: i32);
    pub(super) fn unstub(kit: &JsValue, host: &JsValue, index: i32, generation: i32);

    pub(super) fn run_in_object(
        kit: &JsValue,
        stub: &JsValue,
        start: i32,
        i: i32,
        g: i32,
    ) -> JsValue;
    pub(super) fn run_alarm(kit: &JsValue, stub: &JsValue) -> JsValue;
    pub(super) fn evict(kit: &JsValue, stub: &JsValue) -> JsValue;
    pub(super) fn objects(kit: &JsValue, namespace: &JsValue) -> JsValue;

    pub(super) fn logs(kit: &JsValue) -> JsValue;

    pub(super) fn migrations(kit: &JsValue, binding: &JsValue) -> JsValue;
    pub(super) fn settled(kit: &JsValue) -> JsValue;

    pub(super) fn freeze() -> i32;
    pub(super) fn thaw();
    pub(super) fn advance(ms: f64) -> JsValue;

    pub(super) fn ask_host(kit: &JsValue, method: &JsValue, value: &JsValue) -> JsValue;
}
