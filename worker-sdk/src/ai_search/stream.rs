//! Answers that come piece by piece.

use std::fmt;
use std::future::poll_fn;
use std::mem;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use wasm_bindgen::JsValue;

use super::found::Chunk;
use crate::ai::{Completion, Piece, Tokens, Usage, tokens_of};
use crate::error::{Error, Kind, Result};
use crate::event_source::Message;
use crate::js::object::object;

/// The answer of a model, piece by piece, as it writes it, and what it was made of:
/// [`Instance::chat_completions_stream`](super::Instance::chat_completions_stream). Drop it, and the model stops.
///
/// # Examples
///
/// ```no_run
/// use futures_util::StreamExt;
/// use worker_sdk::ai::Chat;
/// use worker_sdk::ai_search::Instance;
/// use worker_sdk::event_source::{Event, Sse};
/// # async fn run(docs: Instance, chat: Chat) -> worker_sdk::Result<Sse> {
///
/// let answer = docs.chat_completions_stream(&chat).await?;
/// let events = answer.map(|token| Ok(Event::new(token?)));
/// # Ok(Sse::new(events))
/// # }
/// ```
#[must_use = "the model stops when nobody reads"]
pub struct AnswerStream {
    tokens: Tokens,
    chunks: Vec<Chunk>,
    /// A piece that came while chunks were waited for.
    ahead: Option<String>,
    has_begun: bool,
    /// Why there are no chunks.
    failure: Option<(Kind, String)>,
}

#[derive(Default)]
struct Sources {
    chunks: Vec<Chunk>,
}

object!(Sources, "the sources of an answer", { "chunks" => chunks } needs "chunks");

/// The chunks stand in the event, or in an object in it.
fn chunks_of(event: &Message) -> Result<Vec<Chunk>> {
    match event.data.trim_start().starts_with('{') {
        true => event.json().map(|Sources { chunks }| chunks),
        false => event.json(),
    }
}

impl AnswerStream {
    pub(super) fn of(answer: JsValue) -> Result<Self> {
        const AT_ONCE: &str = "AI Search answered at once; ask it with `chat_completions`";
        Ok(Self {
            tokens: tokens_of(answer).ok_or_else(|| Error::malformed(AT_ONCE))?,
            chunks: Vec::new(),
            ahead: None,
            has_begun: false,
            failure: None,
        })
    }

    /// The chunks of documents that the model was given. The platform sends them first; none where it sends text before them.
    ///
    /// # Errors
    ///
    /// As [`AnswerStream::try_next`]; each time, where the stream failed before they came.
    pub async fn sources(&mut self) -> Result<&[Chunk]> {
        if !self.has_begun {
            let first = poll_fn(|context| self.poll_piece(context)).await;
            if let Some(Piece::Text(text)) = first.transpose()? {
                self.ahead = Some(text);
            }
        }
        match &self.failure {
            Some((kind, text)) => Err(Error::saying(text.clone()).with_kind(*kind)),
            None => Ok(&self.chunks),
        }
    }

    /// The next piece; `None` at the end.
    ///
    /// # Errors
    ///
    /// As [`Tokens::try_next`], and when chunks have another form than is known; it ends there.
    pub async fn try_next(&mut self) -> Result<Option<String>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context))
            .await
            .transpose()
    }

    /// All of the text. Ask for the [sources](Self::sources) before.
    ///
    /// # Errors
    ///
    /// As [`Tokens::text`].
    pub async fn text(self) -> Result<Completion> {
        let Completion { text, usage } = self.tokens.text().await?;
        let text = self.ahead.unwrap_or_default() + &text;
        Ok(Completion { text, usage })
    }

    /// How much was read and written, if the model has said so.
    #[must_use]
    pub fn usage(&self) -> Option<Usage> {
        self.tokens.usage()
    }

    /// Whether the model has said that it is done. At the end of a stream that was cut, it has not.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.tokens.is_complete()
    }

    fn poll_piece(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Piece>>> {
        let piece = ready!(self.tokens.poll_piece(context));
        let is_first = !mem::replace(&mut self.has_begun, true);
        match piece {
            Some(Ok(Piece::Chunks(event))) => match chunks_of(&event) {
                Ok(chunks) => {
                    self.chunks = chunks;
                    Poll::Ready(Some(Ok(Piece::Chunks(event))))
                }
                Err(error) => {
                    self.keep(&error);
                    self.tokens.end(Some(Err(error)))
                }
            },
            Some(Err(error)) if is_first => {
                self.keep(&error);
                Poll::Ready(Some(Err(error)))
            }
            piece => Poll::Ready(piece),
        }
    }

    fn keep(&mut self, failure: &Error) {
        self.failure = Some((failure.kind(), failure.to_string()));
    }
}

impl Stream for AnswerStream {
    type Item = Result<String>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if let Some(ahead) = self.ahead.take() {
            return Poll::Ready(Some(Ok(ahead)));
        }
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

impl fmt::Debug for AnswerStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AnswerStream { .. }")
    }
}
