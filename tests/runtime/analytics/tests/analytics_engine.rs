//! Data points for the simulator, which takes and keeps nothing, and for a stand-in that shows what it was given.
#![cfg(target_family = "wasm")]

use std::borrow::Cow;

use wasm_bindgen::prelude::*;
use worker_sdk::analytics_engine::{Blob, DataPoint, Dataset};
use worker_sdk::{Bytes, Env, Result};

#[wasm_bindgen(inline_js = r#"
export const recorder = (points) => ({
  writeDataPoint: (point) => {
    const shown = (_, value) => (value instanceof Uint8Array ? { bytes: [...value] } : value);
    points.push(JSON.stringify(point, shown));
  },
});
export const refusing = () => ({ writeDataPoint: () => { throw new TypeError("not today") } });
export const list = () => [];
export const joined = (list) => list.join("\n");
"#)]
extern "C" {
    fn recorder(points: &JsValue) -> JsValue;
    fn refusing() -> JsValue;
    fn list() -> JsValue;
    fn joined(list: &JsValue) -> String;
}

#[worker_sdk::test]
fn the_simulator_takes_points(env: Env) -> Result<()> {
    let visits: Dataset = env.get("VISITS")?;
    visits.write_data_point(&DataPoint::new())?;
    visits.write_data_point(&DataPoint::new().index("a").blob("b").double(1))?;
    assert_eq!(format!("{visits:?}"), "Dataset { .. }");
    Ok(())
}

#[worker_sdk::test]
fn points_have_the_form_of_the_platform() -> Result<()> {
    let points = list();
    let dataset = Dataset::from_raw(recorder(&points));
    dataset.write_data_point(&DataPoint::new())?;
    let (owned, bytes) = (String::from("owned"), vec![1]);
    let point = DataPoint::new()
        .index("first")
        .index("zákazník 42")
        .blob("/platba")
        .blob(None::<String>)
        .blob(vec![0, 255])
        .blob(Blob::null())
        .blob(String::new())
        .blob(&owned)
        .blob(b"a")
        .blob(&bytes)
        .blob(Bytes::from(vec![2]))
        .blob(Cow::Borrowed("or not"))
        .double(0.5)
        .double(-7)
        .double(u32::MAX);
    dataset.write_data_point(&point)?;
    dataset.write_data_point(&DataPoint::new().index([1, 2].as_slice()))?;
    assert_eq!(
        joined(&points),
        r#"{"indexes":[],"blobs":[],"doubles":[]}
{"indexes":["zákazník 42"],"blobs":["/platba",null,{"bytes":[0,255]},null,"","owned",{"bytes":[97]},{"bytes":[1]},{"bytes":[2]},"or not"],"doubles":[0.5,-7,4294967295]}
{"indexes":[{"bytes":[1,2]}],"blobs":[],"doubles":[]}"#
    );
    Ok(())
}

#[worker_sdk::test]
fn what_is_too_large_is_not_written() {
    let points = list();
    let dataset = Dataset::from_raw(recorder(&points));
    let point = DataPoint::new().index("i".repeat(97));
    let error = dataset.write_data_point(&point).unwrap_err();
    assert!(error.is_too_large());
    assert_eq!(
        error.to_string(),
        "the index of a data point has 97 bytes, and 96 are the most; shorten it, for instance to a hash"
    );
    assert_eq!(joined(&points), "");
}

#[worker_sdk::test]
fn what_the_platform_refuses_is_an_error() {
    let dataset = Dataset::from_raw(refusing());
    let error = dataset.write_data_point(&DataPoint::new()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "writing a data point failed: TypeError: not today"
    );
}

#[worker_sdk::test]
fn bindings(env: Env) {
    let error = env.get::<Dataset>("OTHER").unwrap_err();
    assert!(error.is_missing_binding());
    assert_eq!(
        error.to_string(),
        "no binding named `OTHER` in this environment; add it to `analytics_engine_datasets` in the configuration file"
    );
    let error = env.get::<Dataset>("TEXT").unwrap_err();
    assert_eq!(
        error.to_string(),
        "`TEXT` in this environment is text, not an Analytics Engine dataset; correct the configuration file, or ask \
         for it as what it is"
    );
}
