//! What is known about objects.

use std::fmt;
use std::ops;

use wasm_bindgen::JsValue;

use super::checksums::Checksums;
use super::error::NotIncluded;
use super::metadata::{HttpMetadata, StorageClass, custom_from_js};
use super::range::Range;
use crate::error::{Error, Result};
use crate::http::Headers;
use crate::js;
use crate::task::unread;
use crate::time::Timestamp;

/// What R2 knows about an object, without its content.
///
/// A view of the platform's value: each property is read when it is asked for.
///
/// See <https://developers.cloudflare.com/r2/api/workers/workers-api-reference/#r2object-definition>.
#[derive(Clone)]
pub struct Object(JsValue);

impl Object {
    /// Wraps a JavaScript `R2Object`.
    #[must_use]
    pub fn from_raw(raw: JsValue) -> Self {
        Self(raw)
    }

    /// The JavaScript `R2Object`.
    #[must_use]
    pub fn as_raw(&self) -> &JsValue {
        &self.0
    }

    /// The JavaScript `R2Object`.
    #[must_use]
    pub fn into_raw(self) -> JsValue {
        self.0
    }

    /// The name in the bucket.
    #[must_use]
    pub fn key(&self) -> String {
        self.text("key").unwrap_or_default()
    }

    /// A name for this content: another upload under the same key has another version.
    #[must_use]
    pub fn version(&self) -> String {
        self.text("version").unwrap_or_default()
    }

    /// How many bytes the whole object has, also where a range of it was asked for.
    #[must_use]
    pub fn size(&self) -> u64 {
        js::number(&self.property("size")).unwrap_or_default() as u64
    }

    /// The etag, without quotation marks.
    #[must_use]
    pub fn etag(&self) -> String {
        self.text("etag").unwrap_or_default()
    }

    /// The etag as headers have it, in quotation marks.
    #[must_use]
    pub fn http_etag(&self) -> String {
        self.text("httpEtag").unwrap_or_default()
    }

    /// The checksums that R2 keeps.
    #[must_use]
    pub fn checksums(&self) -> Checksums {
        Checksums::from_js(&self.property("checksums"))
    }

    /// When the object was stored.
    #[must_use]
    pub fn uploaded(&self) -> Timestamp {
        js::time_property(&self.0, "uploaded").unwrap_or(Timestamp::from_millis(0.0))
    }

    /// The headers to serve it with; empty for an object of a listing that did not ask for them.
    #[must_use]
    pub fn http_metadata(&self) -> HttpMetadata {
        HttpMetadata::from_js(&self.property("httpMetadata"))
    }

    /// Sets the headers to serve it with, those that it has.
    ///
    /// # Errors
    ///
    /// Fails for an object of a listing that did not [include](super::Include::HttpMetadata) them, and when a value is
    /// not allowed in a header.
    pub fn write_http_metadata(&self, headers: &mut Headers) -> Result<()> {
        let metadata = self.property("httpMetadata");
        if metadata.is_undefined() {
            return Err(Error::of(NotIncluded { key: self.key() }));
        }
        HttpMetadata::from_js(&metadata).write_to(headers)
    }

    /// Names and values that were stored with it; empty for an object of a listing that did not
    /// [include](super::Include::CustomMetadata) them.
    #[must_use]
    pub fn custom_metadata(&self) -> Vec<(String, String)> {
        custom_from_js(&self.property("customMetadata"))
    }

    /// The value that was stored with it under `name`.
    #[must_use]
    pub fn custom_value(&self, name: &str) -> Option<String> {
        let mut all = self.custom_metadata().into_iter();
        all.find(|(other, _)| other == name).map(|(_, value)| value)
    }

    /// Which of its bytes were asked for; all of them unless a range was given. The platform may not say it of an object
    /// without content.
    #[must_use]
    pub fn range(&self) -> Option<ops::Range<u64>> {
        let range = self.property("range");
        let number = |name| js::number(&js::property(&range, name)).map(|number| number as u64);
        let range = match (number("offset"), number("length"), number("suffix")) {
            (None, None, None) => return None,
            (None, None, Some(length)) => Range::Suffix { length },
            (offset, None, _) => Range::From {
                offset: offset.unwrap_or_default(),
            },
            (offset, Some(length), _) => Range::Slice {
                offset: offset.unwrap_or_default(),
                length,
            },
        };
        Some(range.of(self.size()))
    }

    /// How it is stored; the local simulator does not know.
    #[must_use]
    pub fn storage_class(&self) -> Option<StorageClass> {
        let name = self.text("storageClass").filter(|name| !name.is_empty());
        name.map(StorageClass::from)
    }

    /// The MD5 of the customer's key that it is encrypted with, in the form that R2 gives it.
    #[must_use]
    pub fn ssec_key_md5(&self) -> Option<String> {
        self.text("ssecKeyMd5")
    }

    fn property(&self, name: &'static str) -> JsValue {
        js::property(&self.0, name)
    }

    fn text(&self, name: &'static str) -> Option<String> {
        js::string(&self.property(name))
    }
}

unread!(Object);

impl fmt::Debug for Object {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Object")
            .field("key", &self.key())
            .field("size", &self.size())
            .field("etag", &self.etag())
            .finish_non_exhaustive()
    }
}
