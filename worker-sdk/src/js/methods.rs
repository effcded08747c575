//! What an object can do.

use wasm_bindgen::JsValue;

/// Whether `value` is an object of this class of the platform.
#[cfg(feature = "serde")]
pub(crate) fn is_of_class(value: &JsValue, class: &'static str) -> bool {
    sys::is_of_class(value, class.as_ptr() as i32, class.len() as i32) != 0
}

/// Whether `value`, which stands on the environment, has all methods whose names stand in `names`, apart by spaces, and
/// none with an exclamation mark. It is remembered, as each event asks for the same ones.
pub(crate) fn is_binding(value: &JsValue, names: &'static str) -> bool {
    sys::is_binding(value, names.as_ptr() as i32, names.len() as i32) != 0
}

mod sys {
    use wasm_bindgen::prelude::*;

    #[wasm_bindgen(module = "/src/js/methods.js")]
    extern "C" {
        #[cfg(feature = "serde")]
        pub(super) fn is_of_class(value: &JsValue, class: i32, length: i32) -> i32;
        pub(super) fn is_binding(value: &JsValue, names: i32, length: i32) -> i32;
    }
}
