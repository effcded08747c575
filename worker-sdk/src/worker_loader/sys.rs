//! Raw imports. What fails is kept, and gives `undefined`.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/js/worker_loader.js")]
extern "C" {
    pub(super) fn get_worker(loader: &JsValue, name: &JsValue, code: &JsValue) -> JsValue;
    pub(super) fn load_worker(loader: &JsValue, code: &JsValue) -> JsValue;
    pub(super) fn get_entrypoint(worker: &JsValue, name: &JsValue, options: &JsValue) -> JsValue;
    pub(super) fn get_class(worker: &JsValue, name: &JsValue, options: &JsValue) -> JsValue;
    pub(crate) fn dispatch(
        namespace: &JsValue,
        name: &JsValue,
        args: &JsValue,
        options: &JsValue,
    ) -> JsValue;
}
