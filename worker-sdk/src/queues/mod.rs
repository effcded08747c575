//! Queues: messages that are delivered at least once, in batches, to a worker that takes its time.
//!
//! A [`Producer`] sends messages. A function under `#[event(queue)]` gets them as a [`Batch`], says which are done and
//! which are to be delivered again, and so need not fail as a whole. A message that was delivered as often as the
//! consumer's `max_retries` allows goes to its `dead_letter_queue`, or is lost where it has none.
//!
//! Messages may come twice and in any order. For work with several steps, take a workflow; for one reader that sees all
//! of them in order, a Durable Object.
//!
//! | limit | |
//! |---|---|
//! | message | 128 KB |
//! | messages sent at once | 100, together 256 KB |
//! | messages of a batch | 100 |
//! | delay | 24 hours |
//! | retries | 100 |
//! | time of a consumer | 15 minutes |
//!
//! A KB is 1000 bytes here.
//!
//! # Example: a worker that sends and receives
//!
//! ```no_run
//! # mod worker {
//! use serde::{Deserialize, Serialize};
//! use worker_sdk::{Bindings, Result, event, queues};
//!
//! #[derive(Serialize, Deserialize)]
//! struct Order {
//!     id: u32,
//! }
//!
//! #[derive(Bindings)]
//! struct App {
//!     orders: queues::Producer,
//! }
//!
//! #[event(fetch)]
//! async fn main(app: App) -> Result<&'static str> {
//!     app.orders.send(&Order { id: 42 }).await?;
//!     Ok("sent")
//! }
//!
//! #[event(queue)]
//! async fn consume(batch: queues::Batch<Order>) -> Result<()> {
//!     for message in &batch {
//!         match ship(message.body()).await {
//!             Ok(()) => message.ack(),
//!             Err(_) => message.retry(),
//!         }
//!     }
//!     Ok(())
//! }
//! # async fn ship(_: &Order) -> Result<()> { Ok(()) }
//! # }
//! # fn main() {}
//! ```
//!
//! See <https://developers.cloudflare.com/queues/>.

mod batch;
mod body;
mod code;
mod contents;
mod delivery;
mod error;
mod message;
mod metrics;
mod outgoing;
mod producer;
mod send;
mod sys;

use std::time::Duration;

pub use batch::{Batch, Messages};
pub use body::{Body, FromBody};
pub use message::Message;
pub use metrics::Metrics;
pub use outgoing::{ContentType, Outgoing};
pub use producer::Producer;
pub use send::{SendBatch, SendMessage, Sent};

/// The largest message, in bytes.
pub const MAX_MESSAGE_LENGTH: usize = 128_000;
/// The most messages of one [`send_batch`](Producer::send_batch).
pub const MAX_SENT: usize = 100;
/// The most that one [`send_batch`](Producer::send_batch) sends, in bytes.
pub const MAX_SENT_LENGTH: usize = 256_000;
/// The longest time that a message can be held back.
pub const MAX_DELAY: Duration = Duration::from_secs(86_400);

/// What JavaScript takes for no delay.
const NO_DELAY: f64 = -1.0;

/// A delay in whole seconds, not shorter than it is.
fn seconds(delay: Duration) -> f64 {
    delay.as_secs_f64().ceil()
}
