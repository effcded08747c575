//! Raw imports, which do not throw.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/js/stream.js")]
extern "C" {
    pub(super) fn call(stream: &JsValue, id: &JsValue, path: &JsValue, args: &JsValue) -> JsValue;
}

#[wasm_bindgen(module = "/src/js/rpc.js")]
extern "C" {
    pub(super) fn readable(content: &JsValue) -> JsValue;
}
