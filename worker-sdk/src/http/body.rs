//! Bodies: bytes, text, or a stream that nobody has looked at yet.

use std::borrow::Cow;
use std::fmt;

use futures_core::Stream;
use wasm_bindgen::JsValue;

use super::HttpError;
use super::error::BodyUsed;
use super::forms::{FormData, parsed, read_form_as};
use super::sys;
use crate::error::{Error, Result};
use crate::js;
use crate::streams::{ByteStream, Readable};

/// The body of a request or response.
///
/// A body that came from JavaScript stays there until it is read: handing it on to a response, a subrequest or a
/// storage product passes the stream itself, so its size does not matter to the memory of the worker.
///
/// # Examples
///
/// ```
/// use worker_sdk::Body;
///
/// let text: Body = "hello".into();
/// let bytes: Body = vec![1, 2, 3].into();
/// # let _ = (text, bytes);
/// ```
#[derive(Default)]
pub struct Body(Repr);

#[derive(Default)]
enum Repr {
    #[default]
    Empty,
    Bytes(Vec<u8>),
    Text(Cow<'static, str>),
    /// A `Request`, `Response` or `ReadableStream`.
    Source(JsValue),
    Stream(Box<dyn Readable>),
}

/// A body as it crosses to JavaScript.
pub(super) enum Content {
    Empty,
    Bytes(Vec<u8>),
    Text(Cow<'static, str>),
    Value(JsValue),
}

impl Body {
    /// No body.
    #[must_use]
    pub fn empty() -> Self {
        Self::default()
    }

    /// A body whose chunks come from a Rust stream, which is asked when the ones before have gone.
    ///
    /// Chunks that are there already cross to JavaScript as one, up to 64 KiB: the first one alone, then up to two, four
    /// and so on, so that none waits for long. What waits for something else is sent before. The stream is dropped when
    /// the client goes away. An error ends the body with that error.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # fn body(lines: impl futures_core::Stream<Item = worker_sdk::Result<Vec<u8>>> + 'static) -> worker_sdk::Body {
    /// worker_sdk::Body::from_stream(lines)
    /// # }
    /// ```
    #[must_use]
    pub fn from_stream<S, T>(stream: S) -> Self
    where
        S: Stream<Item = Result<T>> + 'static,
        T: Into<Vec<u8>>,
    {
        ByteStream::from_rust(stream).into()
    }

    /// Wraps a JavaScript `ReadableStream`, or the `Request` or `Response` whose body is meant.
    #[must_use]
    pub fn from_raw(source: JsValue) -> Self {
        Self(Repr::Source(source))
    }

    pub(super) fn from_readable(readable: Box<dyn Readable>) -> Self {
        Self(Repr::Stream(readable))
    }

    /// The chunks of the body.
    ///
    /// # Errors
    ///
    /// Fails when the body was read already.
    pub fn into_stream(self) -> Result<ByteStream> {
        Ok(match self.0 {
            Repr::Empty => ByteStream::once(None),
            Repr::Bytes(bytes) => ByteStream::once(Some(bytes)),
            Repr::Text(text) => ByteStream::once(Some(text.into_owned().into_bytes())),
            Repr::Stream(stream) => stream.into_stream(),
            Repr::Source(source) => {
                check_unused(&source)?;
                let stream = sys::stream_of(&source);
                if stream.is_null() {
                    ByteStream::once(None)
                } else {
                    ByteStream::from_js(stream)
                }
            }
        })
    }

    /// All bytes of the body.
    ///
    /// # Errors
    ///
    /// Fails when the body was read already or the client went away.
    pub async fn bytes(self) -> Result<Vec<u8>> {
        match self.0 {
            Repr::Empty => Ok(Vec::new()),
            Repr::Bytes(bytes) => Ok(bytes),
            Repr::Text(text) => Ok(text.into_owned().into_bytes()),
            Repr::Stream(stream) => stream.into_stream().collect().await,
            Repr::Source(source) => read(source).await,
        }
    }

    /// The body as text. A byte order mark is removed and invalid UTF-8 is replaced by `U+FFFD`, as in JavaScript.
    ///
    /// # Errors
    ///
    /// As [`Body::bytes`].
    pub async fn text(self) -> Result<String> {
        match self.0 {
            Repr::Text(text) => Ok(text.into_owned()),
            other => Ok(decode(Self(other).bytes().await?)),
        }
    }

    /// The body as a form of this content type, which has to carry the boundary of a multipart form.
    ///
    /// A request or response knows its content type: see [`Request::form_data`](crate::Request::form_data) and
    /// [`Response::read_form_data`](crate::Response::read_form_data).
    ///
    /// # Errors
    ///
    /// Fails when the body was read already, and when it is not such a form; then the error
    /// [is malformed](Error::is_malformed).
    pub async fn form_data(self, content_type: &str) -> Result<FormData> {
        let content_type = js::text(content_type);
        let promise = match self.0 {
            Repr::Source(source) => {
                check_unused(&source)?;
                read_form_as(&sys::stream_of(&source), &content_type)
            }
            Repr::Empty => read_form_as(&JsValue::NULL, &content_type),
            Repr::Bytes(bytes) => read_form_as(&js::bytes_to_js(&bytes), &content_type),
            Repr::Text(text) => read_form_as(&js::text(&text), &content_type),
            Repr::Stream(stream) => read_form_as(&stream.into_readable(), &content_type),
        };
        parsed(promise).await
    }

    /// The next chunk. A source that was not read yet becomes a stream.
    #[cfg(feature = "http-body")]
    pub(crate) fn poll_chunk(
        &mut self,
        context: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<Vec<u8>>>> {
        use std::pin::Pin;
        use std::task::{Poll, ready};

        let stream = match &mut self.0 {
            Repr::Stream(stream) => stream.as_stream(),
            _ => None,
        };
        let Some(stream) = stream else {
            return match std::mem::take(self).into_stream() {
                Ok(stream) => {
                    self.0 = Repr::Stream(Box::new(stream));
                    self.poll_chunk(context)
                }
                Err(error) => Poll::Ready(Some(Err(error))),
            };
        };
        let item = ready!(Pin::new(stream).poll_next(context));
        if item.is_none() {
            self.0 = Repr::Empty;
        }
        Poll::Ready(item)
    }

    #[cfg(feature = "router")]
    pub(crate) fn is_text(&self) -> bool {
        matches!(self.0, Repr::Text(_))
    }

    /// How many bytes there are, unless it takes reading to know.
    pub(crate) fn known_length(&self) -> Option<u64> {
        match &self.0 {
            Repr::Empty => Some(0),
            Repr::Bytes(bytes) => Some(bytes.len() as u64),
            Repr::Text(text) => Some(text.len() as u64),
            Repr::Stream(stream) => stream.known_length(),
            Repr::Source(_) => None,
        }
    }

    /// Fails when the body was read already.
    pub(super) fn check_unused(&self) -> Result<()> {
        match &self.0 {
            Repr::Source(source) => check_unused(source),
            _ => Ok(()),
        }
    }

    /// Whether it is known to have nothing in it.
    pub(super) fn is_empty(&self) -> bool {
        match &self.0 {
            Repr::Source(source) => sys::stream_of(source).is_null(),
            _ => self.known_length() == Some(0),
        }
    }

    /// The error that the body tells of.
    pub(super) fn http_error(&self) -> Option<&HttpError> {
        match &self.0 {
            Repr::Stream(stream) => stream.http_error(),
            _ => None,
        }
    }

    #[cfg(feature = "router")]
    pub(super) fn http_error_mut(&mut self) -> Option<&mut HttpError> {
        match &mut self.0 {
            Repr::Stream(stream) => stream.http_error_mut(),
            _ => None,
        }
    }

    /// What a call of the platform takes as a body: `null`, bytes, text, a stream, or a value such as a `Blob`.
    pub(crate) fn into_js(self) -> Result<JsValue> {
        Ok(match self.0 {
            Repr::Empty => JsValue::NULL,
            Repr::Bytes(bytes) => js::bytes_to_js(&bytes),
            Repr::Text(text) => js::text(&text),
            Repr::Source(source) => {
                check_unused(&source)?;
                sys::stream_of(&source)
            }
            Repr::Stream(stream) => stream.into_readable(),
        })
    }

    /// As [`into_js`](Self::into_js), but always a stream, as remote calls take it.
    pub(crate) fn into_readable(self) -> Result<JsValue> {
        Ok(sys::readable(&self.into_js()?))
    }

    /// As [`into_js`](Self::into_js), but the request or response itself where its body is meant.
    pub(crate) fn into_source(self) -> Result<JsValue> {
        match self.0 {
            Repr::Source(source) => check_unused(&source).map(|()| source),
            other => Self(other).into_js(),
        }
    }

    pub(super) fn into_content(self) -> Content {
        match self.0 {
            Repr::Empty => Content::Empty,
            Repr::Bytes(bytes) => Content::Bytes(bytes),
            Repr::Text(text) => Content::Text(text),
            Repr::Source(source) => Content::Value(sys::stream_of(&source)),
            Repr::Stream(stream) => Content::Value(stream.into_readable()),
        }
    }
}

/// Reads the body of a `Request`, `Response` or `ReadableStream`.
pub(super) async fn read(source: JsValue) -> Result<Vec<u8>> {
    check_unused(&source)?;
    let buffer = js::settled(sys::read_bytes(&source), "reading the body").await?;
    Ok(js::bytes_from_js(&buffer))
}

/// Reads the body of a `Request`; `None` where it has more bytes than `limit`, whatever it says of its length.
pub(crate) async fn read_limited(source: &JsValue, limit: u64) -> Result<Option<Vec<u8>>> {
    check_unused(source)?;
    let promise = sys::read_limited(source, limit as f64);
    let read = js::settled(promise, "reading the body").await?;
    Ok((!read.is_undefined()).then(|| js::bytes_joined(&read)))
}

pub(super) fn check_unused(source: &JsValue) -> Result<()> {
    if sys::is_body_used(source) == 1 {
        return Err(Error::of(BodyUsed));
    }
    Ok(())
}

pub(crate) fn decode(mut bytes: Vec<u8>) -> String {
    if bytes.starts_with(&[0xEF, 0xBB, 0xBF]) {
        bytes.drain(..3);
    }
    String::from_utf8(bytes)
        .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}

impl From<&'static str> for Body {
    fn from(text: &'static str) -> Self {
        Self(Repr::Text(Cow::Borrowed(text)))
    }
}

impl From<String> for Body {
    fn from(text: String) -> Self {
        Self(Repr::Text(Cow::Owned(text)))
    }
}

impl From<Cow<'static, str>> for Body {
    fn from(text: Cow<'static, str>) -> Self {
        Self(Repr::Text(text))
    }
}

impl From<Vec<u8>> for Body {
    fn from(bytes: Vec<u8>) -> Self {
        Self(Repr::Bytes(bytes))
    }
}

impl From<&'static [u8]> for Body {
    fn from(bytes: &'static [u8]) -> Self {
        Self(Repr::Bytes(bytes.to_vec()))
    }
}

impl From<()> for Body {
    fn from((): ()) -> Self {
        Self::empty()
    }
}

impl From<ByteStream> for Body {
    fn from(stream: ByteStream) -> Self {
        Self(Repr::Stream(Box::new(stream)))
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Repr::Empty => f.write_str("Body::Empty"),
            Repr::Bytes(bytes) => write!(f, "Body::Bytes({})", bytes.len()),
            Repr::Text(text) => write!(f, "Body::Text({})", text.len()),
            Repr::Source(_) | Repr::Stream(_) => f.write_str("Body::Stream"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn text_is_decoded_as_javascript_does() {
        assert_eq!(decode(b"\xEF\xBB\xBFa".to_vec()), "a");
        assert_eq!(decode(b"a\xFFb".to_vec()), "a\u{FFFD}b");
        assert_eq!(decode(b"\xE2\x82".to_vec()), "\u{FFFD}");
    }
}
