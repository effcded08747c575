//! Streams of bytes between Rust and JavaScript.

mod outgoing;
mod sys;

use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use wasm_bindgen::JsValue;

use crate::error::{Error, Result};
use crate::executor::Promised;
use crate::http::WrongChunk;
use crate::js::{self, Local};

pub(crate) use outgoing::Readable;

type Boxed = Pin<Box<dyn Stream<Item = Result<Vec<u8>>>>>;

/// The chunks of a body, in order. Those of a body that the platform made have up to 32 KiB.
///
/// Dropping it before its end tells the other side that nobody reads any more.
///
/// # Examples
///
/// ```no_run
/// # async fn count(body: worker_sdk::Body) -> worker_sdk::Result<usize> {
/// let mut stream = body.into_stream()?;
/// let mut total = 0;
/// while let Some(chunk) = stream.chunk().await? {
///     total += chunk.len();
/// }
/// # Ok(total)
/// # }
/// ```
///
/// See <https://developers.cloudflare.com/workers/runtime-apis/streams/>.
pub struct ByteStream(Source);

enum Source {
    Once(Option<Vec<u8>>),
    Rust(Local<Boxed>),
    /// A stream that is not read yet.
    Js(JsValue),
    Reader(Reader),
    Done,
}

struct Reader {
    raw: JsValue,
    pending: Option<Promised>,
}

impl Drop for Reader {
    fn drop(&mut self) {
        sys::stop_reading(&self.raw);
    }
}

impl ByteStream {
    pub(crate) fn once(chunk: Option<Vec<u8>>) -> Self {
        Self(Source::Once(chunk))
    }

    pub(crate) fn from_js(stream: JsValue) -> Self {
        Self(Source::Js(stream))
    }

    pub(crate) fn from_rust<S, T>(stream: S) -> Self
    where
        S: Stream<Item = Result<T>> + 'static,
        T: Into<Vec<u8>>,
    {
        Self(Source::Rust(Local::new(Box::pin(IntoBytes(Box::pin(
            stream,
        ))))))
    }

    /// The next chunk, `None` at the end.
    ///
    /// # Errors
    ///
    /// Fails when the stream fails, for instance because the client went away.
    pub async fn chunk(&mut self) -> Result<Option<Vec<u8>>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context))
            .await
            .transpose()
    }

    pub(crate) async fn collect(mut self) -> Result<Vec<u8>> {
        let mut all = Vec::new();
        while let Some(mut chunk) = self.chunk().await? {
            if all.is_empty() {
                all = chunk;
            } else {
                all.append(&mut chunk);
            }
        }
        Ok(all)
    }

    /// The JavaScript stream, if it is one that was not read yet.
    pub(crate) fn into_unread(self) -> std::result::Result<JsValue, Self> {
        match self.0 {
            Source::Js(stream) => Ok(stream),
            other => Err(Self(other)),
        }
    }
}

impl Stream for ByteStream {
    type Item = Result<Vec<u8>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if let Source::Js(stream) = &self.0 {
            let raw = sys::reader_of(stream);
            if raw.is_undefined() {
                self.0 = Source::Done;
                return Poll::Ready(Some(Err(Error::last_failure("reading a stream"))));
            }
            self.0 = Source::Reader(Reader { raw, pending: None });
        }
        let item = match &mut self.0 {
            Source::Once(chunk) => chunk.take().map(Ok),
            Source::Rust(stream) => ready!(stream.get_mut().as_mut().poll_next(context)),
            Source::Reader(reader) => ready!(reader.poll(context)),
            Source::Js(_) | Source::Done => None,
        };
        if !matches!(item, Some(Ok(_))) {
            self.0 = Source::Done;
        }
        Poll::Ready(item)
    }
}

impl Reader {
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Vec<u8>>>> {
        let raw = &self.raw;
        let pending = self
            .pending
            .get_or_insert_with(|| Promised::new(&sys::read(raw)));
        let outcome = ready!(Pin::new(pending).poll(context));
        self.pending = None;
        Poll::Ready(match outcome {
            Err(thrown) => Some(Err(Error::thrown(thrown, "reading a stream"))),
            Ok(result) if sys::is_done(&result) == 1 => None,
            Ok(result) => Some(bytes_of(&sys::next_chunk(raw, &result))),
        })
    }
}

fn bytes_of(chunk: &JsValue) -> Result<Vec<u8>> {
    if chunk.is_undefined() {
        return Err(Error::of(WrongChunk));
    }
    Ok(js::bytes_from_js(chunk))
}

/// Chunks of any kind as `Vec<u8>`.
struct IntoBytes<S>(Pin<Box<S>>);

impl<S, T> Stream for IntoBytes<S>
where
    S: Stream<Item = Result<T>>,
    T: Into<Vec<u8>>,
{
    type Item = Result<Vec<u8>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0
            .as_mut()
            .poll_next(context)
            .map(|item| item.map(|item| item.map(Into::into)))
    }
}

impl fmt::Debug for ByteStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ByteStream { .. }")
    }
}
