//! TCP sockets: anything that is not HTTP, such as databases and mail servers.
//!
//! For HTTP use [`fetch`](crate::fetch()), for PostgreSQL the integration with `tokio-postgres`, which brings its own
//! protocol over such a socket. A worker cannot connect to ports of mail (25), to addresses of Cloudflare's own network
//! or to itself, and has at most six connections that are being opened at once.
//!
//! ```no_run
//! # async fn run() -> worker_sdk::Result<()> {
//! let mut socket = worker_sdk::sockets::connect("example.com:7").await?;
//! socket.write_all("hello").await?;
//! let mut answer = [0; 5];
//! let length = socket.read(&mut answer).await?;
//! # drop(length);
//! # Ok(())
//! # }
//! ```
//!
//! Other workers connect to this one through a binding ([`Fetcher::connect`](crate::fetch::Fetcher::connect)), or to one of
//! its objects ([`Stub::connect`](crate::durable_objects::Stub::connect)). A handler takes the connection, which ends when
//! it returns, and is closed by the platform when the other side has sent its last byte. A named entrypoint and a Durable
//! Object have a method `connect` for it.
//!
//! ```no_run
//! # mod worker {
//! use worker_sdk::sockets::Socket;
//! use worker_sdk::{Result, event};
//!
//! #[event(connect)]
//! async fn quote(mut socket: Socket) -> Result<()> {
//!     socket.write_all("Less is more.").await?;
//!     socket.close().await
//! }
//! # }
//! # fn main() {}
//! ```
//!
//! Runtimes before August 2026 have such handlers with the compatibility flag `experimental` only.
//!
//! See <https://developers.cloudflare.com/workers/runtime-apis/tcp-sockets/> and
//! <https://developers.cloudflare.com/workers/runtime-apis/handlers/connect/>.

mod address;
mod connect;
mod connection;
mod error;
mod futures;
mod read;
mod socket;
mod sys;
mod tls;
mod write;

use wasm_bindgen::JsValue;

pub use address::Address;
pub use connect::{Connect, SecureTransport};
pub use read::ReadHalf;
pub use socket::Socket;
pub use tls::StartTls;
pub use write::WriteHalf;

use crate::js;

/// Opens a socket to `address`. Awaiting it waits for the connection.
///
/// # Errors
///
/// Fails when the address cannot be understood, when nobody listens there, and when the platform does not allow the
/// connection.
///
/// # Example: encrypted from the first byte
///
/// ```no_run
/// # async fn run() -> worker_sdk::Result<()> {
/// use worker_sdk::sockets::{SecureTransport, connect};
///
/// let socket = connect(("example.com", 993)).secure_transport(SecureTransport::On).await?;
/// # drop(socket);
/// # Ok(())
/// # }
/// ```
///
/// See <https://developers.cloudflare.com/workers/runtime-apis/tcp-sockets/#connect>.
pub fn connect(address: impl Into<Address>) -> Connect {
    Connect::new(address.into())
}

/// Where a socket leads, as far as the platform tells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Info {
    /// The address of the other side.
    pub remote_address: Option<String>,
    /// Our own address.
    pub local_address: Option<String>,
}

impl Info {
    fn from_js(info: &JsValue) -> Self {
        let address = |name| js::string_property(info, name);
        Self {
            remote_address: address("remoteAddress"),
            local_address: address("localAddress"),
        }
    }
}
