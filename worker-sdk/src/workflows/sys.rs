//! Raw imports. Those that give promises do not throw.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/js/workflows.js")]
extern "C" {
    pub(super) fn run_step(
        step: &JsValue,
        name: &JsValue,
        config: &JsValue,
        body: &JsValue,
        rollback: &JsValue,
    ) -> JsValue;
    pub(super) fn sleep_step(step: &JsValue, name: &JsValue, ms: f64) -> JsValue;
    pub(super) fn sleep_until_step(step: &JsValue, name: &JsValue, ms: f64) -> JsValue;
    pub(super) fn wait_step(step: &JsValue, name: &JsValue, options: &JsValue) -> JsValue;

    pub(super) fn create_instance(workflow: &JsValue, options: &JsValue) -> JsValue;
    pub(super) fn create_all(workflow: &JsValue, options: &JsValue) -> JsValue;
    pub(super) fn get_instance(workflow: &JsValue, id: &JsValue) -> JsValue;
    pub(super) fn command_instance(instance: &JsValue, command: &JsValue) -> JsValue;
    pub(super) fn end_instance(instance: &JsValue, options: &JsValue) -> JsValue;
    pub(super) fn restart_instance(instance: &JsValue, options: &JsValue) -> JsValue;
    pub(super) fn delete_instances(workflow: &JsValue, ids: &JsValue) -> JsValue;
    pub(super) fn subscribe(instance: &JsValue, options: &JsValue) -> JsValue;
    pub(super) fn next_event(events: &JsValue) -> JsValue;
    pub(super) fn send_instance_event(instance: &JsValue, event: &JsValue) -> JsValue;

    pub(super) fn non_retryable_error(message: &JsValue, cause: &JsValue) -> JsValue;
    pub(super) fn skip_waiting(workflow: &JsValue, id: &JsValue) -> JsValue;
}
