//! Raw imports. Those that can fail give a promise, `undefined`, or 0.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/js/containers.js")]
extern "C" {
    pub(super) fn start(container: &JsValue, options: &JsValue) -> i32;
    pub(super) fn signal(container: &JsValue, number: i32) -> i32;
    pub(super) fn monitor(container: &JsValue) -> JsValue;
    pub(super) fn destroy(container: &JsValue, reason: &JsValue) -> JsValue;
    pub(super) fn inspect(container: &JsValue) -> JsValue;
    pub(super) fn set_inactivity_timeout(container: &JsValue, ms: f64) -> JsValue;
    pub(super) fn snapshot(container: &JsValue, options: &JsValue) -> JsValue;
    pub(super) fn snapshot_directory(container: &JsValue, options: &JsValue) -> JsValue;
    pub(super) fn port(container: &JsValue, number: i32) -> JsValue;
    pub(super) fn without_tls(request: &JsValue) -> JsValue;
    pub(super) fn intercept_http(
        container: &JsValue,
        address: &JsValue,
        fetcher: &JsValue,
    ) -> JsValue;
    pub(super) fn intercept_https(
        container: &JsValue,
        address: &JsValue,
        fetcher: &JsValue,
    ) -> JsValue;
    pub(super) fn intercept_tcp(
        container: &JsValue,
        address: &JsValue,
        fetcher: &JsValue,
    ) -> JsValue;

    pub(super) fn exec(container: &JsValue, command: &JsValue, options: &JsValue) -> JsValue;
    pub(super) fn exit_code(process: &JsValue) -> JsValue;
    pub(super) fn output(process: &JsValue) -> JsValue;
    pub(super) fn kill(process: &JsValue, number: i32) -> i32;
    pub(super) fn resize(process: &JsValue, columns: i32, rows: i32) -> i32;

    pub(super) fn entries(object: &JsValue) -> JsValue;
}
