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
use crate::js::Local;

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
    on_end: Local<Option<OnEnd>>,
}

type OnEnd = Box<dyn FnOnce(End)>;

/// How tokens ended: [`Tokens::on_end`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct End {
    /// How much was read and written, if the model has said so.
    pub usage: Option<Usage>,
    /// Whether the model has said that it is done. If not, the stream failed or was cut, or nobody wanted the rest.
    pub is_complete: bool,
}

impl Tokens {
    /// The tokens among events in the form of Workers AI or OpenAI, such as those of another provider behind a
    /// [gateway](super::Gateway).
    ///
    /// OpenAI says how much was read and written only when it is asked to: `"stream_options": {"include_usage": true}`.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use worker_sdk::ai::{Ai, ProviderRequest, Tokens};
    /// use worker_sdk::event_source::EventStream;
    /// # async fn run(ai: Ai, request: ProviderRequest) -> worker_sdk::Result<Tokens> {
    ///
    /// let answer = ai.gateway("my-gateway").run([request]).await?;
    /// # Ok(
    /// Tokens::new(EventStream::of_response(answer)?)
    /// # )
    /// # }
    /// ```
    pub fn new(events: EventStream) -> Self {
        Self {
            events: Some(events),
            usage: None,
            is_complete: false,
            on_end: Local::new(None),
        }
    }

    /// Calls `told` once, when the tokens have ended, have failed, or are dropped, as they are when the client goes away:
    /// for accounts of what was used.
    ///
    /// Work that waits goes to the background with [`Context::wait_until`](crate::Context::wait_until), which should be
    /// asked before the client can be gone.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use futures_channel::oneshot;
    /// use futures_util::StreamExt;
    /// use worker_sdk::ai::Tokens;
    /// use worker_sdk::event_source::{Event, Sse};
    /// use worker_sdk::{Context, console_log};
    ///
    /// fn answer(tokens: Tokens, context: &Context) -> Sse {
    ///     let (told, end) = oneshot::channel();
    ///     context.wait_until(async {
    ///         if let Ok(end) = end.await {
    ///             console_log!("to be stored: {end:?}");
    ///         }
    ///     });
    ///     let tokens = tokens.on_end(|end| drop(told.send(end)));
    ///     Sse::new(tokens.map(|token| Ok(Event::new(token?))))
    /// }
    /// ```
    pub fn on_end(mut self, told: impl FnOnce(End) + 'static) -> Self {
        self.on_end = Local::new(Some(Box::new(told)));
        self
    }

    fn tell(&mut self) {
        if let Some(told) = self.on_end.get_mut().take() {
            told(End {
                usage: self.usage,
                is_complete: self.is_complete,
            });
        }
    }

    /// The next piece; `None` at the end.
    ///
    /// # Errors
    ///
    /// Fails when the stream does, when the model does in the middle of it, and for what is not JSON; it ends there. Events
    /// without text are skipped.
    pub async fn try_next(&mut self) -> Result<Option<String>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context))
            .await
            .transpose()
    }

    /// All of the text.
    ///
    /// # Errors
    ///
    /// As [`Tokens::try_next`], and when the stream ends before the model has said that it is done.
    pub async fn text(mut self) -> Result<Completion> {
        let mut text = String::new();
        while let Some(token) = self.try_next().await? {
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
        self.tell();
        Poll::Ready(last)
    }
}

impl Drop for Tokens {
    fn drop(&mut self) {
        self.tell();
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
