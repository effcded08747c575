//! What an object can do.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/js/methods.js")]
extern "C" {
    fn has_method(value: &JsValue, name: &JsValue) -> i32;
}

/// Whether `value` has all of these methods. This is how bindings are told apart.
pub(crate) fn has_methods(value: &JsValue, names: &[&'static str]) -> bool {
    names
        .iter()
        .all(|&name| has_method(value, &super::constant(name)) != 0)
}
