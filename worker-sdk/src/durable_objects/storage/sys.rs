//! Raw imports. Those that can fail give a promise, `undefined`, or 0.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/js/durable_object_storage.js")]
extern "C" {
    pub(super) fn part(storage: &JsValue, name: &JsValue) -> JsValue;
    pub(super) fn get(storage: &JsValue, key: &JsValue, options: &JsValue) -> JsValue;
    pub(super) fn put(
        storage: &JsValue,
        key: &JsValue,
        value: &JsValue,
        options: &JsValue,
    ) -> JsValue;
    pub(super) fn put_many(storage: &JsValue, entries: &JsValue, options: &JsValue) -> JsValue;
    pub(super) fn delete_keys(storage: &JsValue, key: &JsValue, options: &JsValue) -> JsValue;
    pub(super) fn delete_all(storage: &JsValue, options: &JsValue) -> JsValue;
    pub(super) fn list(storage: &JsValue, options: &JsValue) -> JsValue;
    pub(super) fn sync(storage: &JsValue) -> JsValue;

    pub(super) fn get_alarm(storage: &JsValue, options: &JsValue) -> JsValue;
    pub(super) fn set_alarm(storage: &JsValue, ms: f64, options: &JsValue) -> JsValue;
    pub(super) fn delete_alarm(storage: &JsValue, options: &JsValue) -> JsValue;

    pub(super) fn current_bookmark(storage: &JsValue) -> JsValue;
    pub(super) fn bookmark_for_time(storage: &JsValue, ms: f64) -> JsValue;
    pub(super) fn restore_bookmark(storage: &JsValue, bookmark: &JsValue) -> JsValue;

    pub(super) fn begin_transaction(storage: &JsValue, ended: &JsValue) -> JsValue;
    pub(super) fn rollback(txn: &JsValue) -> i32;
    pub(super) fn transaction_sync(storage: &JsValue, callback: i32, number: i32) -> i32;

    pub(super) fn kv_get(kv: &JsValue, key: &JsValue, at: i32) -> i32;
    pub(super) fn kv_put(kv: &JsValue, key: &JsValue, value: &JsValue) -> i32;
    pub(super) fn kv_delete(kv: &JsValue, key: &JsValue) -> i32;
    pub(super) fn kv_list(kv: &JsValue, options: &JsValue) -> JsValue;
    pub(super) fn kv_entries(entries: &JsValue, most: i32, at: i32) -> i32;
}

#[wasm_bindgen(module = "/src/js/durable_object_sql.js")]
extern "C" {
    pub(super) fn exec(sql: &JsValue, query: &JsValue, values: &JsValue) -> JsValue;
    pub(super) fn open(cursor: &JsValue) -> JsValue;
    pub(super) fn next_rows(open: &JsValue, most: i32, at: i32) -> i32;
    pub(super) fn database_size(sql: &JsValue) -> f64;
    pub(super) fn told(cursor: &JsValue, name: &JsValue) -> JsValue;
}
