//! The messages that a consumer gets at once.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use wasm_bindgen::JsValue;

use super::NO_DELAY;
use super::body::{Body, FromBody};
use super::contents::Contents;
use super::delivery::Delivery;
use super::message::{Message, clipped};
use super::metrics::Metrics;
use crate::console::{self, Level};
use crate::error::Error;

/// The messages of one `queue` event, with contents of type `T`.
///
/// Contents stay in JavaScript until the loop comes to the first message; then they are copied together, about 256 KB of
/// text and bytes at a time. Each becomes a `T` when the loop comes to its message. A message that cannot be read as a
/// `T` is retried, with an error in the log, and the loop goes on with the next: it ends in the dead-letter queue without
/// holding up the others. Take a batch of [`Body`], which is the default, to decide otherwise.
///
/// When the handler returns `Ok` all messages are acknowledged, when it fails or panics all of them are delivered again;
/// what was said of single messages counts more, and what was said of the batch next. After [`ack_all`](Batch::ack_all) no
/// message is retried any more, and after [`retry_all`](Batch::retry_all) none is acknowledged.
///
/// # Examples
///
/// ```no_run
/// # mod worker {
/// use std::time::Duration;
/// use worker_sdk::{Result, event, queues};
///
/// #[derive(serde::Deserialize)]
/// struct Order {
///     id: u32,
/// }
///
/// #[event(queue)]
/// async fn consume(batch: queues::Batch<Order>) -> Result<()> {
///     for message in &batch {
///         if message.body().id == 0 {
///             message.retry_after(Duration::from_secs(60));
///         }
///     }
///     Ok(())
/// }
/// # }
/// # fn main() {}
/// ```
///
/// # Example: a worker that consumes several queues
///
/// ```no_run
/// # mod worker {
/// use worker_sdk::{Result, event, queues};
///
/// #[derive(serde::Deserialize)]
/// struct Order {
///     id: u32,
/// }
///
/// #[event(queue)]
/// async fn consume(batch: queues::Batch) -> Result<()> {
///     match batch.queue() {
///         "orders" => ship(batch.typed()).await,
///         "orders-dead" => bury(batch).await,
///         other => Err(format!("nothing is known of the queue `{other}`"))?,
///     }
/// }
///
/// async fn ship(orders: queues::Batch<Order>) -> Result<()> {
///     # drop(orders);
///     Ok(())
/// }
///
/// async fn bury(dead: queues::Batch) -> Result<()> {
///     # drop(dead);
///     Ok(())
/// }
/// # }
/// # fn main() {}
/// ```
///
/// See <https://developers.cloudflare.com/queues/configuration/javascript-apis/#messagebatch>.
pub struct Batch<T = Body> {
    delivery: Arc<Delivery>,
    content: PhantomData<fn() -> T>,
}

impl<T> Batch<T> {
    /// Wraps a JavaScript `MessageBatch`.
    #[must_use]
    pub fn from_raw(raw: JsValue) -> Self {
        Self {
            delivery: Delivery::of(raw),
            content: PhantomData,
        }
    }

    /// The JavaScript `MessageBatch`.
    #[must_use]
    pub fn as_raw(&self) -> &JsValue {
        self.delivery.raw()
    }

    /// The name of the queue.
    #[must_use]
    pub fn queue(&self) -> &str {
        self.delivery.queue()
    }

    /// How many messages there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.delivery.len()
    }

    /// Whether there is no message.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The same messages with contents of another type.
    #[must_use]
    pub fn typed<U>(self) -> Batch<U> {
        Batch {
            delivery: self.delivery,
            content: PhantomData,
        }
    }

    /// The messages, as a loop over the batch has them.
    pub fn messages(&self) -> Messages<T> {
        Messages {
            contents: Contents::of(self.delivery.clone()),
            next: 0,
            content: PhantomData,
        }
    }

    /// Messages of which nothing was said are done, even if the handler fails.
    ///
    /// Call it last, behind the loop. A `retry` behind it has no effect, also that of the loop for a message that cannot be
    /// read: the message is lost.
    pub fn ack_all(&self) {
        self.delivery.ack_all();
    }

    /// Messages of which nothing was said are to be delivered again, after the consumer's `retry_delay`.
    ///
    /// Call it last, behind the loop: an `ack` behind it has no effect.
    pub fn retry_all(&self) {
        self.delivery.retry_all(NO_DELAY);
    }

    /// As [`retry_all`](Batch::retry_all), after `delay`, rounded up to whole seconds and cut to 24 hours.
    pub fn retry_all_after(&self, delay: Duration) {
        self.delivery.retry_all(clipped(delay));
    }

    /// What waits in the queue; `None` where the platform does not say.
    #[must_use]
    pub fn metrics(&self) -> Option<Metrics> {
        Metrics::of(self.as_raw())
    }
}

impl<T> fmt::Debug for Batch<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Batch")
            .field("queue", &self.queue())
            .field("len", &self.len())
            .finish_non_exhaustive()
    }
}

impl<T: FromBody> IntoIterator for &Batch<T> {
    type Item = Message<T>;
    type IntoIter = Messages<T>;

    fn into_iter(self) -> Messages<T> {
        self.messages()
    }
}

impl<T: FromBody> IntoIterator for Batch<T> {
    type Item = Message<T>;
    type IntoIter = Messages<T>;

    fn into_iter(self) -> Messages<T> {
        self.messages()
    }
}

/// The messages of a [`Batch`]. Those that cannot be read are retried and left out.
#[must_use = "nothing is read until the next message is asked for"]
pub struct Messages<T = Body> {
    contents: Contents,
    next: usize,
    content: PhantomData<fn() -> T>,
}

impl<T: FromBody> Iterator for Messages<T> {
    type Item = Message<T>;

    fn next(&mut self) -> Option<Message<T>> {
        while self.next < self.contents.delivery().len() {
            let index = self.next;
            self.next += 1;
            let body = T::from_contents(&mut self.contents, index);
            let delivery = self.contents.delivery();
            match body {
                Ok(body) => return Some(Message::new(delivery.clone(), index, body)),
                Err(error) => unreadable(delivery, index, &error),
            }
        }
        None
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (0, Some(self.contents.delivery().len() - self.next))
    }
}

#[cold]
#[inline(never)]
fn unreadable(delivery: &Delivery, index: usize, error: &Error) {
    delivery.retry(index, NO_DELAY);
    let (id, queue, attempts) = (
        delivery.id(index),
        delivery.queue(),
        delivery.attempts(index),
    );
    let text = format!(
        "the message `{id}` of the queue `{queue}` is retried (attempt {attempts} failed), \
         because it cannot be read: {error}"
    );
    console::write(Level::Error, &text, Vec::new());
}

impl<T> fmt::Debug for Messages<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Messages { .. }")
    }
}
