//! The direction that is written.

use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use wasm_bindgen::JsValue;

use super::connection::Connection;
use super::sys;
use crate::error::{Error, Result};
use crate::executor::Promised;
use crate::js;

/// The most that is on its way between Rust and the platform.
const MOST: usize = 64 * 1024;

const WRITING: &str = "writing to a socket";

/// The direction of a [`Socket`](super::Socket) that is written: [`Socket::into_split`](super::Socket::into_split).
///
/// Dropping it says that nothing more comes.
pub struct WriteHalf {
    pub(super) writer: JsValue,
    connection: Arc<Connection>,
    /// The write that the platform has not finished. There is one at a time: that is the back-pressure.
    pending: Option<Promised>,
    finished: bool,
}

impl WriteHalf {
    pub(super) fn new(connection: &Arc<Connection>) -> Result<Self> {
        let writer = sys::socket_writer(connection.raw());
        if writer.is_undefined() {
            return Err(Error::last_failure(WRITING));
        }
        Ok(Self {
            writer,
            connection: connection.clone(),
            pending: None,
            finished: false,
        })
    }

    /// Writes all of `bytes`, and waits until the platform has them on their way.
    ///
    /// Dropping the future leaves open how many of them are written.
    ///
    /// # Errors
    ///
    /// Fails when the connection is lost, and after [`shutdown`](WriteHalf::shutdown).
    pub async fn write_all(&mut self, bytes: impl AsRef<[u8]>) -> Result<()> {
        let mut rest = bytes.as_ref();
        while !rest.is_empty() {
            let written = poll_fn(|context| self.poll_write_some(context, rest)).await?;
            rest = rest.get(written..).unwrap_or_default();
        }
        self.flushed().await
    }

    /// Says that nothing more comes; the other side reads an end. What it sends can still be read.
    ///
    /// # Errors
    ///
    /// Fails when the connection is lost.
    pub async fn shutdown(&mut self) -> Result<()> {
        poll_fn(|context| self.poll_finish(context)).await
    }

    pub(super) fn connection(&self) -> &Connection {
        &self.connection
    }

    pub(super) async fn flushed(&mut self) -> Result<()> {
        poll_fn(|context| self.poll_idle(context)).await
    }

    /// Ready when nothing is under way; a write that failed in the meantime fails here.
    pub(crate) fn poll_idle(&mut self, context: &mut Context<'_>) -> Poll<Result<()>> {
        let Some(pending) = &mut self.pending else {
            return Poll::Ready(Ok(()));
        };
        let outcome = ready!(Pin::new(pending).poll(context));
        self.pending = None;
        Poll::Ready(match outcome {
            Ok(_) => Ok(()),
            Err(thrown) => Err(Error::thrown(thrown, WRITING)),
        })
    }

    pub(crate) fn poll_write_some(
        &mut self,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<Result<usize>> {
        ready!(self.poll_idle(context))?;
        let chunk = bytes.get(..MOST).unwrap_or(bytes);
        if !chunk.is_empty() {
            let promise = sys::write_socket(&self.writer, &js::bytes_to_js(chunk));
            self.pending = Some(Promised::new(&promise));
        }
        Poll::Ready(Ok(chunk.len()))
    }

    pub(crate) fn poll_finish(&mut self, context: &mut Context<'_>) -> Poll<Result<()>> {
        ready!(self.poll_idle(context))?;
        if !self.finished {
            self.finished = true;
            self.pending = Some(Promised::new(&sys::finish_socket(&self.writer)));
        }
        self.poll_idle(context)
    }
}

impl Drop for WriteHalf {
    fn drop(&mut self) {
        if self.connection.is_open() && !self.finished {
            sys::abandon_writer(&self.writer);
        }
    }
}

impl fmt::Debug for WriteHalf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WriteHalf { .. }")
    }
}
