//! Records for a stand-in that shows what it was given, as there is no simulator.
#![cfg(target_family = "wasm")]

use serde::Serialize;
use wasm_bindgen::prelude::*;
use worker_sdk::env::Binding;
use worker_sdk::k2::{Producer, Record};
use worker_sdk::{Env, Result};

#[wasm_bindgen(inline_js = r#"
const shown = ({ content, headers }) => ({ is_bytes: content instanceof Uint8Array, text: new TextDecoder().decode(content), headers });
export const recorder = (calls, answer) => ({
  send: async (records) => {
    calls.push(JSON.stringify(records.map(shown)));
    return JSON.parse(answer);
  },
});
export const throwing = () => ({ send: () => { throw Object.assign(new TypeError("not today"), { code: 10200 }) } });
export const list = () => [];
export const joined = (list) => list.join("\n");
"#)]
extern "C" {
    fn recorder(calls: &JsValue, answer: &str) -> JsValue;
    fn throwing() -> JsValue;
    fn list() -> JsValue;
    fn joined(list: &JsValue) -> String;
}

const TAKEN: &str = r#"{"success":true}"#;

fn answering(answer: &str) -> Producer {
    Producer::from_raw(recorder(&list(), answer))
}

#[derive(Serialize)]
struct Order {
    id: u32,
}

#[worker_sdk::test]
async fn records_are_sent_in_one_call() -> Result<()> {
    let calls = list();
    let orders = Producer::from_value(recorder(&calls, TAKEN)).unwrap();
    let order = Record::json(&Order { id: 7 })?
        .header("event-type", "order.created")
        .header("try", "1")
        .header("try", "2");
    orders.send([Record::new("žluť"), order]).await?;
    orders.send([vec![104, 105]]).await?;
    orders.send(["a", "b"]).await?;
    orders.send(Vec::<Record>::new()).await?;
    drop(orders.send(["never awaited"]));
    assert_eq!(
        joined(&calls),
        r#"[{"is_bytes":true,"text":"žluť"},{"is_bytes":true,"text":"{\"id\":7}","headers":{"event-type":"order.created","try":"2"}}]
[{"is_bytes":true,"text":"hi"}]
[{"is_bytes":true,"text":"a"},{"is_bytes":true,"text":"b"}]"#
    );
    Ok(())
}

#[worker_sdk::test]
async fn what_the_platform_refuses_is_an_error() {
    let refused = |code: u32, retryable: bool| {
        format!(
            r#"{{"success":false,"error":{{"code":{code},"message":"no","retryable":{retryable}}}}}"#
        )
    };
    for (code, is_retryable, is_too_large) in [
        (10_211, true, false),
        (10_212, false, false),
        (10_206, false, true),
        (10_207, false, true),
    ] {
        let orders = answering(&refused(code, is_retryable));
        let error = orders.send(["x"]).await.unwrap_err();
        assert_eq!(
            error.to_string(),
            "writing to a K2 stream failed: K2Error: no"
        );
        assert_eq!(error.k2_code(), Some(code));
        assert_eq!(
            (error.is_retryable(), error.is_too_large()),
            (is_retryable, is_too_large),
            "{code}"
        );
    }
}

#[worker_sdk::test]
async fn other_failures() {
    for silent in [r#"{"success":false}"#, "{}", "null"] {
        let error = answering(silent).send(["x"]).await.unwrap_err();
        assert_eq!(
            error.to_string(),
            "writing to a K2 stream failed: K2Error: the platform did not say why"
        );
        assert_eq!((error.k2_code(), error.is_retryable()), (None, false));
    }
    // No product has such a code.
    let other = answering(r#"{"success":false,"error":{"code":20,"message":"aborted"}}"#);
    assert_eq!(other.send(["x"]).await.unwrap_err().k2_code(), None);
    let error = Producer::from_raw(throwing())
        .send(["x"])
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "writing to a K2 stream failed: TypeError: not today"
    );
    // The code of something else.
    assert_eq!(error.k2_code(), None);
}

#[worker_sdk::test]
fn the_binding(env: Env) {
    let error = env.get::<Producer>("TEXT").unwrap_err();
    assert!(error.to_string().contains("a K2 stream"), "{error}");
    let orders = answering(TAKEN);
    assert_eq!(
        format!("{orders:?} {:?}", orders.send(["abc"])),
        "Producer { .. } SendRecords { records: [Record { length: 3, headers: [] }], .. }"
    );
}
