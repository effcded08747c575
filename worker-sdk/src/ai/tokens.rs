//! Text that comes piece by piece.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use super::completion::{Completion, Usage};
use crate::error::Result;
use crate::event_source::EventStream;

/// What ends a stream.
const DONE: &str = "[DONE]";

/// The text of a model, piece by piece, as it writes it: [`Ai::run_stream`](super::Ai::run_stream). Drop it, and the model
/// stops.
///
/// # Examples
///
/// ```no_run
/// use futures_util::StreamExt;
/// use worker_sdk::ai::{Ai, Chat};
/// use worker_sdk::event_source::{Event, Sse};
/// # async fn run(ai: Ai, chat: Chat) -> worker_sdk::Result<Sse> {
///
/// let tokens = ai.run_stream("@cf/meta/llama-3.1-8b-instruct", &chat).await?;
/// let events = tokens.map(|token| Ok(Event::new(token?)));
/// # Ok(Sse::new(events))
/// # }
/// ```
#[must_use = "the model stops when nobody reads"]
pub struct Tokens {
    /// None after the end.
    events: Option<EventStream>,
    usage: Option<Usage>,
}

impl Tokens {
    pub(super) fn new(events: EventStream) -> Self {
        Self {
            events: Some(events),
            usage: None,
        }
    }

    /// The next piece; `None` at the end.
    ///
    /// # Errors
    ///
    /// Fails when the stream does, or has something else in it than text; it ends there.
    pub async fn token(&mut self) -> Result<Option<String>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context))
            .await
            .transpose()
    }

    /// All of the text.
    ///
    /// # Errors
    ///
    /// As [`Tokens::token`].
    pub async fn text(mut self) -> Result<Completion> {
        let mut text = String::new();
        while let Some(token) = self.token().await? {
            text.push_str(&token);
        }
        let usage = self.usage;
        Ok(Completion { text, usage })
    }

    /// How much was read and written. Most models say so with the last piece.
    #[must_use]
    pub fn usage(&self) -> Option<Usage> {
        self.usage
    }

    fn end<T>(&mut self, last: T) -> Poll<T> {
        self.events = None;
        Poll::Ready(last)
    }
}

impl Stream for Tokens {
    type Item = Result<String>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            let Some(events) = &mut self.events else {
                return Poll::Ready(None);
            };
            let event = match ready!(Pin::new(events).poll_next(context)) {
                Some(Ok(event)) if event.data == DONE => return self.end(None),
                Some(Ok(event)) => event,
                Some(Err(error)) => return self.end(Some(Err(error))),
                None => return self.end(None),
            };
            match event.json::<Completion>() {
                Err(error) => return self.end(Some(Err(error))),
                Ok(Completion { text, usage }) => {
                    self.usage = usage.or(self.usage);
                    if !text.is_empty() {
                        return Poll::Ready(Some(Ok(text)));
                    }
                }
            }
        }
    }
}

impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Tokens { .. }")
    }
}
