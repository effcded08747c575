//! Raw imports. Those that give promises do not throw.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/js/email.js")]
extern "C" {
    pub(super) fn forward_email(message: &JsValue, to: &JsValue, headers: &JsValue) -> JsValue;
    pub(super) fn reply_email(message: &JsValue, mail: &JsValue) -> JsValue;
    pub(super) fn send_email(sender: &JsValue, mail: &JsValue) -> JsValue;
    pub(super) fn set_reject(message: &JsValue, reason: &JsValue) -> JsValue;
    pub(super) fn header_object(fields: &JsValue) -> JsValue;
    pub(super) fn decoded_words(text: &JsValue) -> JsValue;
}

#[wasm_bindgen(module = "/src/js/email_message.js")]
extern "C" {
    pub(super) fn email_message(from: &JsValue, to: &JsValue, raw: &JsValue) -> JsValue;
}
