//! Raw imports. Those that give promises do not throw. A delay below 0 is none.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/js/queues.js")]
extern "C" {
    pub(super) fn send(queue: &JsValue, messages: &JsValue) -> JsValue;
    pub(super) fn send_batch(queue: &JsValue, messages: &JsValue, delay: f64) -> JsValue;
    pub(super) fn lengths(messages: &JsValue) -> JsValue;
    pub(super) fn queue_metrics(queue: &JsValue) -> JsValue;

    pub(super) fn metrics_of(holder: &JsValue) -> JsValue;
    pub(super) fn oldest(metrics: &JsValue) -> f64;

    pub(super) fn ack_all(batch: &JsValue);
    pub(super) fn retry_all(batch: &JsValue, delay: f64);
    pub(super) fn collect_acks(messages: &JsValue, at: i32, length: i32);
    pub(super) fn tell_acks(batch: &JsValue, at: i32, is_whole: i32);
    pub(super) fn retry(messages: &JsValue, index: i32, delay: f64);
    pub(super) fn id_of(messages: &JsValue, index: i32, at: i32, room: i32) -> i32;
    pub(super) fn sent_at(messages: &JsValue, index: i32) -> f64;
    pub(super) fn attempts_of(messages: &JsValue, index: i32) -> f64;
    pub(super) fn body_of(messages: &JsValue, index: i32) -> JsValue;
    pub(super) fn is_binary(value: &JsValue) -> i32;
}
