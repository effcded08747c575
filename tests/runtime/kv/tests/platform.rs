//! What only the platform does, by a stand-in with its interface.
#![cfg(target_family = "wasm")]

use std::time::Duration;

use wasm_bindgen::prelude::*;
use worker_sdk::kv::{MIN_CACHE_TTL, Namespace};
use worker_sdk::{Error, Result};

#[wasm_bindgen(inline_js = r#"
const refuse = (message) => () => Promise.reject(new Error(message));
const page = { keys: [], list_complete: false, cursor: "next", cacheStatus: "HIT" };
const last = { keys: [{ name: "k" }], list_complete: true, cacheStatus: "MISS" };

export const stand_in = () => ({
  deleted: [],
  get: () => { throw new TypeError("thrown at once") },
  getWithMetadata: async (key) => Array.isArray(key)
    ? new Map(key.map((key) => [key, { value: "v", metadata: null, cacheStatus: "HIT" }]))
    : { value: "v", metadata: { a: 1 }, cacheStatus: "HIT" },
  put: refuse("KV PUT failed: 429 Too Many Requests"),
  delete: refuse("KV DELETE failed: 500 Internal Server Error"),
  list: async ({ cursor }) => cursor === undefined ? page : last,
  async deleteBulk(keys) { this.deleted.push(...keys) },
});

export const simulator = () => ({
  ...stand_in(),
  async delete(key) { this.deleted.push(key) },
  deleteBulk: refuse('The RPC receiver does not implement the method "delete".'),
});

export const failing = () => ({ ...stand_in(), deleteBulk: refuse("KV DELETE_BULK failed: 500 no") });

export const deleted = (kv) => kv.deleted.join();

// A namespace that tells what it was asked for.
export const recorder = () => {
  const calls = [];
  const note = (name) => async (...call) => (calls.push(`${name} ${JSON.stringify(call)}`), new Map());
  return { calls, get: note("get"), getWithMetadata: note("getWithMetadata") };
};
export const calls_of = (kv) => kv.calls.join("\n");
"#)]
extern "C" {
    fn stand_in() -> JsValue;
    fn simulator() -> JsValue;
    fn failing() -> JsValue;
    fn deleted(kv: &JsValue) -> JsValue;
    fn recorder() -> JsValue;
    fn calls_of(kv: &JsValue) -> String;
}

fn kv() -> Namespace {
    Namespace::from_raw(stand_in())
}

fn message(result: Result<()>) -> String {
    result.map_or_else(|error: Error| error.to_string(), |()| "no error".into())
}

#[worker_sdk::test]
async fn cache_ttl_is_sent() -> Result<()> {
    let kv = Namespace::from_raw(recorder());
    let hour = Duration::from_secs(3_600);
    kv.get("k").cache_ttl(hour).text().await?;
    kv.get("k").cache_ttl(MIN_CACHE_TTL).bytes().await?;
    let entry = kv.get_with_metadata::<()>("k").cache_ttl(hour);
    entry.json::<()>().await?;
    let values = kv.get_many(["a", "b"]).cache_ttl(hour);
    values.text().await?;
    let entries = kv.get_many_with_metadata::<()>(["a", "b"]).cache_ttl(hour);
    entries.text().await?;
    assert_eq!(
        calls_of(kv.as_raw()),
        r#"get ["k",{"type":"text","cacheTtl":3600}]
get ["k",{"type":"arrayBuffer","cacheTtl":30}]
getWithMetadata ["k",{"type":"text","cacheTtl":3600}]
get [["a","b"],{"type":"text","cacheTtl":3600}]
getWithMetadata [["a","b"],{"type":"text","cacheTtl":3600}]"#
    );
    Ok(())
}

#[worker_sdk::test]
async fn no_cache_ttl_is_sent_if_there_is_none() -> Result<()> {
    let kv = Namespace::from_raw(recorder());
    kv.get("k").text().await?;
    kv.get_with_metadata::<()>("k").bytes().await?;
    kv.get_many(["a"]).text().await?;
    kv.get_many_with_metadata::<()>(["a"]).text().await?;
    assert_eq!(
        calls_of(kv.as_raw()),
        r#"get ["k","text"]
getWithMetadata ["k","arrayBuffer"]
get [["a"],"text"]
getWithMetadata [["a"],"text"]"#
    );
    Ok(())
}

#[worker_sdk::test]
async fn delete_many() -> Result<()> {
    let kv = kv();
    kv.delete_many(["a", "b"]).await?;
    assert_eq!(deleted(kv.as_raw()), "a,b");
    Ok(())
}

/// With the flag `experimental` the method is there, but not what it calls.
#[worker_sdk::test]
async fn delete_bulk_where_it_is_hollow() -> Result<()> {
    let kv = Namespace::from_raw(simulator());
    kv.delete_many(["a", "b"]).await?;
    assert_eq!(deleted(kv.as_raw()), "a,b");
    Ok(())
}

#[worker_sdk::test]
async fn delete_bulk_that_fails() {
    let kv = Namespace::from_raw(failing());
    assert_eq!(
        message(kv.delete_many(["a", "b"]).await),
        "deleting several keys from KV failed: Error: KV DELETE_BULK failed: 500 no"
    );
}

#[worker_sdk::test]
async fn reads_are_text_when_awaited() -> Result<()> {
    let kv = kv();
    let key = String::from("k");
    let entry = kv.get_with_metadata::<()>(&key).await;
    assert!(entry.is_err_and(|error| error.is_malformed()));
    let entry = kv.get_with_metadata::<serde_json::Value>(key).await?;
    assert_eq!(entry.map(|entry| entry.value).as_deref(), Some("v"));
    let entries = kv.get_many_with_metadata::<()>(["a"]).await?;
    assert_eq!(entries["a"].value, "v");
    let kv = Namespace::from_raw(recorder());
    assert!(kv.get_many(["a"]).await?.is_empty());
    Ok(())
}

#[worker_sdk::test]
async fn a_cursor_is_text_or_nothing() -> Result<()> {
    let kv = kv();
    let next = kv.list().await?.cursor;
    let text = next.clone().unwrap_or_default();
    assert!(kv.list().cursor(&text).await?.is_complete());
    assert!(kv.list().cursor(text.as_str()).await?.is_complete());
    assert!(kv.list().cursor(text).await?.is_complete());
    assert!(kv.list().cursor(next).await?.is_complete());
    assert!(!kv.list().cursor(None).await?.is_complete());
    Ok(())
}

#[worker_sdk::test]
async fn cache_status() -> Result<()> {
    let kv = kv();
    let entry = kv
        .get_with_metadata::<serde_json::Value>("k")
        .text()
        .await?;
    assert_eq!(
        entry.and_then(|entry| entry.cache_status).as_deref(),
        Some("HIT")
    );
    let entries = kv.get_many_with_metadata::<()>(["k"]).text().await?;
    let status = entries
        .get("k")
        .and_then(|entry| entry.cache_status.as_deref());
    assert_eq!(status, Some("HIT"));
    assert_eq!(kv.list().await?.cache_status.as_deref(), Some("HIT"));
    Ok(())
}

#[worker_sdk::test]
async fn an_empty_page_is_not_the_last() -> Result<()> {
    let kv = kv();
    let first = kv.list().await?;
    assert!(first.keys.is_empty() && !first.is_complete());
    let key = kv.list().keys().try_next().await?;
    assert_eq!(key.map(|key| key.name).as_deref(), Some("k"));
    Ok(())
}

#[worker_sdk::test]
async fn failures_name_the_key() {
    let kv = kv();
    let put = kv.put("k", "v").await;
    assert!(put.as_ref().is_err_and(Error::is_rate_limited));
    assert_eq!(
        message(put),
        "writing to KV failed: Error: KV PUT failed: 429 Too Many Requests (KV key `k`); \
         a key takes one write in a second, so wait before the next one"
    );
    assert_eq!(
        message(kv.delete("k").await),
        "deleting from KV failed: Error: KV DELETE failed: 500 Internal Server Error (KV key `k`)"
    );
    assert_eq!(
        message(kv.get("k").text().await.map(drop)),
        "reading from KV failed: TypeError: thrown at once (KV key `k`)"
    );
    assert_eq!(
        message(kv.get_many(["k"]).text().await.map(drop)),
        "reading several keys from KV failed: TypeError: thrown at once"
    );
}
