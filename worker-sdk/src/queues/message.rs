//! A received message.

use std::fmt;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use wasm_bindgen::JsValue;

use super::body::Body;
use super::delivery::Delivery;
use super::{MAX_DELAY, NO_DELAY, seconds};
use crate::time::Timestamp;

/// A message of a [`Batch`](super::Batch), with its content as a `T`.
///
/// What is neither acknowledged nor retried follows the handler: when that succeeds the message is done, when it fails
/// the message is delivered again. What was acknowledged is not retried any more, and the other way round; of several
/// retries the last one says after which delay.
///
/// See <https://developers.cloudflare.com/queues/configuration/javascript-apis/#message>.
pub struct Message<T = Body> {
    delivery: Arc<Delivery>,
    index: usize,
    raw: OnceLock<JsValue>,
    body: T,
}

impl<T> Message<T> {
    pub(super) fn new(delivery: Arc<Delivery>, index: usize, body: T) -> Self {
        Self {
            delivery,
            index,
            raw: OnceLock::new(),
            body,
        }
    }

    /// The JavaScript `Message`.
    #[must_use]
    pub fn as_raw(&self) -> &JsValue {
        self.raw.get_or_init(|| self.delivery.message(self.index))
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
        self.delivery.body(self.index)
    }

    /// What the platform knows the message by; it stays the same when it is delivered again.
    #[must_use]
    pub fn id(&self) -> String {
        self.delivery.id(self.index)
    }

    /// When the message was sent.
    #[must_use]
    pub fn timestamp(&self) -> Timestamp {
        self.delivery.sent_at(self.index)
    }

    /// How often the message has been delivered, this time included: 1 for the first.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.delivery.attempts(self.index)
    }

    /// The message is done, whatever happens to the rest of the batch, also when the handler panics behind it.
    ///
    /// The platform learns of it when the handler waits for something or is over; of a batch whose messages are all done,
    /// in one call.
    pub fn ack(&self) {
        self.delivery.ack(self.index);
    }

    /// The message is to be delivered again, after the consumer's `retry_delay`. After the last attempt it goes to the
    /// dead-letter queue.
    pub fn retry(&self) {
        self.delivery.retry(self.index, NO_DELAY);
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
        self.delivery.retry(self.index, clipped(delay));
    }
}

/// The consumer cannot be told of a delay that is too long, so it gets the longest.
pub(super) fn clipped(delay: Duration) -> f64 {
    seconds(delay.min(MAX_DELAY))
}

impl<T: fmt::Debug> fmt::Debug for Message<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Message")
            .field("id", &self.id())
            .field("body", &self.body)
            .finish_non_exhaustive()
    }
}
