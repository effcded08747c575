//! JSON text of JavaScript values, and back.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/js/json.js")]
extern "C" {
    fn to_json(value: &JsValue) -> JsValue;
    fn parse_json(text: &JsValue) -> JsValue;
}

/// The value that `text` describes; `undefined` if it is not JSON.
pub(crate) fn parse(text: &str) -> JsValue {
    parse_json(&super::text(text))
}

/// The JSON text of `value`, if it has one.
pub(crate) fn text(value: &JsValue) -> Option<String> {
    super::string(&to_json(value))
}
