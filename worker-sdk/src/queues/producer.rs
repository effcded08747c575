//! The binding that messages are sent with.

use std::fmt;

use wasm_bindgen::JsValue;

use super::code::judged;
use super::metrics::Metrics;
use super::outgoing::Outgoing;
use super::send::{SendBatch, SendMessage};
use super::sys;
use crate::env::Binding;
use crate::error::Result;
use crate::js;

/// A queue to send to, by a binding in `queues.producers`. Cheap to clone.
///
/// Each method gives an operation that is sent when it is awaited, and not before.
///
/// # Examples
///
/// ```no_run
/// # async fn run(orders: worker_sdk::queues::Producer) -> worker_sdk::Result<()> {
/// use std::time::Duration;
///
/// #[derive(serde::Serialize)]
/// struct Order {
///     id: u32,
/// }
///
/// orders.send(&Order { id: 1 }).await?;
/// orders.send(&Order { id: 2 }).delay(Duration::from_secs(60)).await?;
/// # Ok(())
/// # }
/// ```
///
/// See <https://developers.cloudflare.com/queues/configuration/javascript-apis/#producer>.
#[derive(Clone)]
pub struct Producer(JsValue);

impl Producer {
    /// Wraps a JavaScript `Queue`.
    #[must_use]
    pub fn from_raw(raw: JsValue) -> Self {
        Self(raw)
    }

    /// The JavaScript `Queue`.
    #[must_use]
    pub fn as_raw(&self) -> &JsValue {
        &self.0
    }

    /// The JavaScript `Queue`.
    #[must_use]
    pub fn into_raw(self) -> JsValue {
        self.0
    }

    /// Sends `value` as JSON, which consumers in any language and outside of the platform can read.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(orders: worker_sdk::queues::Producer) -> worker_sdk::Result<()> {
    /// orders.send(&["apple", "pear"]).await?;
    /// # Ok(())
    /// # }
    /// ```
    #[cfg(feature = "serde")]
    pub fn send<T: serde::Serialize + ?Sized>(&self, value: &T) -> SendMessage {
        self.send_message(Outgoing::json(value))
    }

    /// Sends text, as it is.
    pub fn send_text(&self, text: impl AsRef<str>) -> SendMessage {
        self.send_message(Outgoing::text(text))
    }

    /// Sends bytes, as they are.
    pub fn send_bytes(&self, bytes: impl AsRef<[u8]>) -> SendMessage {
        self.send_message(Outgoing::bytes(bytes))
    }

    /// Sends a message of any content type.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(photos: worker_sdk::queues::Producer, png: Vec<u8>) -> worker_sdk::Result<()> {
    /// use worker_sdk::queues::Outgoing;
    ///
    /// #[derive(serde::Serialize)]
    /// struct Photo {
    ///     data: worker_sdk::Bytes,
    /// }
    ///
    /// photos.send_message(Outgoing::v8(&Photo { data: png.into() })).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn send_message(&self, message: Outgoing) -> SendMessage {
        SendMessage::new(self.0.clone(), message)
    }

    /// Sends up to 100 messages, together at most 256 KB, in one operation: all of them, or none. No messages are no
    /// operation.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(orders: worker_sdk::queues::Producer) -> worker_sdk::Result<()> {
    /// use worker_sdk::queues::{MAX_SENT, Outgoing};
    ///
    /// let ids: Vec<u32> = (0..1_000).collect();
    /// for ids in ids.chunks(MAX_SENT) {
    ///     orders.send_batch(ids.iter().map(Outgoing::json)).await?;
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn send_batch(&self, messages: impl IntoIterator<Item = Outgoing>) -> SendBatch {
        SendBatch::new(self.0.clone(), messages.into_iter().collect())
    }

    /// How many messages wait in the queue. Locally all numbers are of this moment; elsewhere they are a little late.
    ///
    /// # Errors
    ///
    /// Fails when the platform cannot tell.
    pub async fn metrics(&self) -> Result<Metrics> {
        let promise = sys::queue_metrics(&self.0);
        let metrics = js::settled(promise, "asking for the metrics of a queue").await;
        Ok(Metrics::read(&metrics.map_err(judged)?))
    }
}

impl Binding for Producer {
    const SECTION: &'static str = "queues.producers";
    const EXPECTED: &'static str = "a queue";

    fn from_value(value: JsValue) -> Option<Self> {
        js::is_binding(&value, "send sendBatch").then(|| Self::from_raw(value))
    }
}

impl fmt::Debug for Producer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Producer { .. }")
    }
}
