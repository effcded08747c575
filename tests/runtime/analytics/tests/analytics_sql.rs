//! Questions for a stand-in, as there is no simulator.
#![cfg(target_family = "wasm")]

use std::collections::BTreeMap;

use serde::Deserialize;
use wasm_bindgen::prelude::*;
use worker_sdk::analytics_sql::Analytics;
use worker_sdk::env::Binding;
use worker_sdk::time::Timestamp;
use worker_sdk::{Env, Result};

#[wasm_bindgen(inline_js = r#"
export const recorder = (calls, answer) => ({
  query: async (request) => {
    const told = JSON.stringify(request, function (name, value) {
      return this[name] instanceof Date ? "a date" : value;
    });
    calls.push(told);
    return JSON.parse(answer);
  },
});
export const refusing = () => ({ query: async () => { throw Object.assign(new Error("too much at once"), { retryable: true }) } });
export const list = () => [];
export const joined = (list) => list.join("\n");
"#)]
extern "C" {
    fn recorder(calls: &JsValue, answer: &str) -> JsValue;
    fn refusing() -> JsValue;
    fn list() -> JsValue;
    fn joined(list: &JsValue) -> String;
}

const ANSWER: &str = r#"{"data":[{"status":200,"requests":7,"newer":1},{"status":404,"requests":1}],"rows":2,"statistics":{"elapsed_ms":1.5,"rows_read":1000,"bytes_read":4096}}"#;

#[derive(Debug, PartialEq, Deserialize)]
struct Requests {
    status: u16,
    requests: u64,
}

#[worker_sdk::test]
async fn rows_and_what_they_took() -> Result<()> {
    let calls = list();
    let analytics = Analytics::from_value(recorder(&calls, ANSWER)).unwrap();
    let found = analytics.query::<Requests>("SELECT 1").await?;
    let row = |status, requests| Requests { status, requests };
    assert_eq!(found.data, [row(200, 7), row(404, 1)]);
    assert_eq!(found.rows, 2);
    let statistics = found.statistics;
    assert_eq!(
        (
            statistics.elapsed_ms,
            statistics.rows_read,
            statistics.bytes_read
        ),
        (Some(1.5), Some(1000), Some(4096))
    );
    assert_eq!(joined(&calls), r#"{"query":"SELECT 1"}"#);
    Ok(())
}

#[worker_sdk::test]
async fn parameters_by_number_and_by_name() -> Result<()> {
    let calls = list();
    let analytics = Analytics::from_raw(recorder(&calls, ANSWER));
    let numbered = analytics.query::<Requests>("SELECT $1, $2, $3, $4");
    numbered.params(&("žluť", 0.5, true, None::<u8>)).await?;
    let start = Timestamp::from_millis(0.0);
    let named = analytics.query::<Requests>("SELECT $start");
    named.params(&BTreeMap::from([("start", start)])).await?;
    assert_eq!(
        joined(&calls),
        r#"{"query":"SELECT $1, $2, $3, $4","params":["žluť",0.5,true,null]}
{"query":"SELECT $start","params":{"start":"1970-01-01T00:00:00.000Z"}}"#
    );
    let error = analytics.query::<Requests>("SELECT $1").params(&[u64::MAX]);
    assert!(error.await.is_err());
    Ok(())
}

#[derive(serde::Serialize)]
struct Params {
    first: u8,
    other: f64,
}

struct Bytes;

impl serde::Serialize for Bytes {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(b"ab")
    }
}

#[worker_sdk::test]
async fn parameters_that_the_platform_does_not_take() -> Result<()> {
    let calls = list();
    let analytics = Analytics::from_raw(recorder(&calls, ANSWER));
    let ask = || analytics.query::<Requests>("SELECT $1, $2");
    let named = Params {
        first: 1,
        other: f64::INFINITY,
    };
    let failed = [
        (
            ask().params(&(1, f64::NAN)).await,
            "$2` is no finite number",
        ),
        (ask().params(&named).await, "$other` is no finite number"),
        (ask().params(&[Bytes]).await, "$1` is bytes"),
        (
            ask().params(&[Timestamp::from_millis(f64::NAN)]).await,
            "$1` is no finite number",
        ),
    ];
    for (answer, problem) in failed {
        assert_eq!(
            answer.unwrap_err().to_string(),
            format!("asking Analytics SQL failed: TypeError: the parameter `{problem}")
        );
    }
    assert_eq!(joined(&calls), "");
    Ok(())
}

#[worker_sdk::test]
async fn what_fails() -> Result<()> {
    let error = Analytics::from_raw(refusing()).query::<Requests>("SELECT 1");
    let error = error.await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "asking Analytics SQL failed: Error: too much at once"
    );
    assert!(error.is_retryable());

    let other = Analytics::from_raw(recorder(&list(), r#"{"data":[{"status":"ok"}]}"#));
    let error = other.query::<Requests>("SELECT 1").await.unwrap_err();
    assert!(error.is_malformed());
    assert!(error.to_string().contains("the rows"), "{error}");
    Ok(())
}

#[worker_sdk::test]
async fn answers_that_say_less() -> Result<()> {
    let sparse = Analytics::from_raw(recorder(&list(), r#"{"data":[{"a":1},{"a":2}]}"#));
    let found = sparse.query::<BTreeMap<String, u8>>("SELECT 1").await?;
    assert_eq!((found.rows, found.data.len()), (2, 2));
    assert_eq!(found.statistics.rows_read, None);
    assert_eq!(found.statistics.elapsed_ms, None);
    assert_eq!(found.statistics.bytes_read, None);
    Ok(())
}

#[worker_sdk::test]
fn the_binding(env: Env) {
    let error = env.get::<Analytics>("TEXT").unwrap_err();
    assert!(error.to_string().contains("Analytics SQL"), "{error}");
    let analytics = Analytics::from_raw(refusing());
    let query = analytics.query::<Requests>("SELECT 1");
    assert_eq!(
        format!("{analytics:?} {query:?}"),
        "Analytics { .. } Query { query: \"SELECT 1\", .. }"
    );
}
