//! Objects: what is known about them, and their content.

use std::fmt;
use std::ops::{self, Deref};

use wasm_bindgen::JsValue;

use super::checksums::Checksums;
use super::error::NotIncluded;
use super::metadata::{HttpMetadata, StorageClass, custom_from_js, time};
use super::range::Range;
use super::sys;
use crate::__private::Outcome;
use crate::error::{Error, Result};
use crate::http::{Blob, Body, Headers, IntoResponse, Response};
use crate::js;
use crate::streams::ByteStream;
use crate::task::TaskOutput;
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
        time(&self.property("uploaded")).unwrap_or(Timestamp::from_millis(0.0))
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
        name.map(StorageClass::from_name)
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

/// A [`Put`](super::Put) behind the response, for which nobody reads what was stored.
impl<E> TaskOutput for Result<Object, E>
where
    Result<(), E>: TaskOutput,
{
    fn into_outcome(self) -> Outcome {
        self.map(drop).into_outcome()
    }
}

impl fmt::Debug for Object {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Object")
            .field("key", &self.key())
            .field("size", &self.size())
            .field("etag", &self.etag())
            .finish_non_exhaustive()
    }
}

/// An object with its content, which was not read yet.
///
/// Handed on as a [`Body`] or a response, the content never enters the memory of the worker. Everything that is known
/// about an [`Object`] can be asked here, too.
///
/// # Examples
///
/// ```no_run
/// # use worker_sdk::r2::Bucket;
/// # async fn run(bucket: Bucket) -> worker_sdk::Result<()> {
/// if let Some(object) = bucket.get("notes.txt").await? {
///     worker_sdk::console_log!("{} bytes", object.size());
///     let text = object.text().await?;
///     # let _ = text;
/// }
/// # Ok(())
/// # }
/// ```
///
/// See <https://developers.cloudflare.com/r2/api/workers/workers-api-reference/#r2objectbody-definition>.
#[derive(Debug)]
pub struct ObjectBody(Object);

impl ObjectBody {
    /// Wraps a JavaScript `R2ObjectBody`.
    #[must_use]
    pub fn from_raw(raw: JsValue) -> Self {
        Self(Object(raw))
    }

    /// The JavaScript `R2ObjectBody`.
    #[must_use]
    pub fn into_raw(self) -> JsValue {
        self.0.0
    }

    /// What is known about the object, for when the content is gone.
    #[must_use]
    pub fn object(&self) -> &Object {
        &self.0
    }

    /// All bytes.
    ///
    /// # Errors
    ///
    /// Fails when the connection to R2 breaks.
    pub async fn bytes(self) -> Result<Vec<u8>> {
        self.into_body().bytes().await
    }

    /// The content as text. A byte order mark is removed and invalid UTF-8 is replaced by `U+FFFD`.
    ///
    /// # Errors
    ///
    /// As [`ObjectBody::bytes`].
    pub async fn text(self) -> Result<String> {
        self.into_body().text().await
    }

    /// The content as JSON.
    ///
    /// # Errors
    ///
    /// As [`ObjectBody::bytes`]; when it is not the expected JSON the error [is malformed](Error::is_malformed).
    #[cfg(feature = "json")]
    pub async fn json<T: serde::de::DeserializeOwned>(self) -> Result<T> {
        crate::http::parse_json(self.bytes().await?)
    }

    /// The content as a [`Blob`] of the object's content type, which JavaScript holds.
    ///
    /// # Errors
    ///
    /// As [`ObjectBody::bytes`].
    pub async fn blob(self) -> Result<Blob> {
        let blob = js::settled(sys::blob_of(&self.0.0), "reading an object").await?;
        Ok(Blob::from_raw(blob))
    }

    /// The content in chunks.
    ///
    /// # Errors
    ///
    /// Fails when the content was read already, through a raw value.
    pub fn stream(self) -> Result<ByteStream> {
        self.into_body().into_stream()
    }

    /// The unread content, to be handed on.
    #[must_use]
    pub fn into_body(self) -> Body {
        Body::from_raw(self.0.0)
    }
}

impl Deref for ObjectBody {
    type Target = Object;

    fn deref(&self) -> &Object {
        &self.0
    }
}

impl From<ObjectBody> for Body {
    fn from(object: ObjectBody) -> Self {
        object.into_body()
    }
}

/// Status 200, the HTTP metadata, `etag`, and the content, unread. For ranges, conditions and `HEAD` see
/// [`Bucket::serve`](super::Bucket::serve).
impl IntoResponse for ObjectBody {
    fn into_response(self) -> Result<Response> {
        let mut headers = Headers::new();
        let metadata = self.http_metadata();
        metadata.write_to(&mut headers)?;
        headers.set("etag", self.http_etag())?;
        let response = Response::new(self.into_body()).with_headers(headers);
        Ok(match metadata.content_encoding {
            Some(_) => response.with_encoded_body(),
            None => response,
        })
    }
}
