//! What an object keeps.

use std::fmt;

use wasm_bindgen::JsValue;

/// The storage of an object, which outlives it. Cheap to clone.
///
/// See <https://developers.cloudflare.com/durable-objects/api/sqlite-storage-api/>.
#[derive(Clone)]
pub struct Storage(JsValue);

impl Storage {
    /// Wraps a JavaScript `DurableObjectStorage`.
    #[must_use]
    pub fn from_raw(raw: JsValue) -> Self {
        Self(raw)
    }

    /// The JavaScript `DurableObjectStorage`.
    #[must_use]
    pub fn as_raw(&self) -> &JsValue {
        &self.0
    }

    /// The JavaScript `DurableObjectStorage`.
    #[must_use]
    pub fn into_raw(self) -> JsValue {
        self.0
    }
}

impl fmt::Debug for Storage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Storage { .. }")
    }
}
