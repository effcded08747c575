//! Products that answer remote calls: Media Transformations, Flagship, Artifacts. There is no simulator of the first, and the pinned
//! wrangler has none of the others, so stand-ins with the platform's interface are called, as remote objects of the runtime.
#![cfg(target_family = "wasm")]

mod artifacts;
mod flagship;
mod git;
mod media;
mod simulated_artifacts;
mod simulated_flagship;
#[path = "../../../wrangler.rs"]
mod wrangler;

use serde_json::Value;
use wasm_bindgen::prelude::*;
use worker_sdk::Error;

#[wasm_bindgen(module = "/tests/all/calls.js")]
extern "C" {
    fn list() -> JsValue;
    fn written(list: &JsValue) -> String;
}

/// What a stand-in was asked.
fn calls_of(list: &JsValue) -> Value {
    serde_json::from_str(&written(list)).unwrap()
}

/// What there is none of.
fn needs_to_be_remote(error: &Error) {
    let said = error.to_string();
    assert!(said.contains("needs to be run remotely"), "{said}");
}
