//! Records for the simulator, which takes and keeps nothing, and for a stand-in that shows what it was given.
#![cfg(target_family = "wasm")]

use std::collections::BTreeMap;

use serde::Serialize;
use wasm_bindgen::prelude::*;
use worker_sdk::pipelines::Pipeline;
use worker_sdk::time::Timestamp;
use worker_sdk::{Bytes, Env, Result};

#[wasm_bindgen(inline_js = r#"
export const recorder = (calls) => ({ send: async (records) => void calls.push(JSON.stringify(records)) });
export const refusing = () => ({ send: () => { throw new TypeError("not today") } });
export const list = () => [];
export const joined = (list) => list.join("\n");
"#)]
extern "C" {
    fn recorder(calls: &JsValue) -> JsValue;
    fn refusing() -> JsValue;
    fn list() -> JsValue;
    fn joined(list: &JsValue) -> String;
}

#[derive(Serialize)]
struct Click<'a> {
    page: &'a str,
    count: u64,
    tag: Option<Bytes>,
}

const fn click(page: &str, count: u64) -> Click<'_> {
    let tag = None;
    Click { page, count, tag }
}

#[worker_sdk::test]
async fn the_simulator_takes_records(env: Env) -> Result<()> {
    let clicks: Pipeline = env.get("CLICKS")?;
    clicks.send([click("/", 1)]).await?;
    assert_eq!(format!("{clicks:?}"), "Pipeline { .. }");
    Ok(())
}

#[worker_sdk::test]
async fn records_are_sent_in_one_call() -> Result<()> {
    let calls = list();
    let pipeline = Pipeline::from_raw(recorder(&calls));
    let tagged = Click {
        tag: Some(Bytes::from(vec![0, 255])),
        ..click("žluť", 7)
    };
    pipeline.send([click("/", 1), tagged]).await?;
    let maps = [BTreeMap::from([("a", 0.5)])];
    pipeline.send(&maps).await?;
    pipeline.send(Vec::<Click<'_>>::new()).await?;
    drop(pipeline.send([click("never awaited", 1)]));
    assert_eq!(
        joined(&calls),
        r#"[{"page":"/","count":1,"tag":null},{"page":"žluť","count":7,"tag":[0,255]}]
[{"a":0.5}]"#
    );
    Ok(())
}

#[worker_sdk::test]
async fn a_record_that_cannot_be_written_is_named() {
    let calls = list();
    let pipeline = Pipeline::from_raw(recorder(&calls));
    let records = [click("/", 1), click("/", 1 << 60)];
    let error = pipeline.send(records).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "cannot send `[1].count`: 1152921504606846976 is beyond 2^53 − 1, where numbers of JavaScript are not exact; pass \
         it as text"
    );
    assert_eq!(joined(&calls), "");
}

#[worker_sdk::test]
async fn a_record_is_no_list() -> Result<()> {
    let calls = list();
    let pipeline = Pipeline::from_raw(recorder(&calls));
    // A map is a list of pairs where a list is expected.
    let error = pipeline.send(BTreeMap::from([("a", 0.5)])).await;
    let error = error.unwrap_err();
    assert!(error.is_malformed());
    assert_eq!(
        error.to_string(),
        "cannot send `[0]`: it has no fields, and a record of a pipeline is a struct or a map; for one record, send a \
         list of it, `[record]`"
    );
    let records = [Some(click("/", 1)), None];
    let error = pipeline.send(records).await.unwrap_err();
    assert!(error.to_string().starts_with("cannot send `[1]`: it has"));
    assert_eq!(joined(&calls), "");
    Ok(())
}

#[worker_sdk::test]
async fn times_are_text_in_json() -> Result<()> {
    let calls = list();
    let pipeline = Pipeline::from_raw(recorder(&calls));
    let at = Timestamp::from_millis(1_500.0);
    pipeline.send([BTreeMap::from([("at", at)])]).await?;
    assert_eq!(joined(&calls), r#"[{"at":"1970-01-01T00:00:01.500Z"}]"#);
    Ok(())
}

#[worker_sdk::test]
async fn what_the_platform_refuses_is_an_error() {
    let pipeline = Pipeline::from_raw(refusing());
    let error = pipeline.send([click("/", 1)]).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "sending to a pipeline failed: TypeError: not today"
    );
}

#[worker_sdk::test]
fn bindings(env: Env) {
    let error = env.get::<Pipeline>("OTHER").unwrap_err();
    assert!(error.is_missing_binding());
    assert_eq!(
        error.to_string(),
        "no binding named `OTHER` in this environment; add it to `pipelines` in the configuration file"
    );
    let error = env.get::<Pipeline>("TEXT").unwrap_err();
    assert_eq!(
        error.to_string(),
        "`TEXT` in this environment is text, not a pipeline; correct the configuration file, or ask for it as what it is"
    );
}
