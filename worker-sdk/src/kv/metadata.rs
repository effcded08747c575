//! Metadata and JSON values as types.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Number, Value};
use wasm_bindgen::JsValue;

use super::MAX_METADATA_LENGTH;
use super::error::{RefusedMetadata, WrongShape};
use crate::error::{Error, Result};
use crate::js::{self, exact};
use crate::json;

/// Metadata as the platform has parsed it; null is none.
pub(super) fn read<M: DeserializeOwned>(
    metadata: &JsValue,
    key: impl FnOnce() -> String,
) -> Result<Option<M>> {
    if metadata.is_null() || metadata.is_undefined() {
        return Ok(None);
    }
    let text = js::json_text(metadata).unwrap_or_default();
    json::from_str(&text)
        .map(Some)
        .map_err(|source| wrong("metadata", key(), source))
}

/// Metadata to be stored.
pub(super) fn write<M: Serialize>(metadata: &M, key: impl FnOnce() -> String) -> Result<JsValue> {
    let value = serde_json::to_value(metadata)?;
    if let Some(integer) = inexact(&value) {
        let integer = integer.to_string();
        return Err(Error::of(RefusedMetadata::Integer {
            key: key(),
            integer,
        }));
    }
    let metadata = js::parse_json(&value.to_string());
    let length = js::json_text(&metadata).unwrap_or_default().len();
    if length > MAX_METADATA_LENGTH {
        return Err(Error::of(RefusedMetadata::Large { key: key(), length }));
    }
    Ok(metadata)
}

/// An integer that the platform would round, as it stores what JavaScript makes of the metadata.
fn inexact(value: &Value) -> Option<&Number> {
    match value {
        Value::Number(number) if number.is_f64() => None,
        Value::Number(number) => {
            let exact = number.as_i64().and_then(exact::from_i64);
            exact.is_none().then_some(number)
        }
        Value::Array(items) => items.iter().find_map(inexact),
        Value::Object(fields) => fields.values().find_map(inexact),
        Value::Null | Value::Bool(_) | Value::String(_) => None,
    }
}

/// A value that is JSON. A byte order mark is skipped, as where a body is read.
pub(super) fn parse<T: DeserializeOwned>(text: &str, key: impl FnOnce() -> String) -> Result<T> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    json::from_str(text).map_err(|source| wrong("value", key(), source))
}

#[cold]
fn wrong(what: &'static str, key: String, source: json::Error) -> Error {
    Error::of(WrongShape {
        key,
        what,
        source: source.into(),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{inexact, parse};

    #[test]
    fn integers_that_would_be_rounded_are_found() {
        let found = |value| inexact(&value).map(ToString::to_string);
        assert_eq!(
            found(json!([{"a": 9_007_199_254_740_991_i64, "b": 1e300}, -1, "x", null])),
            None
        );
        for (value, integer) in [
            (
                json!({"a": [9_007_199_254_740_992_i64]}),
                "9007199254740992",
            ),
            (json!(i64::MIN), "-9223372036854775808"),
            (json!(u64::MAX), "18446744073709551615"),
        ] {
            assert_eq!(found(value).as_deref(), Some(integer));
        }
    }

    #[test]
    fn a_value_that_is_not_json_is_named() {
        let error = parse::<u32>("four", || "k".to_owned()).unwrap_err();
        assert!(error.is_malformed());
        assert_eq!(
            error.to_string(),
            "the value of the KV key `k` is not the expected JSON: expected ident at line 1 column 2"
        );
        assert_eq!(parse::<u32>("\u{feff}4", String::new).unwrap(), 4);
    }
}
