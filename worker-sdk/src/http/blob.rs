//! Bytes that JavaScript holds.

use std::fmt;

use wasm_bindgen::prelude::*;

use super::body::{Body, check_unused, decode, read};
use crate::error::Result;
use crate::js;
use crate::streams::{ByteStream, Readable};
use crate::time::Timestamp;

#[wasm_bindgen(module = "/src/js/blob.js")]
extern "C" {
    fn new_blob(part: &JsValue, content_type: &JsValue) -> JsValue;
    fn blob_of(parts: &JsValue, content_type: &JsValue) -> JsValue;
    fn new_file(part: &JsValue, name: &JsValue, content_type: &JsValue) -> JsValue;
    fn dated_file(file: &JsValue, ms: f64) -> JsValue;
    fn blob_slice(blob: &JsValue, from: f64, to: f64, content_type: &JsValue) -> JsValue;
    fn blob_stream(blob: &JsValue) -> JsValue;
    fn body_of(value: &JsValue) -> JsValue;
    pub(crate) fn read_blob(message: &JsValue) -> JsValue;
}

/// Bytes with a content type, held by JavaScript.
///
/// They can be read any number of times, and cost no memory of the worker until then.
///
/// # Examples
///
/// ```no_run
/// # async fn run() -> worker_sdk::Result<()> {
/// use worker_sdk::http::Blob;
///
/// let blob = Blob::new(b"hello", "text/plain");
/// assert_eq!(blob.slice(0, 4).text().await?, "hell");
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Blob(JsValue);

impl Blob {
    /// Copies `bytes` to JavaScript. The content type may be empty.
    #[must_use]
    pub fn new(bytes: impl AsRef<[u8]>, content_type: &str) -> Self {
        let part = js::bytes_to_js(bytes.as_ref());
        Self(new_blob(&part, &js::text(content_type)))
    }

    /// The parts one behind the other. Blobs among them are not copied. The content type may be empty.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use worker_sdk::http::Blob;
    /// fn framed(page: Blob) -> Blob {
    ///     Blob::from_parts(["<main>".into(), page.into(), "</main>".into()], "text/html")
    /// }
    /// ```
    #[must_use]
    pub fn from_parts(parts: impl IntoIterator<Item = Part>, content_type: &str) -> Self {
        let parts = js::list(parts.into_iter().map(|part| part.0));
        Self(blob_of(&parts, &js::text(content_type)))
    }

    /// Wraps a JavaScript `Blob` or `File`.
    #[must_use]
    pub fn from_raw(raw: JsValue) -> Self {
        Self(raw)
    }

    /// The JavaScript `Blob`.
    #[must_use]
    pub fn as_raw(&self) -> &JsValue {
        &self.0
    }

    /// How many bytes there are.
    #[must_use]
    pub fn size(&self) -> u64 {
        js::number(&js::property(&self.0, "size")).unwrap_or_default() as u64
    }

    /// The content type in lower case; empty if it is not known.
    #[must_use]
    pub fn content_type(&self) -> String {
        js::string_property(&self.0, "type").unwrap_or_default()
    }

    /// The bytes from `start` up to `end`, which is not part of it; places beyond the end count as the end.
    #[must_use]
    pub fn slice(&self, start: u64, end: u64) -> Self {
        // The platform refuses larger numbers. No blob has as much.
        let place = |place: u64| place.min(i32::MAX as u64) as f64;
        let content_type = js::property(&self.0, "type");
        Self(blob_slice(&self.0, place(start), place(end), &content_type))
    }

    /// All bytes.
    ///
    /// # Errors
    ///
    /// Fails when the platform cannot read them.
    pub async fn bytes(&self) -> Result<Vec<u8>> {
        read(self.0.clone()).await
    }

    /// The bytes as text. A byte order mark is removed and invalid UTF-8 is replaced by `U+FFFD`.
    ///
    /// # Errors
    ///
    /// As [`Blob::bytes`].
    pub async fn text(&self) -> Result<String> {
        self.bytes().await.map(decode)
    }

    /// The bytes in chunks.
    #[must_use]
    pub fn stream(&self) -> ByteStream {
        ByteStream::from_js(blob_stream(&self.0))
    }

    /// A body of these bytes, without a copy. The platform adds the content type to a message that has none.
    #[must_use]
    pub fn into_body(self) -> Body {
        self.into()
    }
}

/// A part of a [`Blob`]: text, bytes, another blob, or a file.
///
/// # Examples
///
/// ```no_run
/// use worker_sdk::http::Part;
///
/// let parts: [Part; 2] = ["text".into(), vec![1, 2].into()];
/// # drop(parts);
/// ```
pub struct Part(JsValue);

impl From<&str> for Part {
    fn from(text: &str) -> Self {
        Self(js::text(text))
    }
}

impl From<String> for Part {
    fn from(text: String) -> Self {
        Self(js::text(&text))
    }
}

impl From<&[u8]> for Part {
    fn from(bytes: &[u8]) -> Self {
        Self(js::bytes_to_js(bytes))
    }
}

impl From<Vec<u8>> for Part {
    fn from(bytes: Vec<u8>) -> Self {
        Self(js::bytes_to_js(&bytes))
    }
}

impl From<Blob> for Part {
    fn from(blob: Blob) -> Self {
        Self(blob.0)
    }
}

impl From<File> for Part {
    fn from(file: File) -> Self {
        Self(file.0.0)
    }
}

impl fmt::Debug for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Part { .. }")
    }
}

impl From<Blob> for Body {
    fn from(blob: Blob) -> Self {
        Self::from_readable(Box::new(Whole(blob.0)))
    }
}

impl fmt::Debug for Blob {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Blob { .. }")
    }
}

/// A [`Blob`] with a name: a file of a form.
///
/// # Examples
///
/// ```no_run
/// # async fn run(mut request: worker_sdk::Request) -> worker_sdk::Result<()> {
/// if let Some(file) = request.form_data().await?.file("photo") {
///     worker_sdk::console_log!("{} is a {} of {} bytes", file.name(), file.content_type(), file.size());
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct File(Blob);

impl File {
    /// Copies `bytes` to JavaScript, as a file called `name`. The content type may be empty.
    #[must_use]
    pub fn new(bytes: impl AsRef<[u8]>, name: &str, content_type: &str) -> Self {
        let part = js::bytes_to_js(bytes.as_ref());
        Self(Blob(new_file(
            &part,
            &js::text(name),
            &js::text(content_type),
        )))
    }

    /// A blob as a file called `name`, with the content type that it has. Nothing is copied.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use worker_sdk::http::{Blob, File, FormData};
    /// fn form(photo: Blob) -> FormData {
    ///     let mut form = FormData::new();
    ///     form.append("photo", File::of(&photo, "photo.webp"));
    ///     form
    /// }
    /// ```
    #[must_use]
    pub fn of(blob: &Blob, name: &str) -> Self {
        let content_type = js::property(&blob.0, "type");
        Self(Blob(new_file(&blob.0, &js::text(name), &content_type)))
    }

    /// The same file with another time of its last change. Without this it is the time at which it was made.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use worker_sdk::http::File;
    /// use worker_sdk::time::Timestamp;
    ///
    /// let file = File::new("a,b", "table.csv", "text/csv").with_last_modified(Timestamp::from_millis(0.0));
    /// # let _ = file;
    /// ```
    #[must_use]
    pub fn with_last_modified(self, time: Timestamp) -> Self {
        Self(Blob(dated_file(&self.0.0, time.as_millis())))
    }

    /// Wraps a JavaScript `File`.
    #[must_use]
    pub fn from_raw(raw: JsValue) -> Self {
        Self(Blob(raw))
    }

    /// The JavaScript `File`.
    #[must_use]
    pub fn as_raw(&self) -> &JsValue {
        &self.0.0
    }

    /// The name that the sender gave it. It may contain anything, path separators too.
    #[must_use]
    pub fn name(&self) -> String {
        js::string_property(&self.0.0, "name").unwrap_or_default()
    }

    /// When the file was changed last; for one from a form, when it was received.
    #[must_use]
    pub fn last_modified(&self) -> Timestamp {
        let ms = js::number(&js::property(&self.0.0, "lastModified"));
        Timestamp::from_millis(ms.unwrap_or_default())
    }

    /// How many bytes there are.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.0.size()
    }

    /// The content type that the sender gave; empty if it gave none.
    #[must_use]
    pub fn content_type(&self) -> String {
        self.0.content_type()
    }

    /// All bytes.
    ///
    /// # Errors
    ///
    /// As [`Blob::bytes`].
    pub async fn bytes(&self) -> Result<Vec<u8>> {
        self.0.bytes().await
    }

    /// The bytes as text. A byte order mark is removed and invalid UTF-8 is replaced by `U+FFFD`.
    ///
    /// # Errors
    ///
    /// As [`Blob::bytes`].
    pub async fn text(&self) -> Result<String> {
        self.0.text().await
    }

    /// The bytes in chunks.
    #[must_use]
    pub fn stream(&self) -> ByteStream {
        self.0.stream()
    }

    /// The bytes without the name.
    #[must_use]
    pub fn into_blob(self) -> Blob {
        self.0
    }

    /// A body of these bytes, without a copy. The platform adds the content type to a message that has none.
    #[must_use]
    pub fn into_body(self) -> Body {
        self.0.into()
    }
}

impl From<File> for Body {
    fn from(file: File) -> Self {
        file.into_body()
    }
}

/// Waits until the platform has the whole body of a `Request`, `Response` or `ReadableStream`.
pub(super) async fn received(source: &JsValue) -> Result<Blob> {
    check_unused(source)?;
    let blob = js::settled(read_blob(source), "reading the body").await?;
    Ok(Blob(blob))
}

/// A value that the platform itself turns into a body, with its content type: a blob, a form, URL parameters.
pub(super) struct Whole(pub(super) JsValue);

impl Readable for Whole {
    fn into_readable(self: Box<Self>) -> JsValue {
        self.0
    }

    fn into_stream(self: Box<Self>) -> ByteStream {
        ByteStream::from_js(body_of(&self.0))
    }
}
