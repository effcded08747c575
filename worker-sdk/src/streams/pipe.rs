//! Streams that are connected.

use std::fmt;
use std::future::IntoFuture;
use std::pin::Pin;

use super::{ByteStream, CompressionFormat, Transform, Writable, sys};
use crate::abort::AbortSignal;
use crate::error::{Error, Result};
use crate::executor::Promised;
use crate::js::Options;

impl ByteStream {
    /// Moves all bytes to `writable`, without a turn through Rust where both are JavaScript's. Nothing moves before it
    /// is awaited.
    ///
    /// Afterwards both are at their end, but for what a `prevent_` method of [`Pipe`] leaves open.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use worker_sdk::{Body, Result, streams::Writable};
    /// async fn joined(first: Body, second: Body, mut log: Writable) -> Result<()> {
    ///     first.into_stream()?.pipe_to(&mut log).prevent_close().await?;
    ///     log.write("\n").await?;
    ///     second.into_stream()?.pipe_to(&mut log).await
    /// }
    /// ```
    pub fn pipe_to<'a>(&'a mut self, writable: &'a mut Writable) -> Pipe<'a> {
        Pipe {
            from: self,
            to: writable,
            options: Options::new(),
            leaves_open: false,
            leaves_failed: false,
        }
    }

    /// What comes out of `transform` when this stream is written to it. The platform moves the bytes.
    ///
    /// For a signal that ends it, or an end that is left open, [split](Transform::split) the transform, give its writable end to
    /// [`pipe_to`](Self::pipe_to) in a [`spawn`](crate::spawn)ed task, and read the other.
    ///
    /// # Errors
    ///
    /// Fails when the stream is a JavaScript one that somebody else reads.
    pub fn pipe_through(self, transform: Transform) -> Result<Self> {
        let stream = sys::pipe_through(&self.into_raw(), transform.as_raw());
        if stream.is_undefined() {
            return Err(Error::last_failure("piping a stream"));
        }
        Ok(Self::from_js(stream))
    }

    /// The stream, compressed by the platform.
    ///
    /// # Errors
    ///
    /// As [`pipe_through`](Self::pipe_through); also when the runtime does not know the format.
    pub fn compress(self, format: CompressionFormat) -> Result<Self> {
        self.pipe_through(Transform::compress(format)?)
    }

    /// The stream, decompressed by the platform.
    ///
    /// # Errors
    ///
    /// As [`compress`](Self::compress). Bytes that are not of this format are an error of the stream.
    pub fn decompress(self, format: CompressionFormat) -> Result<Self> {
        self.pipe_through(Transform::decompress(format)?)
    }

    /// The stream with a length that is known beforehand: as a body it has a `content-length`.
    ///
    /// # Errors
    ///
    /// As [`pipe_through`](Self::pipe_through). More or fewer bytes are an error of the stream.
    pub fn with_length(self, length: u64) -> Result<Self> {
        self.pipe_through(Transform::fixed_length(length)?)
    }
}

/// Moves the bytes of one stream to another. It does nothing until it is awaited.
///
/// By default the end of one side is the end of the other: the end closes, an error of the source aborts, an error of
/// the target cancels, each with its reason. A pipe that cannot begin, as from a source that somebody else reads, aborts the
/// target, too.
///
/// Dropping the future does not stop the platform, which goes on to move the bytes, with both sides its own: give the pipe a
/// [`signal`](Pipe::signal), and abort that.
#[must_use = "a pipe does nothing until it is awaited"]
pub struct Pipe<'a> {
    from: &'a mut ByteStream,
    to: &'a mut Writable,
    options: Options,
    leaves_open: bool,
    leaves_failed: bool,
}

impl Pipe<'_> {
    /// Leaves the target open at the end of the source, for more to be written to it.
    pub fn prevent_close(mut self) -> Self {
        self.leaves_open = true;
        self.options = self.options.flag("preventClose", true);
        self
    }

    /// Leaves the target as it is when the source fails.
    pub fn prevent_abort(mut self) -> Self {
        self.leaves_failed = true;
        self.options = self.options.flag("preventAbort", true);
        self
    }

    /// Leaves the source as it is when the target fails, for the rest to be read.
    pub fn prevent_cancel(mut self) -> Self {
        self.options = self.options.flag("preventCancel", true);
        self
    }

    /// Lets `signal` end the pipe; both sides learn of its reason.
    pub fn signal(mut self, signal: &AbortSignal) -> Self {
        self.options = self.options.value("signal", signal.as_raw().clone());
        self
    }
}

/// # Errors
///
/// Fails when one of the sides fails, with its error, and when the target was at its end before.
impl<'a> IntoFuture for Pipe<'a> {
    type Output = Result<()>;
    type IntoFuture = Pin<Box<dyn Future<Output = Result<()>> + Send + 'a>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            self.to.is_open()?;
            let from = self.from.shared();
            let to = self.to.released();
            let promise = sys::pipe_to(&from, &to, &self.options.into_js());
            match Promised::new(&promise).await {
                Ok(_) if self.leaves_open => Ok(()),
                Ok(_) => {
                    self.to.has_ended();
                    Ok(())
                }
                Err(thrown) => {
                    if !self.leaves_failed {
                        self.to.has_failed(&thrown);
                    }
                    Err(Error::thrown(thrown, "piping a stream"))
                }
            }
        })
    }
}

impl fmt::Debug for Pipe<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pipe { .. }")
    }
}
