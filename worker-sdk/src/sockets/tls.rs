//! Encryption that begins later.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;

use super::error::Unread;
use super::{Socket, sys};
use crate::error::{Error, Result};
use crate::js::Options;

const STARTING: &str = "starting TLS";

/// Encrypts a socket: [`Socket::start_tls`]. Nothing happens before it is awaited.
///
/// The platform does not wait for the other side. That its certificate is not trusted, or made for another name, is an
/// error of the first read or write.
///
/// # Errors
///
/// Fails when the socket was not opened with [`SecureTransport::StartTls`](super::SecureTransport::StartTls), and when
/// there are bytes that came before and were not read.
#[must_use = "nothing is encrypted until it is awaited"]
pub struct StartTls {
    socket: Socket,
    options: Options,
}

impl StartTls {
    pub(super) fn new(socket: Socket) -> Self {
        Self {
            socket,
            options: Options::new(),
        }
    }

    /// The name that the certificate of the other side must have. Without this, that of the address.
    pub fn expected_server_hostname(mut self, name: &str) -> Self {
        self.options = self.options.text("expectedServerHostname", name);
        self
    }

    async fn start(self) -> Result<Socket> {
        let Socket { read, mut write } = self.socket;
        write.flushed().await?;
        let bytes = read.unread();
        if bytes > 0 {
            return Err(Error::of(Unread { bytes }));
        }
        let options = self.options.into_js();
        let connection = write.connection();
        let raw = sys::start_tls(connection.raw(), &read.source, &write.writer, &options);
        if raw.is_undefined() {
            return Err(Error::last_failure(STARTING));
        }
        connection.let_go();
        let secure = Socket::from_raw(raw)?;
        match secure.info().await {
            Ok(_) => Ok(secure),
            Err(thrown) => Err(Error::thrown(thrown, STARTING)),
        }
    }
}

impl IntoFuture for StartTls {
    type Output = Result<Socket>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.start())
    }
}

impl fmt::Debug for StartTls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("StartTls { .. }")
    }
}
