//! Mail: received by a function under `#[event(email)]`, sent with a [`Sender`].
//!
//! A received mail is forwarded, answered or rejected; a handler that does nothing of this drops it. When the handler
//! fails or panics, the sender's server is told to try again later.
//!
//! | limit | |
//! |---|---|
//! | received mail | 25 MiB; 1 MiB in the local simulator |
//! | recipients of a sent mail | 50 |
//!
//! # Example: sorting what comes
//!
//! ```no_run
//! # mod worker {
//! use worker_sdk::{Result, email, event};
//!
//! #[event(email)]
//! async fn receive(message: email::Incoming) -> Result<()> {
//!     if message.from().ends_with("@spam.example") {
//!         return message.set_reject("no, thank you").await;
//!     }
//!     message.forward("inbox@example.com").await?;
//!     Ok(())
//! }
//! # }
//! # fn main() {}
//! ```
//!
//! # Example: sending
//!
//! ```no_run
//! # async fn run(env: worker_sdk::Env) -> worker_sdk::Result<()> {
//! use worker_sdk::email::Mail;
//!
//! let mail = Mail::new(("The shop", "shop@example.com"), "Your order")
//!     .to("ada@example.com")
//!     .text("It is on its way.");
//! env.email("MAIL")?.send(mail).await?;
//! # Ok(())
//! # }
//! ```
//!
//! See <https://developers.cloudflare.com/email-service/>.

mod address;
mod answer;
mod attachment;
mod error;
mod incoming;
mod mail;
mod mime;
mod raw;
mod sender;
mod sending;
mod sys;

pub use address::Address;
pub use attachment::Attachment;
pub use incoming::Incoming;
pub use mail::Mail;
pub use raw::RawMail;
pub use sender::Sender;
pub use sending::{Forward, Outgoing, Sending, Sent};
