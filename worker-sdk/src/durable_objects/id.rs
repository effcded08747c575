//! Names of objects.

use std::fmt;
use std::hash::{Hash, Hasher};

use wasm_bindgen::JsValue;

use super::placement::Jurisdiction;
use super::sys;
use crate::js;

/// The id of an object: 64 hexadecimal digits, which are also its text.
///
/// Two ids are equal when their digits are, also those of different namespaces. Keep the text, and make an id of it with
/// [`Namespace::id_from_string`](super::Namespace::id_from_string).
///
/// See <https://developers.cloudflare.com/durable-objects/api/id/>.
#[derive(Clone)]
pub struct Id {
    raw: JsValue,
    text: String,
}

impl Id {
    /// Wraps a JavaScript `DurableObjectId`.
    #[must_use]
    pub fn from_raw(raw: JsValue) -> Self {
        let text = js::string(&sys::id_text(&raw)).unwrap_or_default();
        Self { raw, text }
    }

    /// The JavaScript `DurableObjectId`.
    #[must_use]
    pub fn as_raw(&self) -> &JsValue {
        &self.raw
    }

    /// The JavaScript `DurableObjectId`.
    #[must_use]
    pub fn into_raw(self) -> JsValue {
        self.raw
    }

    /// The 64 hexadecimal digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The name that the id was made of; `None` for those made otherwise.
    #[must_use]
    pub fn name(&self) -> Option<String> {
        js::string_property(&self.raw, "name")
    }

    /// The jurisdiction that the object cannot leave, if the id was made for one.
    #[must_use]
    pub fn jurisdiction(&self) -> Option<Jurisdiction> {
        let name = js::string_property(&self.raw, "jurisdiction")?;
        Some(Jurisdiction::new(name))
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Id").field(&self.text).finish()
    }
}

impl PartialEq for Id {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Id {}

impl Hash for Id {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

impl AsRef<str> for Id {
    fn as_ref(&self) -> &str {
        &self.text
    }
}
