//! Raw imports. Those that give promises do not throw; `of_result` keeps the failure and returns `undefined`.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/js/images.js")]
extern "C" {
    pub(super) fn info(images: &JsValue, source: &JsValue) -> JsValue;
    pub(super) fn output(images: &JsValue, image: &JsValue, options: &JsValue) -> JsValue;
    pub(super) fn of_result(result: &JsValue, method: &JsValue, options: &JsValue) -> JsValue;

    pub(super) fn upload(images: &JsValue, source: &JsValue, options: &JsValue) -> JsValue;
    pub(super) fn list(images: &JsValue, options: &JsValue) -> JsValue;
    pub(super) fn direct_upload(images: &JsValue, options: &JsValue) -> JsValue;
    pub(super) fn of_image(
        images: &JsValue,
        id: &JsValue,
        method: &JsValue,
        options: &JsValue,
    ) -> JsValue;
}
