//! WebSockets: messages in both directions over one connection.
//!
//! A worker answers a request for a WebSocket with [`upgrade`], or by hand with a [`pair`] and
//! [`Response::from_websocket`](crate::Response::from_websocket). It opens sockets to others with [`connect`], and
//! connects two of them with [`proxy`].
//!
//! The connection belongs to the request that made it, and so does everything that waits for it. Sockets that
//! have to find each other, as in a chat, belong into a Durable Object, which can also sleep while they are open. To
//! tell a browser of events and hear nothing back, server-sent events are simpler.
//!
//! The platform takes messages of up to 32 MiB and answers pings. In text, it puts U+FFFD in the place of what is not
//! UTF-8; see [`AcceptOptions::strict_text`].
//!
//! ```no_run
//! # mod worker {
//! use worker_sdk::websockets;
//! use worker_sdk::{Request, Response, Result, event};
//!
//! #[event(fetch)]
//! async fn echo(request: Request) -> Result<Response> {
//!     websockets::upgrade(&request, |mut socket| async move {
//!         while let Some(message) = socket.receive().await? {
//!             socket.send(message)?;
//!         }
//!         Ok(())
//!     })
//! }
//! # }
//! # fn main() {}
//! ```
//!
//! # Example: reading and writing in two tasks
//!
//! [`WebSocket`] is a `Stream` and a `Sink`, so `StreamExt::split` of the `futures` crates gives two halves. A clone
//! of the socket does, too.
//!
//! ```no_run
//! # use std::time::Duration;
//! # use worker_sdk::websockets::WebSocket;
//! async fn talk(mut socket: WebSocket) -> worker_sdk::Result<()> {
//!     let writer = socket.clone();
//!     let clock = worker_sdk::spawn(async move {
//!         while writer.send(worker_sdk::now().to_string()).is_ok() {
//!             worker_sdk::sleep(Duration::from_secs(1)).await;
//!         }
//!     });
//!     while let Some(message) = socket.receive().await? {
//!         worker_sdk::console_log!("{message:?}");
//!     }
//!     clock.abort();
//!     Ok(())
//! }
//! ```
//!
//! See <https://developers.cloudflare.com/workers/runtime-apis/websockets/>.

mod close;
mod connect;
mod error;
mod hibernation;
mod hooks;
mod inbox;
#[cfg(feature = "json")]
mod json;
mod message;
mod proxy;
mod socket;
mod stream;
mod sys;
mod text;
mod upgrade;

pub use close::{CloseCode, CloseFrame, MAX_REASON_LENGTH};
pub use connect::{Connect, ConnectError, connect};
pub use hibernation::{AutoResponse, MAX_ATTACHMENT_LENGTH};
pub use inbox::AcceptOptions;
#[cfg(feature = "json")]
pub use json::Messages;
pub use message::Message;
pub use proxy::proxy;
pub use socket::{ReadyState, WebSocket};
pub use text::Text;
pub use upgrade::{Upgrade, upgrade};

use crate::error::{Error, Result};
use crate::js;

/// The two ends of a new connection: the one for the client, and the one that stays here.
///
/// # Errors
///
/// Fails where the platform makes no sockets, which is outside of an event, as in `#[event(start)]`.
///
/// # Examples
///
/// ```no_run
/// # use worker_sdk::{Response, Result, websockets};
/// # fn run() -> Result<Response> {
/// let (client, mut server) = websockets::pair()?;
/// server.accept()?;
/// server.send("hello")?;
/// # Ok(
/// Response::from_websocket(client)
/// # )
/// # }
/// ```
pub fn pair() -> Result<(WebSocket, WebSocket)> {
    let pair = sys::new_pair();
    if pair.is_undefined() {
        return Err(Error::last_failure("making a WebSocket"));
    }
    let mut ends = js::items(&pair);
    let mut end = || WebSocket::from_raw(ends.next().unwrap_or_default());
    Ok((end(), end()))
}
