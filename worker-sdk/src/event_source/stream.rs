//! Events that another server sends.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_core::Stream;

use super::error::{WrongStatus, WrongType};
use super::parser::{Message, Parser};
use crate::error::{Error, Result};
use crate::http::{Response, StatusCode};
use crate::streams::ByteStream;

/// The events of one response or stream, in order. An event that does not end with an empty line is not one.
///
/// See [the module](crate::event_source) for an example.
pub struct EventStream {
    stream: ByteStream,
    pub(super) parser: Parser,
}

impl EventStream {
    /// The events of a stream of bytes.
    #[must_use]
    pub fn new(stream: ByteStream) -> Self {
        Self::with(Parser::new(), stream)
    }

    pub(super) fn with(parser: Parser, stream: ByteStream) -> Self {
        Self { stream, parser }
    }

    pub(super) fn into_parser(self) -> Parser {
        self.parser
    }

    /// The events of a response.
    ///
    /// # Errors
    ///
    /// Fails when the status is not 200 or the content type is not `text/event-stream`.
    pub fn of_response(response: Response) -> Result<Self> {
        Ok(Self::new(body_of(response)?))
    }

    /// Sets how large an event may be, 1 MiB unless it is set. A larger one is an error.
    #[must_use]
    pub fn max_size(mut self, bytes: usize) -> Self {
        self.parser.max_size = bytes;
        self
    }

    /// The next event, `None` at the end.
    ///
    /// # Errors
    ///
    /// Fails when the stream fails, and when an event, or an id of more than 4096 bytes, [is too large](Error::is_too_large).
    pub async fn try_next(&mut self) -> Result<Option<Message>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context))
            .await
            .transpose()
    }

    /// The last id that the server gave up to the message that was read last, empty before it gave one. A client that
    /// connects again sends it as `last-event-id`.
    #[must_use]
    pub fn last_event_id(&self) -> &str {
        &self.parser.last_id
    }

    /// How long the server asks a client to wait before it connects again.
    #[must_use]
    pub fn retry(&self) -> Option<Duration> {
        self.parser.retry
    }
}

pub(super) fn body_of(response: Response) -> Result<ByteStream> {
    if response.status() != StatusCode::OK {
        let status = response.status().as_u16();
        return Err(Error::of(WrongStatus { status }));
    }
    let found = response.headers().get("content-type");
    let essence = found.as_deref().and_then(|found| found.split(';').next());
    if !essence.is_some_and(|essence| essence.trim().eq_ignore_ascii_case("text/event-stream")) {
        return Err(Error::of(WrongType { found }));
    }
    response.into_body().into_stream()
}

impl Stream for EventStream {
    type Item = Result<Message>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        loop {
            match this.parser.next() {
                Ok(Some(message)) => return Poll::Ready(Some(Ok(message))),
                Ok(None) => {}
                Err(error) => {
                    this.parser.push(Vec::new());
                    this.stream = ByteStream::once(None);
                    return Poll::Ready(Some(Err(error)));
                }
            }
            match ready!(Pin::new(&mut this.stream).poll_next(context)) {
                Some(Ok(chunk)) => this.parser.push(chunk),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl fmt::Debug for EventStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventStream")
            .field("last_event_id", &self.parser.last_id)
            .finish_non_exhaustive()
    }
}
