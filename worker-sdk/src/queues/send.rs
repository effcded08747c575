//! Sending.

use std::fmt;
use std::time::Duration;

use wasm_bindgen::JsValue;

use super::error::{Refused, failed};
use super::metrics::Metrics;
use super::outgoing::{Outgoing, checked_delay};
use super::{MAX_SENT, sys};
use crate::error::{Error, Result};
use crate::js::tape::{Tag, Writer};
use crate::js::{self, sent};
use crate::task::unread;

/// Sends a message: [`Producer::send`](super::Producer::send). Nothing is sent before it is awaited.
///
/// # Errors
///
/// Fails when the message has more than 128 KB or cannot be made, when it would be held back for more than 24 hours,
/// and when the platform refuses it. The error says whether it [is too large](Error::is_too_large),
/// [is rate limited](Error::is_rate_limited), or [is overloaded](Error::is_overloaded), and
/// [with which code](Error::queues_code) the platform refused it.
#[must_use = "nothing is sent until it is awaited"]
pub struct SendMessage {
    queue: JsValue,
    message: Outgoing,
}

impl SendMessage {
    pub(super) fn new(queue: JsValue, message: Outgoing) -> Self {
        Self { queue, message }
    }

    /// Holds the message back for `delay`, rounded up to whole seconds and at most 24 hours; replaces the
    /// delay of the queue itself (`wrangler queues update`).
    pub fn delay(mut self, delay: Duration) -> Self {
        self.message = self.message.delay(delay);
        self
    }

    async fn send(self) -> Result<Sent> {
        let messages = list([self.message])?;
        let promise = sys::send(&self.queue, &messages);
        sent(promise, "sending to a queue", &messages).await
    }
}

/// Sends several messages: [`Producer::send_batch`](super::Producer::send_batch). Nothing is sent before it is awaited.
///
/// # Errors
///
/// As [`SendMessage`], and when there are more than 100 messages, or they have more than 256 KB together. Then nothing
/// is sent.
#[must_use = "nothing is sent until it is awaited"]
pub struct SendBatch {
    queue: JsValue,
    messages: Vec<Outgoing>,
    delay: Option<Duration>,
}

impl SendBatch {
    pub(super) fn new(queue: JsValue, messages: Vec<Outgoing>) -> Self {
        Self {
            queue,
            messages,
            delay: None,
        }
    }

    /// Holds back those messages for `delay`, rounded up to whole seconds and at most 24 hours, that have no delay of
    /// their own; replaces the delay of the queue itself.
    pub fn delay(mut self, delay: Duration) -> Self {
        self.delay = Some(delay);
        self
    }

    async fn send(self) -> Result<Sent> {
        let Self {
            queue,
            messages,
            delay,
        } = self;
        if messages.is_empty() {
            return Ok(Sent { metrics: None });
        }
        check(&messages)?;
        let delay = checked_delay(delay)?;
        let messages = list(messages)?;
        let promise = sys::send_batch(&queue, &messages, delay);
        sent(promise, "sending several messages to a queue", &messages).await
    }
}

/// The messages as JavaScript takes them, made in one call.
fn list(messages: impl IntoIterator<Item = Outgoing>) -> Result<JsValue> {
    let mut writer = Writer::default();
    let list = writer.open(Tag::List);
    let mut count = 0;
    for message in messages {
        message.append(&mut writer)?;
        count += 1;
    }
    writer.close(list, count);
    Ok(writer.into_js())
}

fn check(messages: &[Outgoing]) -> Result<()> {
    let refused = match messages.len() {
        count if count > MAX_SENT => Some(Refused::ManyMessages { count }),
        _ => Refused::of_lengths(messages.iter().map(Outgoing::known_length)),
    };
    refused.map_or(Ok(()), |refused| Err(Error::of(refused)))
}

async fn sent(promise: JsValue, doing: &'static str, messages: &JsValue) -> Result<Sent> {
    match js::settled(promise, doing).await {
        Ok(answer) => Ok(Sent {
            metrics: Metrics::of(&answer),
        }),
        Err(error) => Err(failed(error, messages)),
    }
}

/// What the platform says of messages that it has taken.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Sent {
    /// What waited in the queue before; `None` where the platform does not say.
    pub metrics: Option<Metrics>,
}

unread!(Sent);

sent!(SendMessage => Sent);
sent!(SendBatch => Sent);

impl fmt::Debug for SendMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("SendMessage").field(&self.message).finish()
    }
}

impl fmt::Debug for SendBatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SendBatch")
            .field("messages", &self.messages.len())
            .field("delay", &self.delay)
            .finish_non_exhaustive()
    }
}
