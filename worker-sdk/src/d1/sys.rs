//! Raw imports. Those that can fail return `undefined`, or a promise.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/js/d1.js")]
extern "C" {
    pub(super) fn prepare(database: &JsValue, sql: &JsValue) -> JsValue;
    pub(super) fn bind(statement: &JsValue, values: &JsValue) -> JsValue;
    pub(super) fn with_session(database: &JsValue, start: &JsValue) -> JsValue;
    pub(super) fn bookmark(session: &JsValue) -> JsValue;

    pub(super) fn raw(statement: &JsValue) -> JsValue;
    pub(super) fn all(statement: &JsValue) -> JsValue;
    pub(super) fn run(statement: &JsValue) -> JsValue;
    pub(super) fn batch(database: &JsValue, statements: &JsValue) -> JsValue;
    pub(super) fn exec(database: &JsValue, sql: &JsValue) -> JsValue;

    pub(super) fn head(rows: &JsValue, length: i32) -> JsValue;
}
