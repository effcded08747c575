//! The direction that is read.

use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use wasm_bindgen::JsValue;

use super::connection::Connection;
use super::error::NotBytes;
use super::sys;
use crate::error::{Error, Result};
use crate::executor::Promised;
use crate::js;

/// The direction of a [`Socket`](super::Socket) that is read: [`Socket::into_split`](super::Socket::into_split).
///
/// Dropping it says that nobody reads any more.
pub struct ReadHalf {
    pub(super) source: JsValue,
    connection: Arc<Connection>,
    pending: Option<Promised>,
    chunk: Option<Chunk>,
    ended: bool,
}

/// What came last and is not read to its end. It stays in JavaScript, and is copied from there to where it is wanted.
struct Chunk {
    bytes: JsValue,
    from: usize,
    length: usize,
}

impl ReadHalf {
    pub(super) fn new(connection: &Arc<Connection>) -> Result<Self> {
        let source = sys::socket_reader(connection.raw());
        if source.is_undefined() {
            return Err(Error::last_failure("reading from a socket"));
        }
        Ok(Self {
            source,
            connection: connection.clone(),
            pending: None,
            chunk: None,
            ended: false,
        })
    }

    /// Reads what is there, at most as much as `buffer` holds, and waits when nothing is. 0 is the end.
    ///
    /// Dropping the future loses no bytes.
    ///
    /// # Errors
    ///
    /// Fails when the connection is lost.
    pub async fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        poll_fn(|context| self.poll(context, buffer)).await
    }

    /// The number of bytes that came and are not read.
    pub(super) fn unread(&self) -> usize {
        self.chunk
            .as_ref()
            .map_or(0, |chunk| chunk.length - chunk.from)
    }

    pub(crate) fn poll(
        &mut self,
        context: &mut Context<'_>,
        buffer: &mut [u8],
    ) -> Poll<Result<usize>> {
        if buffer.is_empty() {
            return Poll::Ready(Ok(0));
        }
        while self.unread() == 0 {
            if self.ended {
                return Poll::Ready(Ok(0));
            }
            ready!(self.poll_chunk(context))?;
        }
        Poll::Ready(Ok(self
            .chunk
            .as_mut()
            .map_or(0, |chunk| chunk.take(buffer))))
    }

    fn poll_chunk(&mut self, context: &mut Context<'_>) -> Poll<Result<()>> {
        let source = &self.source;
        let pending = self
            .pending
            .get_or_insert_with(|| Promised::new(&sys::read_socket(source)));
        let outcome = ready!(Pin::new(pending).poll(context));
        self.pending = None;
        self.chunk = None;
        let result = outcome.map_err(|thrown| Error::thrown(thrown, "reading from a socket"))?;
        let bytes = sys::received(source, &result);
        if bytes.is_null() {
            return Poll::Ready(Err(Error::of(NotBytes)));
        }
        self.ended = bytes.is_undefined();
        if !self.ended {
            self.chunk = Some(Chunk {
                length: js::bytes_length(&bytes),
                bytes,
                from: 0,
            });
        }
        Poll::Ready(Ok(()))
    }
}

impl Chunk {
    fn take(&mut self, buffer: &mut [u8]) -> usize {
        let taken = js::bytes_part(&self.bytes, self.from, buffer);
        self.from += taken;
        taken
    }
}

impl Drop for ReadHalf {
    fn drop(&mut self) {
        if self.connection.is_open() {
            sys::abandon_reader(&self.source);
        }
    }
}

impl fmt::Debug for ReadHalf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ReadHalf { .. }")
    }
}
