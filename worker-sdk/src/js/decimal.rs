//! Numbers as text and back. Rust's own code for it is ten kilobytes.

#[cfg(target_family = "wasm")]
mod sys {
    use wasm_bindgen::prelude::*;

    #[wasm_bindgen(module = "/src/js/decimal.js")]
    extern "C" {
        pub(super) fn to_decimal(number: f64) -> JsValue;
        #[cfg(feature = "json")]
        pub(super) fn from_decimal(text: &JsValue) -> f64;
    }
}

/// The shortest text that stands for `number`.
#[cfg(target_family = "wasm")]
pub(crate) fn decimal_text(number: f64) -> String {
    super::string(&sys::to_decimal(number)).unwrap_or_default()
}

#[cfg(not(target_family = "wasm"))]
pub(crate) fn decimal_text(number: f64) -> String {
    number.to_string()
}

/// The number nearest to what the text says; not a number if it says none.
#[cfg(all(target_family = "wasm", feature = "json"))]
pub(crate) fn decimal(text: &str) -> f64 {
    sys::from_decimal(&super::text(text))
}

#[cfg(all(not(target_family = "wasm"), feature = "json"))]
pub(crate) fn decimal(text: &str) -> f64 {
    text.parse().unwrap_or(f64::NAN)
}
