//! Values that JavaScript threw, and errors for JavaScript to throw.

use std::error::Error as StdError;
use std::fmt::Write;

use wasm_bindgen::prelude::*;

use crate::error::Error;

#[wasm_bindgen(module = "/src/js/errors.js")]
extern "C" {
    fn error_name(value: &JsValue) -> JsValue;
    fn described_error(value: &JsValue) -> JsValue;
    fn error_flag(value: &JsValue, name: &JsValue) -> i32;
    fn new_error(message: &JsValue, cause: &JsValue) -> JsValue;
}

#[wasm_bindgen(module = "/src/js/runtime.js")]
extern "C" {
    pub(crate) fn take_failure() -> JsValue;
}

/// Marks that the platform sets on errors of remote calls.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Flag {
    Remote,
    Retryable,
    Overloaded,
    DurableObjectReset,
}

pub(crate) fn flag(value: &JsValue, flag: Flag) -> bool {
    let name = match flag {
        Flag::Remote => "remote",
        Flag::Retryable => "retryable",
        Flag::Overloaded => "overloaded",
        Flag::DurableObjectReset => "durableObjectReset",
    };
    error_flag(value, &super::constant(name)) == 1
}

pub(crate) fn name(value: &JsValue) -> String {
    super::string(&error_name(value)).unwrap_or_default()
}

/// A JavaScript `Error` of one's own.
pub(crate) fn new_error_of(message: &str) -> JsValue {
    new_error(&super::text(message), &JsValue::UNDEFINED)
}

/// Name and message of whatever was thrown.
pub(crate) fn described(value: &JsValue) -> String {
    super::string(&described_error(value)).unwrap_or_default()
}

/// A JavaScript `Error` with the message of `error` and its sources as causes.
///
/// What was thrown goes back as it came, as the error itself or as the last cause.
#[cold]
#[inline(never)]
pub(crate) fn error_to_js(error: &(dyn StdError + 'static)) -> JsValue {
    if let Some(thrown) = error.downcast_ref::<Error>().and_then(Error::to_js) {
        return thrown;
    }
    let cause = match error.source() {
        Some(source) => error_to_js(source),
        None => JsValue::UNDEFINED,
    };
    // `to_string` panics where a `Display` fails, with code that fills up and cuts text.
    let mut text = String::new();
    let _ = write!(text, "{error}");
    new_error(&super::text(&text), &cause)
}
