//! Objects with their content.

use std::ops::Deref;

use wasm_bindgen::JsValue;

use super::object::Object;
use super::serve::part;
use crate::error::Result;
use crate::http::{Blob, Body, Headers, IntoResponse, Response, read_blob};
use crate::js;
use crate::streams::ByteStream;

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
        Self(Object::from_raw(raw))
    }

    /// The JavaScript `R2ObjectBody`.
    #[must_use]
    pub fn into_raw(self) -> JsValue {
        self.0.into_raw()
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
    /// As [`ObjectBody::bytes`]; when it is not the expected JSON the error [is malformed](crate::Error::is_malformed).
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
        let blob = js::settled(read_blob(self.0.as_raw()), "reading an object").await?;
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
        Body::from_raw(self.0.into_raw())
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

/// Status 200, the HTTP metadata, `etag`, and the content, unread; status 206 with `content-range` if only a part was asked
/// for. For the ranges and conditions of requests and for `HEAD` see [`Bucket::serve`](super::Bucket::serve).
impl IntoResponse for ObjectBody {
    fn into_response(self) -> Result<Response> {
        let mut headers = Headers::new();
        let metadata = self.http_metadata();
        metadata.write_to(&mut headers)?;
        headers.set("etag", self.http_etag())?;
        let size = self.size();
        let range = self.range().filter(|range| range.end - range.start < size);
        let response = Response::new(self.into_body()).with_headers(headers);
        let response = match range {
            Some(range) => part(response, range, size)?,
            None => response,
        };
        Ok(match metadata.content_encoding {
            Some(_) => response.with_encoded_body(),
            None => response,
        })
    }
}
