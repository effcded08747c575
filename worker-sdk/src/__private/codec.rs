//! The codec, for tests of it in the runtime.

use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;

pub use crate::js::codec::Live;

use crate::error::Result;
use crate::js::codec;

/// A JavaScript value made of a Rust value.
///
/// # Errors
///
/// Fails for what JavaScript cannot hold.
pub fn to_js<T: Serialize + ?Sized>(value: &T) -> Result<JsValue> {
    codec::to_js(value)
}

/// A Rust value made of a JavaScript value.
///
/// # Errors
///
/// Fails when the value does not have the shape of `T`.
pub fn from_js<T: DeserializeOwned>(value: &JsValue) -> Result<T> {
    codec::from_js(value)
}
