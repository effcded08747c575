//! The stand-in.

use serde_json::{Value, json};
use wasm_bindgen::prelude::*;
use worker_sdk::stream::Stream;

#[wasm_bindgen(module = "/tests/all/platform.js")]
extern "C" {
    pub(crate) fn thrown(properties: &str) -> JsValue;
    fn platform(calls: &JsValue, answer: &str) -> JsValue;
    fn list() -> JsValue;
    fn written(list: &JsValue) -> String;
}

/// What a test asks, and what the platform was told.
#[derive(Debug)]
pub(crate) struct Platform {
    /// The binding.
    pub(crate) stream: Stream,
    calls: JsValue,
}

impl Platform {
    /// A platform that answers each call with this value.
    pub(crate) fn answering(value: &Value) -> Self {
        Self::new(&json!({ "value": value }))
    }

    /// The same, with a stub in it as a member of this name.
    pub(crate) fn answering_with_stub(value: &Value, stub: &str) -> Self {
        Self::new(&json!({ "value": value, "stub": stub }))
    }

    /// A platform that refuses each call with an error that has these properties, the message among them.
    pub(crate) fn refusing(error: &Value) -> Self {
        Self::new(&json!({ "thrown": error }))
    }

    fn new(answer: &Value) -> Self {
        let calls = list();
        let stream = Stream::from_raw(platform(&calls, &answer.to_string()));
        Self { stream, calls }
    }

    /// What it was told: names, and lists of the name of a method and its arguments.
    pub(crate) fn told(&self) -> Value {
        serde_json::from_str(&written(&self.calls)).unwrap()
    }

    /// The calls alone.
    pub(crate) fn calls(&self) -> Value {
        let Value::Array(mut told) = self.told() else {
            panic!("{:?} is no list", self.told())
        };
        told.retain(Value::is_array);
        told.into()
    }
}
