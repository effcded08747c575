//! Responses that are events.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use futures_core::Stream;

use super::Event;
use crate::error::Result;
use crate::http::{Body, IntoResponse, Response};
use crate::streams::{ByteStream, Sender, channel};
use crate::time::{Sleep, sleep};

const KEEP_ALIVE: &[u8] = b":\n\n";

/// A response of server-sent events. When the client leaves, the stream is dropped.
///
/// # Examples
///
/// ```no_run
/// # use worker_sdk::Result;
/// use futures_util::stream;
/// use worker_sdk::event_source::{Event, Sse};
///
/// fn countdown() -> Sse {
///     Sse::new(stream::iter([3, 2, 1]).map(|number| Ok(Event::new(number.to_string()))))
/// }
/// # use futures_util::StreamExt;
/// ```
///
/// See <https://developers.cloudflare.com/workers/runtime-apis/eventsource/>.
#[must_use = "it does nothing until it is returned as a response"]
pub struct Sse {
    events: ByteStream,
    keep_alive: Option<Duration>,
}

impl Sse {
    /// The events of a stream. An error of the stream breaks the connection.
    pub fn new(events: impl Stream<Item = Result<Event>> + 'static) -> Self {
        Self {
            events: ByteStream::from_stream(events),
            keep_alive: None,
        }
    }

    /// Events that are sent while the response is on its way: [`Sender::send`] takes an [`Event`].
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use worker_sdk::event_source::{Event, Sse};
    ///
    /// fn greeting() -> Sse {
    ///     let (mut sender, events) = Sse::channel();
    ///     worker_sdk::spawn(async move {
    ///         sender.send(Event::new("hello")).await?;
    ///         sender.close();
    ///         Ok::<_, worker_sdk::Error>(())
    ///     });
    ///     events
    /// }
    /// ```
    pub fn channel() -> (Sender, Self) {
        let (sender, events) = channel();
        let sse = Self {
            events,
            keep_alive: None,
        };
        (sender, sse)
    }

    /// Sends a comment whenever there was no event for so long, so that nobody on the way takes the connection for dead.
    pub fn keep_alive(mut self, every: Duration) -> Self {
        self.keep_alive = Some(every);
        self
    }
}

impl IntoResponse for Sse {
    fn into_response(self) -> Result<Response> {
        let body: Body = match self.keep_alive {
            Some(every) => Body::from_stream(Kept {
                events: self.events,
                every,
                silence: None,
            }),
            None => self.events.into(),
        };
        Response::new(body)
            .with_header("content-type", "text/event-stream")?
            .with_header("cache-control", "no-cache")
    }
}

impl fmt::Debug for Sse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sse")
            .field("keep_alive", &self.keep_alive)
            .finish_non_exhaustive()
    }
}

/// Events, and a comment in each long silence.
struct Kept {
    events: ByteStream,
    every: Duration,
    silence: Option<Sleep>,
}

impl Stream for Kept {
    type Item = Result<Vec<u8>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        if let Poll::Ready(item) = Pin::new(&mut this.events).poll_next(context) {
            this.silence = None;
            return Poll::Ready(item);
        }
        let silence = this.silence.get_or_insert_with(|| sleep(this.every));
        if Pin::new(silence).poll(context).is_pending() {
            return Poll::Pending;
        }
        this.silence = None;
        Poll::Ready(Some(Ok(KEEP_ALIVE.to_vec())))
    }
}
