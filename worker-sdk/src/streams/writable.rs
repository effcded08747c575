//! Streams that Rust writes to.

use std::fmt;
use std::future::poll_fn;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_io::AsyncWrite;
use futures_sink::Sink;
use wasm_bindgen::JsValue;

use super::{incoming, reason, sys};
use crate::error::{Detail, Error, Result};
use crate::executor::Promised;
use crate::js;

const WRITING: &str = "writing to a stream";
const CLOSING: &str = "closing a stream";

/// The most that one `poll_write` takes.
const MAX_WRITE: usize = 1 << 20;

/// A stream of bytes that is written to: a `Sink` of chunks and an `AsyncWrite`.
///
/// As many chunks are under way as the stream has [room](crate::streams::Transform::buffered) for, usually one, so a slow
/// reader slows the writer down, and an error shows in the next call. Dropping it before it was closed aborts the stream: the
/// reading side fails.
///
/// # Examples
///
/// ```no_run
/// # async fn run() -> worker_sdk::Result<()> {
/// use worker_sdk::streams::{CompressionFormat, Transform};
///
/// let (mut writable, readable) = Transform::compress(CompressionFormat::Gzip)?.split();
/// worker_sdk::spawn(async move {
///     writable.write("text").await?;
///     writable.close().await
/// });
/// let response = worker_sdk::Response::new(readable);
/// # let _ = response;
/// # Ok(())
/// # }
/// ```
///
/// See <https://developers.cloudflare.com/workers/runtime-apis/streams/writablestream/>.
pub struct Writable {
    raw: JsValue,
    /// `undefined` until the first write.
    writer: JsValue,
    /// The last write, or the end.
    pending: Option<Promised>,
    /// What tells that a full stream has room again.
    room: Option<Promised>,
    /// Whether the stream tells how full it is; `None` before the first write.
    tells_room: Option<bool>,
    state: State,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Open,
    Closing,
    /// Closed, aborted or handed on.
    Ended,
}

impl Writable {
    /// Wraps a JavaScript `WritableStream` that takes bytes.
    #[must_use]
    pub fn from_raw(raw: JsValue) -> Self {
        Self {
            raw,
            writer: JsValue::UNDEFINED,
            pending: None,
            room: None,
            tells_room: None,
            state: State::Open,
        }
    }

    /// A stream for JavaScript to write to, whose chunks go to `sink`.
    ///
    /// A chunk counts as written when the sink was flushed. When the writer aborts, the sink is dropped; what it writes
    /// to is aborted for the same reason.
    #[must_use]
    pub fn from_sink<S>(sink: S) -> Self
    where
        S: Sink<Vec<u8>, Error = Error> + 'static,
    {
        Self::from_sink_buffered(sink, 0)
    }

    /// As [`from_sink`](Self::from_sink), but JavaScript is held back only while `bytes` or more wait for the sink.
    #[must_use]
    pub fn from_sink_buffered<S>(sink: S, bytes: u64) -> Self
    where
        S: Sink<Vec<u8>, Error = Error> + 'static,
    {
        Self::from_raw(incoming::writable(Box::pin(sink), bytes as f64))
    }

    /// The JavaScript `WritableStream`, without a writer. What was written before stays written.
    #[must_use]
    pub fn into_raw(mut self) -> JsValue {
        if !self.writer.is_undefined() {
            sys::release_writer(&self.writer);
        }
        self.state = State::Ended;
        std::mem::take(&mut self.raw)
    }

    /// Writes a chunk, as soon as the stream has room: mostly after the one before was taken.
    ///
    /// # Errors
    ///
    /// Fails when the reading side gave up, with its reason, and when a chunk before could not be written.
    pub async fn write(&mut self, chunk: impl AsRef<[u8]>) -> Result<()> {
        poll_fn(|context| self.poll_room(context)).await?;
        self.start(chunk.as_ref())
    }

    /// Waits until all that was written is taken.
    ///
    /// # Errors
    ///
    /// As [`write`](Self::write).
    pub async fn flush(&mut self) -> Result<()> {
        poll_fn(|context| self.poll_written(context)).await
    }

    /// Ends the stream, after all that was written was taken. Closing it again does nothing.
    ///
    /// # Errors
    ///
    /// As [`write`](Self::write).
    pub async fn close(&mut self) -> Result<()> {
        poll_fn(|context| self.poll_end(context)).await
    }

    /// Waits for the end: that the stream was closed, or that the reading side gave up, which may be long before the next
    /// write shows it. The future is one of its own, to be awaited beside the writing.
    ///
    /// Where JavaScript implements the stream, as with a `TransformStream`, it hears of a reader that left at once. The streams
    /// that runtimes of 2026 implement themselves, such as [`Transform::identity`](super::Transform::identity), tell it
    /// when the next chunk is written.
    ///
    /// # Errors
    ///
    /// Fails when the reading side gives up, with its reason, and when the stream is aborted or handed on.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use worker_sdk::streams::Transform;
    /// let (mut writable, readable) = Transform::identity().split();
    /// let closed = writable.closed();
    /// worker_sdk::spawn(async move {
    ///     if let Err(error) = closed.await {
    ///         worker_sdk::console_log!("nobody reads any more: {error}");
    ///     }
    /// });
    /// # drop(readable);
    /// ```
    pub fn closed(&mut self) -> impl Future<Output = Result<()>> + Send + use<> {
        let opened = match self.writer.is_undefined() {
            true => self.lock(),
            false => Ok(()),
        };
        let closed = opened.map(|()| Promised::new(&sys::closed(&self.writer)));
        async move {
            let outcome = closed?.await;
            outcome
                .map(|_| ())
                .map_err(|thrown| Error::thrown(thrown, WRITING))
        }
    }

    /// The stream without a writer, to be written to by the platform.
    pub(super) fn released(&mut self) -> JsValue {
        let writer = std::mem::take(&mut self.writer);
        if !writer.is_undefined() {
            sys::release_writer(&writer);
        }
        self.room = None;
        self.raw.clone()
    }

    /// The platform has closed it.
    pub(super) const fn has_ended(&mut self) {
        self.state = State::Ended;
    }

    /// The platform was to write to it and has failed, maybe before it began: then nobody has told the reading side.
    pub(super) fn has_failed(&mut self, reason: &JsValue) {
        self.state = State::Ended;
        // One that has failed already stays as it is.
        drop(Promised::new(&self.abort_with(reason)));
    }

    pub(super) fn is_open(&self) -> Result<()> {
        match self.state {
            State::Open => Ok(()),
            _ => Err(Error::of(Closed)),
        }
    }

    /// Gives the stream up, and tells the reading side why.
    ///
    /// # Errors
    ///
    /// Fails when the other side fails to stop, or the stream has failed before.
    pub async fn abort(mut self, reason: &Error) -> Result<()> {
        self.state = State::Ended;
        let promise = self.abort_with(&js::error_to_js(reason));
        self.pending = None;
        js::settled(promise, "aborting a stream").await.map(|_| ())
    }

    fn abort_with(&self, reason: &JsValue) -> JsValue {
        if self.writer.is_undefined() {
            sys::abort(&self.raw, reason)
        } else {
            sys::abort(&self.writer, reason)
        }
    }

    fn open(&mut self) -> Result<()> {
        self.is_open()?;
        match self.writer.is_undefined() {
            true => self.lock(),
            false => Ok(()),
        }
    }

    /// Takes the writer of the stream, which may be at its end.
    fn lock(&mut self) -> Result<()> {
        self.writer = sys::writer_of(&self.raw);
        if self.writer.is_undefined() {
            self.state = State::Ended;
            return Err(Error::last_failure(WRITING));
        }
        Ok(())
    }

    fn start(&mut self, bytes: &[u8]) -> Result<()> {
        self.open()?;
        if !bytes.is_empty() {
            let before = match self.tells_room {
                None => sys::room(&self.writer),
                Some(_) => 0.0,
            };
            let promise = sys::write(&self.writer, &js::bytes_to_js(bytes));
            self.pending = Some(Promised::new(&promise));
            self.look_for_room(before);
        }
        Ok(())
    }

    /// Some streams of the platform never say that they are full: of those, each write is waited for.
    fn look_for_room(&mut self, before: f64) {
        let writer = &self.writer;
        let tells = || before > 0.0 && sys::room(writer) < before;
        if *self.tells_room.get_or_insert_with(tells) {
            let ready = sys::ready(writer);
            self.room = (!ready.is_undefined()).then(|| Promised::new(&ready));
        }
    }

    /// Whether there is room for a chunk; what has failed of those before is told.
    fn poll_room(&mut self, context: &mut Context<'_>) -> Poll<Result<()>> {
        let written = self.poll_written(context);
        if written.is_ready() || self.tells_room != Some(true) {
            return written;
        }
        let Some(room) = &mut self.room else {
            return Poll::Ready(Ok(()));
        };
        let outcome = ready!(Pin::new(room).poll(context));
        self.room = None;
        Poll::Ready(outcome.map(|_| ()).map_err(|thrown| {
            self.pending = None;
            self.state = State::Ended;
            Error::thrown(thrown, WRITING)
        }))
    }

    fn poll_written(&mut self, context: &mut Context<'_>) -> Poll<Result<()>> {
        self.poll_pending(context, WRITING)
    }

    fn poll_pending(&mut self, context: &mut Context<'_>, doing: &'static str) -> Poll<Result<()>> {
        let Some(pending) = &mut self.pending else {
            return Poll::Ready(Ok(()));
        };
        let outcome = ready!(Pin::new(pending).poll(context));
        self.pending = None;
        self.room = None;
        Poll::Ready(outcome.map(|_| ()).map_err(|thrown| {
            self.state = State::Ended;
            Error::thrown(thrown, doing)
        }))
    }

    fn poll_end(&mut self, context: &mut Context<'_>) -> Poll<Result<()>> {
        if self.state == State::Open {
            ready!(self.poll_written(context))?;
            self.open()?;
            self.state = State::Closing;
            self.pending = Some(Promised::new(&sys::close(&self.writer)));
        }
        ready!(self.poll_pending(context, CLOSING))?;
        self.state = State::Ended;
        Poll::Ready(Ok(()))
    }
}

impl Drop for Writable {
    fn drop(&mut self) {
        if self.state == State::Open {
            let reason = reason::current();
            let promise = if reason.is_undefined() {
                self.abort_with(&js::error_to_js(&Error::of(Unfinished)))
            } else {
                self.abort_with(&reason)
            };
            // Nobody is left who could be told.
            drop(Promised::new(&promise));
        }
    }
}

impl fmt::Debug for Writable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Writable { .. }")
    }
}

impl<T: AsRef<[u8]>> Sink<T> for Writable {
    type Error = Error;

    fn poll_ready(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<()>> {
        self.poll_room(context)
    }

    fn start_send(mut self: Pin<&mut Self>, chunk: T) -> Result<()> {
        self.start(chunk.as_ref())
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<()>> {
        self.poll_written(context)
    }

    fn poll_close(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<()>> {
        self.poll_end(context)
    }
}

impl AsyncWrite for Writable {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        ready!(self.poll_room(context))?;
        let bytes = bytes.get(..MAX_WRITE).unwrap_or(bytes);
        self.start(bytes)?;
        Poll::Ready(Ok(bytes.len()))
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.poll_written(context).map_err(Error::into)
    }

    fn poll_close(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.poll_end(context).map_err(Error::into)
    }
}

struct Closed;

impl Detail for Closed {}

impl fmt::Display for Closed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the stream takes no more bytes: it was closed or has failed; write all before you close it")
    }
}

struct Unfinished;

impl Detail for Unfinished {}

impl fmt::Display for Unfinished {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "the writer of the stream was dropped before its end; call `close` when all is written",
        )
    }
}
