//! What an object can do.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/js/methods.js")]
extern "C" {
    fn has_method(value: &JsValue, name: i32, length: i32) -> i32;
}

/// Whether `value` has all of these methods. This is how bindings are told apart.
pub(crate) fn has_methods(value: &JsValue, names: &[&'static str]) -> bool {
    names
        .iter()
        .all(|&name| has_method(value, name.as_ptr() as i32, name.len() as i32) != 0)
}
