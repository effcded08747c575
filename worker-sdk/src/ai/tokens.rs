//! Text that comes piece by piece.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use super::completion::{Completion, Usage, Written};
use super::error::Refused;
use crate::error::{Error, Result};
use crate::event_source::{EventStream, Message};

/// What ends a stream.
const DONE: &str = "[DONE]";

/// The name of an event of AI Search, which has what the answer was made of. Some come without the name.
const CHUNKS: &str = "chunks";

/// A part of a stream.
pub(crate) enum Piece {
    Text(String),
    Chunks(Message),
}

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
/// let tokens = ai.run_stream("@cf/meta/llama-3.3-70b-instruct-fp8-fast", &chat).await?;
/// let events = tokens.map(|token| Ok(Event::new(token?)));
/// # Ok(Sse::new(events))
/// # }
/// ```
#[must_use = "the model stops when nobody reads"]
pub struct Tokens {
    /// None after the end.
    events: Option<EventStream>,
    usage: Option<Usage>,
    is_complete: bool,
}

impl Tokens {
    pub(crate) fn new(events: EventStream) -> Self {
        Self {
            events: Some(events),
            usage: None,
            is_complete: false,
        }
    }

    /// The next piece; `None` at the end.
    ///
    /// # Errors
    ///
    /// Fails when the stream does, when the model does in the middle of it, and for what is not JSON; it ends there. Events
    /// without text are skipped.
    pub async fn token(&mut self) -> Result<Option<String>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context))
            .await
            .transpose()
    }

    /// All of the text.
    ///
    /// # Errors
    ///
    /// As [`Tokens::token`], and when the stream ends before the model has said that it is done.
    pub async fn text(mut self) -> Result<Completion> {
        let mut text = String::new();
        while let Some(token) = self.token().await? {
            text.push_str(&token);
        }
        if !self.is_complete {
            return Err(Error::of(Refused::Cut));
        }
        let usage = self.usage;
        Ok(Completion { text, usage })
    }

    /// How much was read and written. Most models say so with the last piece.
    #[must_use]
    pub fn usage(&self) -> Option<Usage> {
        self.usage
    }

    /// Whether the model has said that it is done. At the end of a stream that was cut, it has not.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.is_complete
    }

    /// The next part, as it comes.
    pub(crate) fn poll_piece(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Piece>>> {
        loop {
            let Some(events) = &mut self.events else {
                return Poll::Ready(None);
            };
            let event = match ready!(Pin::new(events).poll_next(context)) {
                Some(Ok(event)) if event.data == DONE => {
                    self.is_complete = true;
                    return self.end(None);
                }
                Some(Ok(event)) if event.event == CHUNKS => {
                    return Poll::Ready(Some(Ok(Piece::Chunks(event))));
                }
                Some(Ok(event)) => event,
                Some(Err(error)) => return self.end(Some(Err(error))),
                None => return self.end(None),
            };
            match written(&event) {
                Err(error) => return self.end(Some(Err(error))),
                Ok((Completion { text, usage }, has_chunks)) => {
                    self.usage = usage.or(self.usage);
                    if !text.is_empty() {
                        return Poll::Ready(Some(Ok(Piece::Text(text))));
                    }
                    if has_chunks {
                        return Poll::Ready(Some(Ok(Piece::Chunks(event))));
                    }
                }
            }
        }
    }

    pub(crate) fn end<T>(&mut self, last: T) -> Poll<T> {
        self.events = None;
        Poll::Ready(last)
    }
}

/// What was written, and whether chunks stand beside it.
fn written(event: &Message) -> Result<(Completion, bool)> {
    let written: Written = event.json()?;
    match written.failure() {
        Some(message) => Err(Error::of(Refused::Failed { message })),
        None => {
            let has_chunks = written.has_chunks();
            Ok((written.completion().unwrap_or_default(), has_chunks))
        }
    }
}

impl Stream for Tokens {
    type Item = Result<String>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            match ready!(self.poll_piece(context)) {
                Some(Ok(Piece::Chunks(_))) => {}
                Some(Ok(Piece::Text(text))) => return Poll::Ready(Some(Ok(text))),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Tokens { .. }")
    }
}
