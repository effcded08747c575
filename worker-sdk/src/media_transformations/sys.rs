//! Raw imports. They give promises, and do not throw.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/js/media_transformations.js")]
extern "C" {
    pub(super) fn transform(
        media: &JsValue,
        content: &JsValue,
        transform: &JsValue,
        output: &JsValue,
        method: &JsValue,
    ) -> JsValue;
    pub(super) fn of_media(media: &JsValue, method: &JsValue) -> JsValue;
}
