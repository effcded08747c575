#![doc = include_str!("guide.md")]

mod channel;
mod gathered;
mod incoming;
mod io;
mod lines;
mod outgoing;
mod pipe;
pub(crate) mod reader;
mod reason;
mod sys;
mod text;
mod transform;
mod writable;

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use futures_io::AsyncRead;
use wasm_bindgen::JsValue;

use crate::error::{Error, Result};
use crate::js::{self, Local};

pub use channel::{Sender, channel};
pub use lines::Lines;
pub(crate) use outgoing::{Readable, copied, when_copied};
pub use pipe::Pipe;
use reader::Reader;
pub use text::TextStream;
pub use transform::{CompressionFormat, Transform};
pub use writable::Writable;

type Boxed = Pin<Box<dyn Stream<Item = Result<Vec<u8>>>>>;

/// A stream of bytes that is read: a `Stream` of chunks, an `AsyncRead` and an `AsyncBufRead`.
///
/// The chunks of a body that the platform made have up to 32 KiB. Dropping the stream before its end tells the other
/// side that nobody reads any more.
///
/// # Examples
///
/// ```no_run
/// # async fn count(body: worker_sdk::Body) -> worker_sdk::Result<usize> {
/// let mut stream = body.into_stream()?;
/// let mut total = 0;
/// while let Some(chunk) = stream.try_next().await? {
///     total += chunk.len();
/// }
/// # Ok(total)
/// # }
/// ```
///
/// See <https://developers.cloudflare.com/workers/runtime-apis/streams/>.
pub struct ByteStream {
    source: Source,
    /// A chunk that was read in part.
    rest: Rest,
}

enum Source {
    Once(Option<Vec<u8>>),
    Rust(Local<Boxed>),
    /// A stream that is not read yet.
    Js(JsValue),
    Reader {
        reader: Reader,
        stream: JsValue,
    },
    Done,
}

#[derive(Default)]
struct Rest {
    bytes: Vec<u8>,
    taken: usize,
}

impl Rest {
    fn bytes(&self) -> &[u8] {
        self.bytes.get(self.taken..).unwrap_or_default()
    }

    fn take(&mut self) -> Option<Vec<u8>> {
        let left = !self.bytes().is_empty();
        let mut rest = std::mem::take(self);
        rest.bytes.drain(..rest.taken.min(rest.bytes.len()));
        left.then_some(rest.bytes)
    }
}

impl ByteStream {
    fn of(source: Source) -> Self {
        Self {
            source,
            rest: Rest::default(),
        }
    }

    pub(crate) fn once(chunk: Option<Vec<u8>>) -> Self {
        Self::of(Source::Once(chunk))
    }

    pub(crate) fn from_js(stream: JsValue) -> Self {
        Self::of(Source::Js(stream))
    }

    pub(crate) fn from_rust<S, T>(stream: S) -> Self
    where
        S: Stream<Item = Result<T>> + 'static,
        T: Into<Vec<u8>>,
    {
        Self::of(Source::Rust(Local::new(Box::pin(IntoBytes(Box::pin(
            stream,
        ))))))
    }

    /// A stream whose chunks come from a Rust stream, asked for one at a time; as a body, several at a time, see
    /// [`Body::from_stream`](crate::Body::from_stream).
    #[must_use]
    pub fn from_stream<S, T>(stream: S) -> Self
    where
        S: Stream<Item = Result<T>> + 'static,
        T: Into<Vec<u8>>,
    {
        Self::from_rust(stream)
    }

    /// A stream of what a reader gives, in chunks of up to 32 KiB.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use worker_sdk::Response;
    /// use worker_sdk::streams::ByteStream;
    ///
    /// fn sent(file: impl futures_io::AsyncRead + 'static) -> Response {
    ///     Response::new(ByteStream::from_reader(file))
    /// }
    /// ```
    #[must_use]
    pub fn from_reader(reader: impl AsyncRead + 'static) -> Self {
        Self::from_rust(io::Chunks::of(reader))
    }

    /// Wraps a JavaScript `ReadableStream` of bytes or text.
    #[must_use]
    pub fn from_raw(raw: JsValue) -> Self {
        Self::from_js(raw)
    }

    /// A stream of what a JavaScript iterable gives: an array, an iterator or an asynchronous generator of bytes or text.
    ///
    /// # Errors
    ///
    /// Fails when `iterable` is none.
    pub fn from_raw_iterable(iterable: &JsValue) -> Result<Self> {
        let raw = sys::stream_of(iterable);
        match raw.is_undefined() {
            true => Err(Error::last_failure("streaming an iterable")),
            false => Ok(Self::from_js(raw)),
        }
    }

    /// The rest of the stream as a JavaScript `ReadableStream`, which gives bytes and can be read with a reader of any
    /// kind. One that came from JavaScript and of which no part is left in Rust is that stream.
    #[must_use]
    pub fn into_raw(self) -> JsValue {
        match self.into_unread() {
            Ok(unread) => unread,
            Err(stream) => outgoing::readable(stream, true, 0.0),
        }
    }

    /// The same bytes, of which up to `bytes` are made before somebody reads them.
    ///
    /// A stream that Rust makes is otherwise asked for a chunk when the last one has gone. Where making one takes as long as
    /// sending it, this lets both happen at the same time. It begins at once; runtimes of 2026 begin again when all of it was
    /// read. A stream that JavaScript has made stays as it
    /// is.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use worker_sdk::{Response, Result};
    /// use worker_sdk::streams::ByteStream;
    ///
    /// fn report(rows: impl futures_core::Stream<Item = Result<String>> + 'static) -> Response {
    ///     Response::new(ByteStream::from_stream(rows).read_ahead(64 * 1024))
    /// }
    /// ```
    #[must_use]
    pub fn read_ahead(self, bytes: u64) -> Self {
        self.ahead(bytes as f64)
    }

    /// As [`read_ahead`](Self::read_ahead), counted in chunks, of whatever length.
    #[must_use]
    pub fn read_ahead_chunks(self, chunks: u32) -> Self {
        self.ahead(-f64::from(chunks))
    }

    fn ahead(self, ahead: f64) -> Self {
        let raw = match self.into_unread() {
            Ok(unread) => unread,
            Err(stream) => outgoing::readable(stream, false, ahead),
        };
        Self::from_js(raw)
    }

    /// The next chunk, `None` at the end.
    ///
    /// # Errors
    ///
    /// Fails when the stream fails, for instance because the client went away.
    pub async fn try_next(&mut self) -> Result<Option<Vec<u8>>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context))
            .await
            .transpose()
    }

    /// Reads into `buffer` at least `least` bytes, unless the stream ends before, and tells how many there are.
    ///
    /// The bytes of a JavaScript stream are copied once, from where the platform put them into `buffer`. One read of a
    /// byte stream asks the platform for up to 1 MiB. Dropping the future loses what was read into `buffer` so far.
    ///
    /// # Errors
    ///
    /// As [`try_next`](Self::try_next).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(body: worker_sdk::Body) -> worker_sdk::Result<()> {
    /// let mut stream = body.into_stream()?;
    /// let mut head = [0; 64];
    /// let length = stream.read_at_least(16, &mut head).await?;
    /// # let _ = length;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn read_at_least(&mut self, least: usize, buffer: &mut [u8]) -> Result<usize> {
        let mut filled = 0;
        loop {
            let Some(room) = buffer.get_mut(filled..) else {
                return Ok(filled);
            };
            let least_now = least.saturating_sub(filled).max(1);
            let read = poll_fn(|context| self.poll_into(context, room, least_now)).await?;
            filled += read;
            if read == 0 || filled >= least {
                return Ok(filled);
            }
        }
    }

    pub(crate) async fn collect(mut self) -> Result<Vec<u8>> {
        let mut all = Vec::new();
        while let Some(mut chunk) = self.try_next().await? {
            if all.is_empty() {
                all = chunk;
            } else {
                all.append(&mut chunk);
            }
        }
        Ok(all)
    }

    /// Gives the stream up and tells its source why; waits until the source has dealt with it.
    ///
    /// Dropping the stream does the same without a reason and without waiting. A Rust source is dropped; what it reads
    /// from is given up for the same reason.
    ///
    /// # Errors
    ///
    /// Fails when the source fails to stop, or the stream has failed before.
    pub async fn cancel(self, reason: &Error) -> Result<()> {
        let reason = js::error_to_js(reason);
        let promise = match self.source {
            Source::Js(stream) => sys::cancel_stream(&stream, &reason),
            Source::Reader { reader, .. } => reader.cancel(&reason),
            source => {
                reason::during(reason, || drop(source));
                return Ok(());
            }
        };
        js::settled(promise, "cancelling a stream")
            .await
            .map(|_| ())
    }

    /// Two streams with the same bytes. The platform keeps what only one of them has read, so read them together.
    ///
    /// # Errors
    ///
    /// Fails when the stream is a JavaScript one that somebody else reads.
    pub fn tee(self) -> Result<(Self, Self)> {
        let pair = sys::tee(&self.into_raw());
        if pair.is_undefined() {
            return Err(Error::last_failure("splitting a stream"));
        }
        let mut streams = js::items(&pair).map(Self::from_js);
        let mut next = || streams.next().unwrap_or_else(|| Self::of(Source::Done));
        Ok((next(), next()))
    }

    /// The JavaScript stream, if no part of it is in Rust.
    pub(crate) fn into_unread(self) -> std::result::Result<JsValue, Self> {
        let Self { mut source, rest } = self;
        if let Source::Reader { reader, stream } = &mut source
            && rest.bytes().is_empty()
            && reader.release()
        {
            return Ok(std::mem::take(stream));
        }
        match source {
            Source::Js(stream) => Ok(stream),
            source => Err(Self { source, rest }),
        }
    }

    /// The JavaScript stream that this one is from now on.
    fn shared(&mut self) -> JsValue {
        let this = std::mem::replace(self, Self::of(Source::Done));
        let raw = this.into_raw();
        *self = Self::from_js(raw.clone());
        raw
    }

    /// A JavaScript stream gets a reader when it is read first.
    fn open(&mut self) -> Result<()> {
        if let Source::Js(stream) = &self.source {
            let stream = stream.clone();
            // Failing to read is the end of it.
            self.source = Source::Done;
            let reader = Reader::of(&stream)?;
            self.source = Source::Reader { reader, stream };
        }
        Ok(())
    }

    fn poll_source(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Vec<u8>>>> {
        if let Err(error) = self.open() {
            return Poll::Ready(Some(Err(error)));
        }
        let item = match &mut self.source {
            Source::Once(chunk) => chunk.take().map(Ok),
            Source::Rust(stream) => ready!(stream.get_mut().as_mut().poll_next(context)),
            Source::Reader { reader, .. } => ready!(reader.poll_chunk(context)),
            Source::Js(_) | Source::Done => None,
        };
        if !matches!(item, Some(Ok(_))) {
            self.source = Source::Done;
        }
        Poll::Ready(item)
    }
}

impl Stream for ByteStream {
    type Item = Result<Vec<u8>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        match self.rest.take() {
            Some(rest) => Poll::Ready(Some(Ok(rest))),
            None => self.poll_source(context),
        }
    }
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
