//! Bytes across the boundary, with one copy.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/js/runtime.js")]
extern "C" {
    fn bytes_length(value: &JsValue) -> usize;
    fn copy_bytes(value: &JsValue, at: *mut u8);
    fn new_bytes(at: *const u8, length: usize) -> JsValue;
}

/// Copies an `ArrayBuffer` or a view of one.
#[allow(
    unsafe_code,
    reason = "JavaScript writes the bytes into memory that Rust reserved"
)]
pub(crate) fn from_js(value: &JsValue) -> Vec<u8> {
    let length = bytes_length(value);
    let mut bytes = Vec::with_capacity(length);
    copy_bytes(value, bytes.as_mut_ptr());
    // SAFETY: the capacity is `length`, and `copy_bytes` has just written all `length` bytes of the value, whose
    // length cannot change between two calls of one synchronous function.
    unsafe { bytes.set_len(length) };
    bytes
}

/// A new `Uint8Array` with a copy of `bytes`.
pub(crate) fn to_js(bytes: &[u8]) -> JsValue {
    new_bytes(bytes.as_ptr(), bytes.len())
}
