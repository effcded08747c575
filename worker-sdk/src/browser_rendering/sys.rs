//! Raw imports. Those that give promises do not throw.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/js/browser_rendering.js")]
extern "C" {
    pub(super) fn quick_action(browser: &JsValue, action: &JsValue, options: &JsValue) -> JsValue;
    pub(super) fn script(
        browser: &JsValue,
        session: &JsValue,
        code: &JsValue,
        options: &JsValue,
    ) -> JsValue;
}
