//! The stand-in.

use serde_json::Value;
use wasm_bindgen::prelude::*;
use worker_sdk::ai::Ai;

#[wasm_bindgen(module = "/tests/all/platform.js")]
extern "C" {
    fn platform(calls: &JsValue, answer: &str) -> JsValue;
    pub(crate) fn list() -> JsValue;
    pub(crate) fn written(list: &JsValue) -> String;
}

/// What a test asks, and what the platform was told.
#[derive(Debug)]
pub(crate) struct Platform {
    /// The binding.
    pub(crate) ai: Ai,
    calls: JsValue,
}

impl Platform {
    /// A platform that answers each call with this JSON: `body` (a text, or a list of chunks), `type`, `status`, `headers`,
    /// that it is a `socket`, and how many milliseconds each call `waits`.
    pub(crate) fn answering(answer: &Value) -> Self {
        let calls = list();
        let ai = Ai::from_raw(platform(&calls, &answer.to_string()));
        Self { ai, calls }
    }

    /// A platform that answers with JSON.
    pub(crate) fn with_json(answer: &Value) -> Self {
        Self::answering(
            &serde_json::json!({ "type": "application/json", "body": answer.to_string() }),
        )
    }

    /// What it was told: for each call the URL, the headers and the body.
    pub(crate) fn calls(&self) -> Vec<Value> {
        serde_json::from_str(&written(&self.calls)).unwrap()
    }

    /// Inputs and options of the only call.
    pub(crate) fn told(&self) -> Value {
        let calls = self.calls();
        assert_eq!(calls.len(), 1, "{calls:?}");
        serde_json::from_str(calls[0]["body"].as_str().unwrap()).unwrap()
    }
}
