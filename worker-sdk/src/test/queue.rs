//! Batches of messages for the crate's own worker.

use std::fmt;
use std::time::Duration;

use wasm_bindgen::JsValue;

use super::{kit, sys};
use crate::error::{Error, Result};
use crate::js::{self, Options};
use crate::queues::Outgoing;
use crate::time::{Timestamp, now};

/// A batch of the queue `name` for the `queue` handler of the crate's own worker.
///
/// The queue need not be one of the configuration.
///
/// # Examples
///
/// ```no_run
/// # mod tests {
/// use std::time::Duration;
/// use worker_sdk::test::{self, Fate};
/// use worker_sdk::Result;
///
/// #[worker_sdk::test]
/// async fn ships_what_is_in_stock() -> Result<()> {
///     let batch = test::queue("orders").message(&"apple").message(&"unicorn").attempts(3);
///     let delivered = batch.await?;
///     assert!(delivered.is_ok(), "{delivered:?}");
///     let later = Some(Duration::from_secs(60));
///     assert_eq!(delivered.fates(), [Fate::Acked, Fate::Retried { delay: later }]);
///     Ok(())
/// }
/// # }
/// ```
///
/// See <https://developers.cloudflare.com/queues/configuration/javascript-apis/#consumer>.
pub fn queue(name: impl Into<String>) -> Queue {
    Queue {
        name: name.into(),
        messages: Vec::new(),
    }
}

/// A batch to be delivered; see [`queue()`]. Does nothing until it is awaited, which [delivers](Queue::deliver) it.
#[derive(Debug)]
#[must_use = "a batch comes when it is awaited"]
pub struct Queue {
    name: String,
    messages: Vec<Sent>,
}

#[derive(Debug)]
struct Sent {
    message: Outgoing,
    id: Option<String>,
    attempts: u32,
    timestamp: Option<Timestamp>,
}

impl Queue {
    /// Adds a message whose content is `value` as JSON.
    #[cfg(feature = "serde")]
    pub fn message<T: serde::Serialize + ?Sized>(self, value: &T) -> Self {
        self.outgoing(Outgoing::json(value))
    }

    /// Adds a message of text.
    pub fn text(self, text: impl AsRef<str>) -> Self {
        self.outgoing(Outgoing::text(text))
    }

    /// Adds a message of bytes.
    pub fn bytes(self, bytes: impl AsRef<[u8]>) -> Self {
        self.outgoing(Outgoing::bytes(bytes))
    }

    /// Adds a message of any content type. Its delay does not count.
    pub fn outgoing(mut self, message: Outgoing) -> Self {
        self.messages.push(Sent {
            message,
            id: None,
            attempts: 1,
            timestamp: None,
        });
        self
    }

    /// Gives an id to the message added last. Without it, the first has `message-1`.
    pub fn id(self, id: impl Into<String>) -> Self {
        self.last(|message| message.id = Some(id.into()))
    }

    /// Says how often the message added last has been delivered, this time included. Without it, once.
    pub fn attempts(self, attempts: u32) -> Self {
        self.last(|message| message.attempts = attempts)
    }

    /// Says when the message added last was sent. Without it, now.
    pub fn timestamp(self, time: Timestamp) -> Self {
        self.last(|message| message.timestamp = Some(time))
    }

    fn last(mut self, change: impl FnOnce(&mut Sent)) -> Self {
        if let Some(message) = self.messages.last_mut() {
            change(message);
        }
        self
    }

    /// Delivers the batch and waits for the handler, as awaiting the batch does.
    ///
    /// # Errors
    ///
    /// Fails when the worker has no `queue` handler, and when the content of a message cannot be made. A handler that
    /// fails is told by [`Delivered`].
    ///
    /// # Panics
    ///
    /// Panics outside of a [test](macro@crate::test).
    pub async fn deliver(self) -> Result<Delivered> {
        self.send().await
    }

    async fn send(self) -> Result<Delivered> {
        let messages = self.messages.into_iter().zip(1_u32..);
        let messages = messages.map(|(message, number)| message.into_js(number));
        let messages = js::list(messages.collect::<Result<Vec<_>>>()?);
        let promise = sys::own_queue(&kit(), &js::text(&self.name), &messages);
        let result = js::settled(promise, "the worker's `queue`").await?;
        let fates = js::property(&result, "fates");
        Ok(Delivered {
            fates: js::items(&fates).map(|fate| Fate::read(&fate)).collect(),
            result,
        })
    }
}

js::sent!(Queue => Delivered);

impl Sent {
    fn into_js(self, number: u32) -> Result<JsValue> {
        let (body, content_type, _) = self.message.into_parts()?;
        let id = self.id.unwrap_or_else(|| format!("message-{number}"));
        Ok(Options::new()
            .text("id", &*id)
            .value("body", body)
            .value("contentType", content_type)
            .number("attempts", f64::from(self.attempts))
            .number("timestamp", self.timestamp.unwrap_or_else(now).as_millis())
            .into_js())
    }
}

/// What became of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is done.
    Acked,
    /// It is delivered again, or goes to the dead-letter queue.
    Retried {
        /// How long it is held back, if the handler said so.
        delay: Option<Duration>,
    },
}

impl Fate {
    fn read(fate: &JsValue) -> Self {
        if js::property(fate, "acked") == JsValue::TRUE {
            return Self::Acked;
        }
        let delay = js::number(&js::property(fate, "delay"));
        Self::Retried {
            delay: delay.map(Duration::from_secs_f64),
        }
    }
}

/// How a batch ended.
pub struct Delivered {
    result: JsValue,
    fates: Vec<Fate>,
}

impl Delivered {
    /// Whether the handler ended without an error.
    #[must_use]
    pub fn is_ok(&self) -> bool {
        self.outcome() == "ok"
    }

    /// The platform's word for how it ended: `ok`, `exception`.
    #[must_use]
    pub fn outcome(&self) -> String {
        js::string_property(&self.result, "outcome").unwrap_or_default()
    }

    /// What the handler failed with.
    #[must_use]
    pub fn error(&self) -> Option<Error> {
        let thrown = js::property(&self.result, "error");
        (!thrown.is_undefined()).then(|| Error::from_raw(thrown))
    }

    /// What became of each message, in order: what was said of it, else what was said of the batch, else what the end of
    /// the handler means.
    #[must_use]
    pub fn fates(&self) -> &[Fate] {
        &self.fates
    }
}

impl fmt::Debug for Delivered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Delivered")
            .field("outcome", &self.outcome())
            .field("fates", &self.fates)
            .field("error", &self.error())
            .finish()
    }
}
