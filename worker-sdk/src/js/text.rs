//! Text across the boundary.
//!
//! Imports take and return JavaScript values and 32-bit integers only, for which wasm-bindgen needs no glue: text is
//! turned into a JavaScript string first, and read out of one afterwards.

use std::mem::MaybeUninit;

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/js/text.js")]
extern "C" {
    #[wasm_bindgen(js_name = new_text)]
    fn js_new_text(at: i32, length: i32) -> JsValue;
    #[wasm_bindgen(js_name = constant)]
    fn js_constant_text(at: i32, length: i32) -> JsValue;
    #[wasm_bindgen(js_name = write_text)]
    fn js_write_text(value: &JsValue, at: i32, capacity: i32) -> i32;
    #[wasm_bindgen(js_name = take_text)]
    fn js_take_text(at: i32, room: i32) -> i32;
}

/// Longer texts are written into memory that is reserved for them.
const SHORT: usize = 256;

/// What `js_write_text` answers for a value that is not a string; longer texts are below.
const NOT_TEXT: i32 = -1;

/// A JavaScript string.
pub(crate) fn text(text: &str) -> JsValue {
    js_new_text(text.as_ptr() as i32, text.len() as i32)
}

/// The JavaScript string of a constant, made once for each instance.
pub(crate) fn constant(text: &'static str) -> JsValue {
    js_constant_text(text.as_ptr() as i32, text.len() as i32)
}

/// The text of a JavaScript string; `None` for any other value.
pub(crate) fn string(value: &JsValue) -> Option<String> {
    written(&|at, room| js_write_text(value, at, room))
}

/// The text that a JavaScript function writes with `write_text` of text.js, given an address and the room there.
#[inline(never)]
pub(crate) fn written(write: &dyn Fn(i32, i32) -> i32) -> Option<String> {
    let mut buffer = [MaybeUninit::<u8>::uninit(); SHORT];
    let written = write(buffer.as_mut_ptr() as i32, SHORT as i32);
    match written {
        NOT_TEXT => None,
        0.. => {
            // SAFETY: `write_text` wrote that many bytes of UTF-8, at most `SHORT`.
            let text = unsafe {
                let bytes =
                    std::slice::from_raw_parts(buffer.as_ptr().cast::<u8>(), written as usize);
                std::str::from_utf8_unchecked(bytes)
            };
            Some(text.to_owned())
        }
        long => Some(take((NOT_TEXT - 1 - long) as usize)),
    }
}

/// The text, of so many UTF-16 units, that the last `js_write_text` kept because it was too long.
#[cold]
#[inline(never)]
fn take(units: usize) -> String {
    // What is enough for ASCII.
    let mut bytes = Vec::<u8>::with_capacity(units);
    loop {
        let room = bytes.spare_capacity_mut();
        let written = js_take_text(room.as_mut_ptr() as i32, room.len() as i32);
        let is_all = written >= 0;
        let written = if is_all { written } else { !written };
        // SAFETY: `take_text` wrote so many bytes into the room.
        unsafe { bytes.set_len(bytes.len() + written as usize) };
        if is_all {
            // SAFETY: an encoder wrote whole characters each time.
            return unsafe { String::from_utf8_unchecked(bytes) };
        }
        // Text of many megabytes must not take twice its length.
        bytes.reserve_exact(bytes.len() / 4 + 4);
    }
}
