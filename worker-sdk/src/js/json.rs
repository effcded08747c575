//! JSON text of JavaScript values, and back.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/js/env.js")]
extern "C" {
    fn to_json(value: &JsValue) -> Option<String>;
    #[wasm_bindgen(catch)]
    fn parse_json(text: &str) -> Result<JsValue, JsValue>;
}

/// The value that `text` describes.
pub(crate) fn parse(text: &str) -> Option<JsValue> {
    parse_json(text).ok()
}

/// The JSON text of `value`, if it has one.
pub(crate) fn text(value: &JsValue) -> Option<String> {
    to_json(value)
}
