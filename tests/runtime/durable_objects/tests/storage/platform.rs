//! What the simulator does not have, and what cannot be seen from outside: a stand-in that remembers its calls.

use std::time::Duration;

use wasm_bindgen::prelude::*;
use worker_sdk::durable_objects::Storage;
use worker_sdk::time::Timestamp;
use worker_sdk::{Error, Result};

#[wasm_bindgen(inline_js = r#"
const shown = (value) => (value === undefined ? "-" : JSON.stringify(value));
export function stand_in() {
  const calls = [];
  const call = (name, answer) => async (...all) => {
    calls.push([name, ...all].map((value, k) => (k === 0 ? value : shown(value))).join(" "));
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const names = ["put", "setAlarm", "deleteAlarm", "deleteAll", "sync"];
  return {
    calls,
    get: call("get", new Map()),
    list: call("list", new Map()),
    delete: call("delete", 2),
    getAlarm: call("getAlarm", null),
    getCurrentBookmark: call("getCurrentBookmark", "0001"),
    getBookmarkForTime: call("getBookmarkForTime", "0002"),
    onNextSessionRestoreBookmark: call("onNextSessionRestoreBookmark", "0003"),
    ...Object.fromEntries(names.map((name) => [name, call(name)])),
  };
}
export const calls_of = (storage) => storage.calls.splice(0).join("\n");
export const refuses = (message) => {
  const refuse = () => {
    throw new Error(message);
  };
  const kv = { get: refuse, put: refuse, delete: refuse, list: refuse };
  return { get: refuse, put: refuse, transaction: refuse, transactionSync: refuse, sql: { exec: refuse }, kv };
};
export const has_no_parts = (message) => {
  const refuse = () => {
    throw new Error(message);
  };
  return Object.defineProperties({}, { sql: { get: refuse }, kv: { get: refuse } });
};
export const never_begins = () => ({ transactionSync: () => {} });
"#)]
extern "C" {
    fn stand_in() -> JsValue;
    fn calls_of(storage: &JsValue) -> String;
    fn refuses(message: &str) -> JsValue;
    fn has_no_parts(message: &str) -> JsValue;
    fn never_begins() -> JsValue;
}

#[worker_sdk::test]
async fn options_have_their_names() -> Result<()> {
    let storage = Storage::from_raw(stand_in());
    storage
        .get_many::<u8>(["a"])
        .allow_concurrency()
        .no_cache()
        .await?;
    storage
        .put("a", &1)
        .allow_concurrency()
        .allow_unconfirmed()
        .no_cache()
        .await?;
    storage.put("a", &1).await?;
    storage.put_many([("a", 1)]).allow_unconfirmed().await?;
    storage.delete_many(["a", "b"]).allow_concurrency().await?;
    storage.delete_all().no_cache().await?;
    storage
        .list::<u8>()
        .start("a")
        .end("b")
        .prefix("c")
        .reverse()
        .limit(3)
        .allow_concurrency()
        .await?;
    storage.list::<u8>().start_after("a").no_cache().await?;
    storage.alarm().allow_concurrency().await?;
    storage
        .set_alarm(Timestamp::from_millis(7.0))
        .allow_concurrency()
        .allow_unconfirmed()
        .await?;
    storage.delete_alarm().await?;
    storage.sync().await?;
    let expected = [
        r#"get ["a"] {"allowConcurrency":true,"noCache":true}"#,
        r#"put "a" 1 {"allowConcurrency":true,"allowUnconfirmed":true,"noCache":true}"#,
        r#"put "a" 1 -"#,
        r#"put {"a":1} {"allowUnconfirmed":true}"#,
        r#"delete ["a","b"] {"allowConcurrency":true}"#,
        r#"deleteAll {"noCache":true}"#,
        r#"list {"start":"a","end":"b","prefix":"c","reverse":true,"limit":3,"allowConcurrency":true}"#,
        r#"list {"startAfter":"a","noCache":true}"#,
        r#"getAlarm {"allowConcurrency":true}"#,
        r#"setAlarm 7 {"allowConcurrency":true,"allowUnconfirmed":true}"#,
        "deleteAlarm -",
        "sync",
    ];
    assert_eq!(calls_of(storage.as_raw()), expected.join("\n"));
    Ok(())
}

#[worker_sdk::test]
async fn the_time_of_an_alarm_counts_from_the_await() -> Result<()> {
    let storage = Storage::from_raw(stand_in());
    let set = storage.set_alarm(Duration::from_millis(1_000));
    worker_sdk::sleep(Duration::from_millis(30)).await;
    let earliest = worker_sdk::now().as_millis() + 1_000.0;
    set.await?;
    let call = calls_of(storage.as_raw());
    let ms = call.split(' ').nth(1).and_then(|ms| ms.parse().ok());
    assert!(ms.is_some_and(|ms: f64| ms >= earliest), "{call}");
    Ok(())
}

#[worker_sdk::test]
async fn bookmarks_of_the_platform() -> Result<()> {
    let storage = Storage::from_raw(stand_in());
    assert_eq!(storage.current_bookmark().await?, "0001");
    assert_eq!(
        storage
            .bookmark_for_time(Timestamp::from_millis(5.0))
            .await?,
        "0002"
    );
    assert_eq!(
        storage.on_next_session_restore_bookmark("0000").await?,
        "0003"
    );
    assert_eq!(
        calls_of(storage.as_raw()),
        "getCurrentBookmark\ngetBookmarkForTime 5\nonNextSessionRestoreBookmark \"0000\""
    );
    Ok(())
}

#[worker_sdk::test]
async fn what_throws_at_once_is_an_error_as_well() -> Result<()> {
    let storage = Storage::from_raw(refuses("the disk is gone"));
    let kv = storage.kv();
    let cases = [
        (
            storage.get::<u8>("a").await.map(drop),
            "reading the key `a`",
        ),
        (storage.put("a", &1).await, "storing the key `a`"),
        (
            storage.transaction(async |_| Ok::<_, Error>(())).await,
            "beginning a transaction",
        ),
        (
            storage.transaction_sync(|| Ok::<_, Error>(())),
            "a transaction",
        ),
        (
            storage.sql().exec("SELECT 1", ()).map(drop),
            "running `SELECT 1`",
        ),
        (kv.get::<u8>("a").map(drop), "reading the key `a`"),
        (kv.put("a", &1), "storing the key `a`"),
        (kv.delete("a").map(drop), "deleting the key `a`"),
        (
            kv.list::<u8>()
                .into_iter()
                .try_for_each(|entry| entry.map(drop)),
            "listing keys",
        ),
    ];
    for (result, doing) in cases {
        let error = result.unwrap_err();
        assert_eq!(
            error.to_string(),
            format!("{doing} failed: Error: the disk is gone")
        );
        assert!(error.as_raw().is_some());
    }
    Ok(())
}

/// Where objects have no SQLite, the simulator takes anything.
#[worker_sdk::test]
async fn what_is_too_large_is_told_with_the_limits_of_its_storage() {
    let advice = "store it in parts, or in a class of `new_sqlite_classes`, where a key and its value may have 2 MB together";
    let cases = [
        ("Values cannot be larger than 131072 bytes.", advice),
        (
            "Keys cannot be larger than 2048 bytes.",
            "give it a shorter one",
        ),
        (
            "string or blob too big: SQLITE_TOOBIG",
            "a key and its value may have 2 MB together, store it in parts",
        ),
    ];
    for (message, advice) in cases {
        let error = Storage::from_raw(refuses(message))
            .put("a", &1)
            .await
            .unwrap_err();
        assert!(error.is_too_large());
        assert_eq!(
            error.to_string(),
            format!("storing the key `a` failed: Error: {message}; {advice}")
        );
    }
}

#[worker_sdk::test]
fn parts_that_the_platform_refuses_are_errors_when_they_are_used() {
    let storage = Storage::from_raw(has_no_parts("no SQLite"));
    let cases = [
        (
            storage.sql().exec("SELECT 1", ()).map(drop),
            "running `SELECT 1`",
        ),
        (storage.kv().get::<u8>("a").map(drop), "reading the key `a`"),
    ];
    for (result, doing) in cases {
        assert_eq!(
            result.unwrap_err().to_string(),
            format!("{doing} failed: Error: no SQLite")
        );
    }
    assert!(storage.sql().database_size().is_err());
}

#[worker_sdk::test]
fn a_transaction_that_the_platform_does_not_begin_is_an_error() {
    let storage = Storage::from_raw(never_begins());
    let mut runs = 0;
    let outcome = storage.transaction_sync(|| {
        runs += 1;
        Ok::<_, Error>(())
    });
    assert!(outcome.is_err());
    assert_eq!(runs, 0);
}
