//! What is kept beside the content of an object.

use std::fmt;

use wasm_bindgen::JsValue;

use super::error::{NotHex, WrongLength};
use super::sys;
use crate::crypto::from_hex;
use crate::error::{Error, Result};
use crate::http::Headers;
use crate::js::{self, Options, words};
use crate::time::Timestamp;

/// Headers that an object is served with.
///
/// # Examples
///
/// ```
/// use worker_sdk::r2::HttpMetadata;
///
/// let metadata = HttpMetadata::new().content_type("text/css").cache_control("max-age=3600");
/// let mut headers = worker_sdk::Headers::new();
/// metadata.write_to(&mut headers)?;
/// assert_eq!(HttpMetadata::from(&headers), metadata);
/// # Ok::<(), worker_sdk::Error>(())
/// ```
///
/// See <https://developers.cloudflare.com/r2/api/workers/workers-api-reference/#http-metadata>.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct HttpMetadata {
    /// `content-type`.
    pub content_type: Option<String>,
    /// `content-language`.
    pub content_language: Option<String>,
    /// `content-disposition`.
    pub content_disposition: Option<String>,
    /// `content-encoding`: how the stored bytes are compressed.
    pub content_encoding: Option<String>,
    /// `cache-control`.
    pub cache_control: Option<String>,
    /// `expires`.
    pub cache_expiry: Option<Timestamp>,
}

macro_rules! texts {
    ($($(#[$doc:meta])* $name:ident;)*) => {
        $(
            $(#[$doc])*
            #[must_use]
            pub fn $name(mut self, value: impl Into<String>) -> Self {
                self.$name = Some(value.into());
                self
            }
        )*
    };
}

impl HttpMetadata {
    /// No header.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    texts! {
        /// `content-type`.
        content_type;
        /// `content-language`.
        content_language;
        /// `content-disposition`.
        content_disposition;
        /// `content-encoding`: how the stored bytes are compressed.
        content_encoding;
        /// `cache-control`.
        cache_control;
    }

    /// `expires`.
    #[must_use]
    pub fn cache_expiry(mut self, time: Timestamp) -> Self {
        self.cache_expiry = Some(time);
        self
    }

    /// Sets those headers that there is a value for.
    ///
    /// # Errors
    ///
    /// Fails when a value is not allowed in a header.
    pub fn write_to(&self, headers: &mut Headers) -> Result<()> {
        for (name, _, value) in self.texts() {
            if let Some(value) = value {
                headers.set(name, value)?;
            }
        }
        if let Some(time) = self.cache_expiry {
            headers.set("expires", time.to_http_date())?;
        }
        Ok(())
    }

    /// Name of the header, name at the platform, value.
    fn texts(&self) -> [(&'static str, &'static str, Option<&str>); 5] {
        let disposition = self.content_disposition.as_deref();
        [
            ("content-type", "contentType", self.content_type.as_deref()),
            (
                "content-language",
                "contentLanguage",
                self.content_language.as_deref(),
            ),
            ("content-disposition", "contentDisposition", disposition),
            (
                "content-encoding",
                "contentEncoding",
                self.content_encoding.as_deref(),
            ),
            (
                "cache-control",
                "cacheControl",
                self.cache_control.as_deref(),
            ),
        ]
    }

    pub(super) fn options(&self) -> Options {
        let mut options = Options::new();
        for (_, name, value) in self.texts() {
            options = options.text(name, value);
        }
        let expiry = self.cache_expiry.map(|time| sys::date_of(time.as_millis()));
        options.value("cacheExpiry", expiry)
    }

    pub(super) fn from_js(value: &JsValue) -> Self {
        let text = |name| js::string_property(value, name);
        Self {
            content_type: text("contentType"),
            content_language: text("contentLanguage"),
            content_disposition: text("contentDisposition"),
            content_encoding: text("contentEncoding"),
            cache_control: text("cacheControl"),
            cache_expiry: js::time_property(value, "cacheExpiry"),
        }
    }
}

impl From<&Headers> for HttpMetadata {
    /// The metadata that these headers describe, such as those of an upload.
    fn from(headers: &Headers) -> Self {
        let expires = headers.get("expires");
        Self {
            content_type: headers.get("content-type"),
            content_language: headers.get("content-language"),
            content_disposition: headers.get("content-disposition"),
            content_encoding: headers.get("content-encoding"),
            cache_control: headers.get("cache-control"),
            cache_expiry: expires.as_deref().and_then(Timestamp::from_http_date),
        }
    }
}

/// Names and values as an object.
pub(super) fn custom_to_js(pairs: &[(String, String)]) -> JsValue {
    let flat = pairs
        .iter()
        .flat_map(|(name, value)| [js::text(name), js::text(value)]);
    sys::object_of(&js::list(flat))
}

pub(super) fn custom_from_js(object: &JsValue) -> Vec<(String, String)> {
    let mut flat = js::list_to_strings(&sys::entries_of(object)).into_iter();
    std::iter::from_fn(|| Some((flat.next()?, flat.next()?))).collect()
}

words! {
    /// How an object is stored.
    ///
    /// See <https://developers.cloudflare.com/r2/buckets/storage-classes/>.
    StorageClass {
        /// For objects that are read often.
        Standard = "Standard",
        /// For objects that are read seldom: cheaper to keep, dearer to read, kept for 30 days at least.
        InfrequentAccess = "InfrequentAccess",
    }
}

impl StorageClass {
    /// The name at the platform.
    #[must_use]
    pub fn name(&self) -> &str {
        self.as_str()
    }
}

/// A key of your own that R2 encrypts an object with, and forgets.
///
/// Whoever reads the object has to give it again. It is not shown by `Debug`.
///
/// See <https://developers.cloudflare.com/r2/examples/ssec/>.
#[derive(Clone, PartialEq, Eq)]
pub struct SsecKey([u8; 32]);

impl SsecKey {
    /// A key of 32 bytes.
    #[must_use]
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// A key in hexadecimal, as a secret may hold it.
    ///
    /// # Errors
    ///
    /// Fails when the text is not 64 hexadecimal digits; the error [is malformed](Error::is_malformed).
    pub fn from_hex(text: &str) -> Result<Self> {
        const WHAT: &str = "a key for SSE-C";
        let bytes = from_hex(text).ok_or_else(|| Error::of(NotHex { what: WHAT }))?;
        let found = bytes.len();
        let bytes = bytes.try_into().map_err(|_| {
            Error::of(WrongLength {
                what: WHAT,
                expected: 32,
                found,
            })
        })?;
        Ok(Self(bytes))
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for SsecKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SsecKey { .. }")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_checked_and_not_shown() {
        let key = SsecKey::from_hex(&"0a".repeat(32)).unwrap();
        assert_eq!(key, SsecKey::new([10; 32]));
        assert_eq!(format!("{key:?}"), "SsecKey { .. }");
        assert!(SsecKey::from_hex("0a").unwrap_err().is_malformed());
        assert!(
            SsecKey::from_hex(&"zz".repeat(32))
                .unwrap_err()
                .is_malformed()
        );
    }

    #[test]
    fn storage_classes_keep_their_names() {
        for class in [
            StorageClass::Standard,
            StorageClass::InfrequentAccess,
            StorageClass::Other("Frozen".to_owned()),
        ] {
            assert_eq!(StorageClass::from(class.name().to_owned()), class);
        }
    }
}
