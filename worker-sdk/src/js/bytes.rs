//! Bytes across the boundary, with one copy.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/js/bytes.js")]
extern "C" {
    fn bytes_length(value: &JsValue) -> i32;
    fn copy_part(value: &JsValue, from: i32, at: i32, room: i32) -> i32;
    fn new_bytes(at: i32, length: i32) -> JsValue;
}

/// Copies an `ArrayBuffer` or a view of one.
pub(crate) fn from_js(value: &JsValue) -> Vec<u8> {
    rest(value, 0)
}

/// Copies what stands in an `ArrayBuffer` or a view of one from `from` on.
pub(crate) fn rest(value: &JsValue, from: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    append(value, from, &mut bytes);
    bytes
}

/// Copies a list of them, one behind the other.
pub(crate) fn joined(values: &JsValue) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(super::items(values).map(|value| length(&value)).sum());
    for value in super::items(values) {
        append(&value, 0, &mut bytes);
    }
    bytes
}

fn append(value: &JsValue, from: usize, bytes: &mut Vec<u8>) {
    let length = length(value).saturating_sub(from);
    bytes.reserve_exact(length);
    let room = bytes.spare_capacity_mut();
    let at = room.as_mut_ptr() as i32;
    let copied = copy_part(value, from as i32, at, length as i32) as usize;
    // SAFETY: there is room for `length` more, and `copy_part` says how many bytes it wrote.
    unsafe { bytes.set_len(bytes.len() + copied.min(length)) };
}

/// The length of an `ArrayBuffer` or a view of one.
pub(crate) fn length(value: &JsValue) -> usize {
    bytes_length(value) as usize
}

/// Copies what stands in an `ArrayBuffer` or a view of one from `from` on, as much as there is room for, and says how
/// much that was.
pub(crate) fn part(value: &JsValue, from: usize, room: &mut [u8]) -> usize {
    let at = room.as_mut_ptr() as i32;
    copy_part(value, from as i32, at, room.len() as i32) as usize
}

/// A new `Uint8Array` with a copy of `bytes`.
pub(crate) fn to_js(bytes: &[u8]) -> JsValue {
    new_bytes(bytes.as_ptr() as i32, bytes.len() as i32)
}
