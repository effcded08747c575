//! `request.cf`.

use std::fmt;

use wasm_bindgen::JsValue;

use crate::js;

/// What the platform knows about the connection of an incoming request.
///
/// Every property may be absent: in local development, in tests, in requests from other workers, and on plans
/// without the product that fills it.
///
/// See <https://developers.cloudflare.com/workers/runtime-apis/request/#incomingrequestcfproperties>.
#[derive(Clone)]
pub struct Cf(JsValue);

impl Cf {
    /// Wraps a JavaScript object of properties, or `undefined`.
    #[must_use]
    pub fn from_raw(raw: JsValue) -> Self {
        Self(raw)
    }

    /// The JavaScript object, or `undefined`.
    #[must_use]
    pub fn as_raw(&self) -> &JsValue {
        &self.0
    }

    /// A property that is text.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<String> {
        js::string(&js::property_named(&self.0, name))
    }

    /// A property that is a number.
    #[must_use]
    pub fn number(&self, name: &str) -> Option<f64> {
        js::number(&js::property_named(&self.0, name))
    }
}

impl fmt::Debug for Cf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Cf { .. }")
    }
}
