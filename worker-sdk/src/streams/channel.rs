//! A stream whose chunks are sent to it.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::fmt;
use std::future::poll_fn;
use std::io;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker, ready};

use futures_core::Stream;
use futures_io::AsyncWrite;
use futures_sink::Sink;
use wasm_bindgen::JsValue;

use super::{ByteStream, reason};
use crate::error::{Detail, Error, Result};
use crate::http::Body;
use crate::js::Local;

/// Bytes that wait to be read before a sender has to wait.
const CAPACITY: usize = 65_536;

#[derive(Default)]
struct Shared {
    queue: VecDeque<Vec<u8>>,
    queued: usize,
    end: Option<Option<Error>>,
    /// Why nobody reads any more.
    gone: Option<JsValue>,
    sender: Option<Waker>,
    receiver: Option<Waker>,
}

impl Shared {
    fn wake_receiver(cell: &RefCell<Self>) {
        let waker = cell.borrow_mut().receiver.take();
        if let Some(waker) = waker {
            waker.wake();
        }
    }
}

/// A stream, and what sends chunks to it. See [`Body::channel`].
#[must_use]
pub fn channel() -> (Sender, ByteStream) {
    let shared = Rc::new(RefCell::new(Shared::default()));
    let receiver = Receiver(shared.clone());
    (
        Sender(Local::new(shared)),
        ByteStream::from_rust::<_, Vec<u8>>(receiver),
    )
}

impl Body {
    /// A body, and what sends its chunks: for code that writes while the response is on its way.
    ///
    /// Up to 64 KiB wait to be read; then [`Sender::send`] waits. A sender that is dropped before it was closed makes
    /// the body fail, so that a client does not take a part for the whole.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # mod worker {
    /// use std::time::Duration;
    /// use worker_sdk::{Body, Response, event, sleep, spawn};
    ///
    /// #[event(fetch)]
    /// async fn main() -> Response {
    ///     let (mut sender, body) = Body::channel();
    ///     spawn(async move {
    ///         for number in 1..=10 {
    ///             sender.send(format!("{number}\n")).await?;
    ///             sleep(Duration::from_secs(1)).await;
    ///         }
    ///         sender.close();
    ///         Ok::<_, worker_sdk::Error>(())
    ///     });
    ///     Response::new(body)
    /// }
    /// # }
    /// # fn main() {}
    /// ```
    #[must_use]
    pub fn channel() -> (Sender, Self) {
        let (sender, stream) = channel();
        (sender, stream.into())
    }
}

/// Sends chunks to a stream: the other half of [`channel`] and [`Body::channel`]. Also a `Sink` and an `AsyncWrite`.
pub struct Sender(Local<Rc<RefCell<Shared>>>);

impl Sender {
    /// Sends a chunk, as soon as there is room.
    ///
    /// # Errors
    ///
    /// Fails when nobody reads any more, with the reason if one was given.
    pub async fn send(&mut self, chunk: impl Into<Vec<u8>>) -> Result<()> {
        self.ready().await?;
        self.push(chunk.into());
        Ok(())
    }

    /// Waits until nobody reads any more, and tells the reason.
    pub async fn closed(&self) -> Error {
        poll_fn(|context| {
            let mut shared = self.0.borrow_mut();
            if let Some(reason) = &shared.gone {
                return Poll::Ready(gone(reason));
            }
            shared.sender = Some(context.waker().clone());
            Poll::Pending
        })
        .await
    }

    /// Ends the stream.
    pub fn close(self) {
        self.end(None);
    }

    /// Ends the stream with an error.
    pub fn fail(self, error: impl Into<Error>) {
        self.end(Some(error.into()));
    }

    async fn ready(&self) -> Result<()> {
        poll_fn(|context| self.poll_room(context)).await
    }

    fn poll_room(&self, context: &mut Context<'_>) -> Poll<Result<()>> {
        let mut shared = self.0.borrow_mut();
        if let Some(reason) = &shared.gone {
            return Poll::Ready(Err(gone(reason)));
        }
        if shared.queued < CAPACITY {
            return Poll::Ready(Ok(()));
        }
        shared.sender = Some(context.waker().clone());
        Poll::Pending
    }

    fn push(&self, chunk: Vec<u8>) {
        if chunk.is_empty() {
            return;
        }
        let mut shared = self.0.borrow_mut();
        shared.queued += chunk.len();
        shared.queue.push_back(chunk);
        drop(shared);
        Shared::wake_receiver(&self.0);
    }

    fn end(&self, error: Option<Error>) {
        let mut shared = self.0.borrow_mut();
        if shared.end.is_some() {
            return;
        }
        shared.end = Some(error);
        drop(shared);
        Shared::wake_receiver(&self.0);
    }
}

impl Drop for Sender {
    fn drop(&mut self) {
        self.end(Some(Error::of(Unfinished)));
    }
}

impl fmt::Debug for Sender {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sender { .. }")
    }
}

impl<T: Into<Vec<u8>>> Sink<T> for Sender {
    type Error = Error;

    fn poll_ready(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<()>> {
        self.poll_room(context)
    }

    fn start_send(self: Pin<&mut Self>, chunk: T) -> Result<()> {
        self.push(chunk.into());
        Ok(())
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_close(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Result<()>> {
        self.end(None);
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Sender {
    fn poll_write(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        ready!(self.poll_room(context))?;
        let bytes = bytes.get(..CAPACITY).unwrap_or(bytes);
        self.push(bytes.to_vec());
        Poll::Ready(Ok(bytes.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_close(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.end(None);
        Poll::Ready(Ok(()))
    }
}

struct Receiver(Rc<RefCell<Shared>>);

impl Stream for Receiver {
    type Item = Result<Vec<u8>>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let mut shared = self.0.borrow_mut();
        if let Some(chunk) = shared.queue.pop_front() {
            shared.queued -= chunk.len();
            let sender = shared.sender.take();
            drop(shared);
            if let Some(sender) = sender {
                sender.wake();
            }
            return Poll::Ready(Some(Ok(chunk)));
        }
        match &mut shared.end {
            Some(error) => Poll::Ready(error.take().map(Err)),
            None => {
                shared.receiver = Some(context.waker().clone());
                Poll::Pending
            }
        }
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        let mut shared = self.0.borrow_mut();
        shared.gone = Some(reason::current());
        shared.queue.clear();
        let sender = shared.sender.take();
        drop(shared);
        if let Some(sender) = sender {
            sender.wake();
        }
    }
}

fn gone(reason: &JsValue) -> Error {
    if reason.is_undefined() {
        return Error::of(NobodyReads);
    }
    Error::thrown(reason.clone(), "sending to a stream that was cancelled")
}

struct NobodyReads;

impl Detail for NobodyReads {}

impl fmt::Display for NobodyReads {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("nobody reads the stream any more; stop to send")
    }
}

struct Unfinished;

impl Detail for Unfinished {}

impl fmt::Display for Unfinished {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "the sender of the stream was dropped before its end; call `close` when all is sent",
        )
    }
}
