//! Browser Rendering, with a stand-in for the browser.
#![cfg(target_family = "wasm")]

mod devtools;
mod scripts;
mod sessions;

use serde_json::Value;
use wasm_bindgen::prelude::*;
use worker_sdk::Result;
use worker_sdk::browser_rendering::{Browser, Session};

#[wasm_bindgen(module = "/tests/all/browser.js")]
extern "C" {
    #[wasm_bindgen(js_name = standIn)]
    fn stand_in() -> JsValue;
    fn older() -> JsValue;
    fn empty() -> JsValue;
    fn requests() -> String;
}

fn browser() -> Browser {
    Browser::from_raw(stand_in())
}

/// What the stand-in was asked since this was called.
fn asked() -> Vec<String> {
    let asked: Value = serde_json::from_str(&requests()).unwrap();
    let list = asked.as_array().unwrap().iter();
    list.map(|line| line.as_str().unwrap().to_owned()).collect()
}

async fn with_session(run: impl AsyncFnOnce(&Session) -> Result<()>) -> Result<()> {
    browser().with_session(run).await
}
