//! Text in lines.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use super::ByteStream;
use crate::error::{Detail, Error, Kind, Result};

const MAX_LENGTH: usize = 1 << 20;

impl ByteStream {
    /// The lines of the stream, without their `\n` or `\r\n`. What is not UTF-8 is replaced by `U+FFFD`.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(body: worker_sdk::Body) -> worker_sdk::Result<()> {
    /// let mut lines = body.into_stream()?.lines();
    /// while let Some(line) = lines.try_next().await? {
    ///     worker_sdk::console_log!("{line}");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn lines(self) -> Lines {
        Lines {
            stream: self,
            line: Vec::new(),
            max_length: MAX_LENGTH,
            done: false,
        }
    }
}

/// A stream of lines, made by [`ByteStream::lines`].
pub struct Lines {
    stream: ByteStream,
    /// What there is of the next line.
    line: Vec<u8>,
    max_length: usize,
    done: bool,
}

impl Lines {
    /// Sets how many bytes a line may have, 1 MiB unless it is set. A longer one is an error, so that a client cannot
    /// fill the memory with a line that does not end.
    #[must_use]
    pub fn max_length(mut self, length: usize) -> Self {
        self.max_length = length;
        self
    }

    /// The next line, `None` at the end. Text behind the last line break is a line.
    ///
    /// # Errors
    ///
    /// Fails when the stream fails, and when a line [is too large](Error::is_too_large).
    pub async fn try_next(&mut self) -> Result<Option<String>> {
        poll_fn(|context| self.poll_line(context)).await
    }

    fn poll_line(&mut self, context: &mut Context<'_>) -> Poll<Result<Option<String>>> {
        while !self.done {
            let filled = match ready!(self.stream.poll_filled(context)) {
                Ok(filled) => filled,
                Err(error) => return Poll::Ready(Err(self.fail(error))),
            };
            if filled.is_empty() {
                self.done = true;
                let rest = std::mem::take(&mut self.line);
                return Poll::Ready(Ok((!rest.is_empty()).then(|| text(rest))));
            }
            let end = filled.iter().position(|byte| *byte == b'\n');
            let part = filled
                .get(..end.unwrap_or(filled.len()))
                .unwrap_or_default();
            let used = part.len() + usize::from(end.is_some());
            if self.line.len() + part.len() > self.max_length {
                let max = self.max_length;
                return Poll::Ready(Err(self.fail(Error::of(TooLong { max }))));
            }
            self.line.extend_from_slice(part);
            self.stream.used(used);
            if end.is_some() {
                let mut line = std::mem::take(&mut self.line);
                line.pop_if(|byte| *byte == b'\r');
                return Poll::Ready(Ok(Some(text(line))));
            }
        }
        Poll::Ready(Ok(None))
    }

    fn fail(&mut self, error: Error) -> Error {
        self.done = true;
        error
    }
}

fn text(line: Vec<u8>) -> String {
    String::from_utf8(line)
        .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}

impl Stream for Lines {
    type Item = Result<String>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_line(context).map(Result::transpose)
    }
}

impl fmt::Debug for Lines {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Lines { .. }")
    }
}

struct TooLong {
    max: usize,
}

impl Detail for TooLong {
    fn kind(&self) -> Kind {
        Kind::TooLarge
    }
}

impl fmt::Display for TooLong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "a line of the stream is longer than {} bytes; allow more with `max_length`, or read it in chunks",
            self.max
        )
    }
}
