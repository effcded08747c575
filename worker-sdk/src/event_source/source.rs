//! Events of a server that is connected to again.

use std::fmt;
use std::time::Duration;

use super::error::GivenUp;
use super::messages::Messages;
use super::parser::{Message, Parser};
use super::stream::{EventStream, body_of};
use crate::error::{Error, Result};
use crate::fetch::{Fetcher, fetch};
use crate::http::{IntoRequest, Request, Response, StatusCode};
use crate::time::sleep;

/// The events of a server, over as many connections as it takes.
///
/// When a connection ends or is lost, it waits (3 s, or what the server or [`retry`](EventSource::retry) says) and
/// connects again, with the last id that the server gave. Status 204 is the end. Every other status than 200, and another
/// content type than `text/event-stream`, is an error, after which it does not connect again. An aborted request is an error
/// as well, after which it does not connect again.
///
/// # Examples
///
/// ```no_run
/// # async fn run() -> worker_sdk::Result<()> {
/// use worker_sdk::event_source::EventSource;
///
/// let mut source = EventSource::new("https://example.com/events")?.max_reconnects(10);
/// while let Some(message) = source.try_next().await? {
///     worker_sdk::console_log!("{}", message.data);
/// }
/// # Ok(())
/// # }
/// ```
pub struct EventSource {
    request: Request,
    service: Option<Fetcher>,
    state: State,
    retry: Duration,
    max_reconnects: Option<u32>,
    /// How often it has connected again since the last event.
    reconnects: u32,
}

/// What a connection is at, as [`EventSource::ready_state`] tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadyState {
    /// There is none, but the next event that is asked for makes one.
    Connecting,
    /// There is one.
    Open,
    /// There is none any more.
    Closed,
}

enum State {
    /// Not connected; after the first time, it waits before.
    Closed(Box<Parser>, bool),
    Open(Box<EventStream>),
    Ended,
}

impl EventSource {
    /// Events of the answer to this request. Nothing is sent before the first event is asked for.
    ///
    /// # Errors
    ///
    /// Fails when it cannot be a request, such as text that is not an absolute URL.
    pub fn new(request: impl IntoRequest) -> Result<Self> {
        Ok(Self {
            request: request
                .into_request()?
                .with_header("accept", "text/event-stream")?,
            service: None,
            state: State::Closed(Box::new(Parser::new()), false),
            retry: Duration::from_secs(3),
            max_reconnects: None,
            reconnects: 0,
        })
    }

    /// Asks this service.
    #[must_use]
    pub fn service(mut self, service: &Fetcher) -> Self {
        self.service = Some(service.clone());
        self
    }

    /// Sets how long it waits before it connects again, until the server says something else: 3 s unless it is set.
    #[must_use]
    pub fn retry(mut self, delay: Duration) -> Self {
        self.retry = delay;
        self
    }

    /// Sets how large an event may be, 1 MiB unless it is set. A larger one is an error.
    #[must_use]
    pub fn max_size(mut self, bytes: usize) -> Self {
        match &mut self.state {
            State::Closed(parser, _) => parser.max_size = bytes,
            State::Open(events) => events.parser.max_size = bytes,
            State::Ended => {}
        }
        self
    }

    /// Sets how often it connects again without an event in between, over all calls of [`try_next`](EventSource::try_next). Then
    /// the last connection's end is the end, and its error the error; if the call was dropped before there was an answer, the
    /// next one is an error. Without this it never gives up.
    #[must_use]
    pub fn max_reconnects(mut self, count: u32) -> Self {
        self.max_reconnects = Some(count);
        self
    }

    /// The URL that is asked.
    #[must_use]
    pub fn url(&self) -> &str {
        self.request.url()
    }

    /// What the connection is at.
    #[must_use]
    pub const fn ready_state(&self) -> ReadyState {
        match self.state {
            State::Closed(..) => ReadyState::Connecting,
            State::Open(_) => ReadyState::Open,
            State::Ended => ReadyState::Closed,
        }
    }

    /// The events as a stream, which ends where [`try_next`](EventSource::try_next) gives `None`, and after an error.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run() -> worker_sdk::Result<()> {
    /// use futures_util::TryStreamExt;
    /// use worker_sdk::event_source::EventSource;
    ///
    /// let mut texts = EventSource::new("https://example.com/events")?.into_stream().map_ok(|message| message.data);
    /// while let Some(text) = texts.try_next().await? {
    ///     worker_sdk::console_log!("{text}");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn into_stream(self) -> Messages {
        Messages::of(self)
    }

    /// The next event, `None` when the server has no more.
    ///
    /// # Errors
    ///
    /// Fails when the server does not answer with events, an event, or an id of more than 4096 bytes,
    /// [is too large](crate::Error::is_too_large), or when it has connected as often as it may.
    pub async fn try_next(&mut self) -> Result<Option<Message>> {
        loop {
            let result = match &mut self.state {
                State::Ended => return Ok(None),
                State::Open(events) => events.try_next().await,
                State::Closed(..) => match self.connect().await {
                    Ok(true) => continue,
                    Ok(false) => return Ok(None),
                    Err(error) => Err(error),
                },
            };
            match result {
                Ok(Some(message)) => {
                    self.reconnects = 0;
                    return Ok(Some(message));
                }
                Err(error) if self.ends_with(&error) => {
                    self.state = State::Ended;
                    return Err(error);
                }
                end => {
                    if self.max_reconnects == Some(self.reconnects) {
                        self.state = State::Ended;
                        return end;
                    }
                    self.disconnect();
                }
            }
        }
    }

    /// Whether another connection would be of no use after this error.
    fn ends_with(&self, error: &Error) -> bool {
        matches!(self.state, State::Ended)
            || error.is_too_large()
            || self.request.signal().is_aborted()
    }

    /// Whether there is a connection now. What cannot be repeated leaves the state `Ended`; while it waits, the state is
    /// that before.
    async fn connect(&mut self) -> Result<bool> {
        let State::Closed(parser, again) = &mut self.state else {
            return Ok(true);
        };
        if *again && self.max_reconnects == Some(self.reconnects) {
            return Err(Error::of(GivenUp));
        }
        let last_id = parser.last_id.clone();
        if std::mem::replace(again, true) {
            let delay = parser.retry.unwrap_or(self.retry);
            sleep(delay).await;
            // Now, as the caller may give up on the answer.
            self.reconnects = self.reconnects.saturating_add(1);
        }
        let mut request = self.request.try_clone()?;
        if !last_id.is_empty() {
            request = request.with_header("last-event-id", last_id)?;
        }
        let response = self.send(request).await?;
        let State::Closed(parser, _) = std::mem::replace(&mut self.state, State::Ended) else {
            return Ok(true);
        };
        if response.status() == StatusCode::NO_CONTENT {
            return Ok(false);
        }
        let stream = EventStream::with(*parser, body_of(response)?);
        self.state = State::Open(Box::new(stream));
        Ok(true)
    }

    async fn send(&self, request: Request) -> Result<Response> {
        match &self.service {
            Some(service) => service.fetch(request).await,
            None => fetch(request).await,
        }
    }

    fn disconnect(&mut self) {
        let mut parser = match std::mem::replace(&mut self.state, State::Ended) {
            State::Open(events) => Box::new(events.into_parser()),
            State::Closed(parser, _) => parser,
            State::Ended => return,
        };
        parser.next_connection();
        self.state = State::Closed(parser, true);
    }
}

impl fmt::Debug for EventSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventSource")
            .field("retry", &self.retry)
            .finish_non_exhaustive()
    }
}
