//! A received message.

use std::fmt;
use std::time::Duration;

use wasm_bindgen::JsValue;

use super::body::Body;
use super::{MAX_DELAY, NO_DELAY, seconds, sys};
use crate::js;
use crate::time::Timestamp;

/// A message of a [`Batch`](super::Batch), with its content as a `T`.
///
/// What is neither acknowledged nor retried follows the handler: when that succeeds the message is done, when it fails
/// the message is delivered again. Of several calls for one message the first counts.
///
/// See <https://developers.cloudflare.com/queues/configuration/javascript-apis/#message>.
pub struct Message<T = Body> {
    raw: JsValue,
    body: T,
}

impl<T> Message<T> {
    pub(super) fn new(raw: JsValue, body: T) -> Self {
        Self { raw, body }
    }

    /// The JavaScript `Message`.
    #[must_use]
    pub fn as_raw(&self) -> &JsValue {
        &self.raw
    }

    /// The content.
    #[must_use]
    pub fn body(&self) -> &T {
        &self.body
    }

    /// The content, without the message: what is to be acknowledged or retried has to be before.
    #[must_use]
    pub fn into_body(self) -> T {
        self.body
    }

    /// The content as JavaScript has it.
    #[must_use]
    pub fn raw_body(&self) -> Body {
        body_of(&self.raw)
    }

    /// What the platform knows the message by; it stays the same when it is delivered again.
    #[must_use]
    pub fn id(&self) -> String {
        id_of(&self.raw)
    }

    /// When the message was sent.
    #[must_use]
    pub fn timestamp(&self) -> Timestamp {
        Timestamp::from_millis(sys::sent_at(&self.raw))
    }

    /// How often the message has been delivered, this time included: 1 for the first.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        attempts_of(&self.raw)
    }

    /// The message is done, whatever happens to the rest of the batch.
    pub fn ack(&self) {
        sys::ack(&self.raw);
    }

    /// The message is to be delivered again, after the consumer's `retry_delay`. After the last attempt it goes to the
    /// dead-letter queue.
    pub fn retry(&self) {
        sys::retry(&self.raw, NO_DELAY);
    }

    /// As [`retry`](Message::retry), after `delay`, rounded up to whole seconds and cut to 24 hours.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use std::time::Duration;
    /// use worker_sdk::queues::Message;
    ///
    /// /// Waits for 30 seconds, then for 60, 120, and so on.
    /// fn back_off<T>(message: &Message<T>) {
    ///     let doubled = 1 << message.attempts().saturating_sub(1).min(10);
    ///     message.retry_after(Duration::from_secs(30 * doubled));
    /// }
    /// ```
    pub fn retry_after(&self, delay: Duration) {
        sys::retry(&self.raw, clipped(delay));
    }
}

/// The consumer cannot be told of a delay that is too long, so it gets the longest.
pub(super) fn clipped(delay: Duration) -> f64 {
    seconds(delay.min(MAX_DELAY))
}

pub(super) fn id_of(message: &JsValue) -> String {
    js::string(&js::property(message, "id")).unwrap_or_default()
}

pub(super) fn attempts_of(message: &JsValue) -> u32 {
    js::number(&js::property(message, "attempts")).map_or(1, |attempts| attempts as u32)
}

pub(super) fn body_of(message: &JsValue) -> Body {
    Body::from_raw(js::property(message, "body"))
}

impl<T: fmt::Debug> fmt::Debug for Message<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Message")
            .field("id", &self.id())
            .field("body", &self.body)
            .finish_non_exhaustive()
    }
}
