//! An open socket.

use std::fmt;
use std::sync::Arc;

use wasm_bindgen::JsValue;

use super::connection::Connection;
use super::tls::StartTls;
use super::{Info, ReadHalf, SecureTransport, WriteHalf, sys};
use crate::error::{Error, Result};
use crate::executor::Promised;
use crate::js;

/// A TCP connection. A read of 0 bytes is the end; older runtimes make no difference between a connection that has ended
/// and one that is lost, where newer ones give an error, so a protocol has to know when it is complete.
///
/// It belongs to the event that opened it and cannot be kept for another; dropping it closes it.
///
/// It is a `futures_io::AsyncRead` and `AsyncWrite`, and with the feature `tokio` tokio's. A write is accepted while
/// no other is under way, so that no more than 64 KiB are in between; [`write_all`](Socket::write_all) and flushing wait
/// until the platform has sent them.
///
/// # Example: an answer to its end
///
/// ```no_run
/// # async fn run() -> worker_sdk::Result<Vec<u8>> {
/// let mut socket = worker_sdk::sockets::connect("whois.example.com:43").await?;
/// socket.write_all("example.com\r\n").await?;
/// socket.read_to_end().await
/// # }
/// ```
///
/// See <https://developers.cloudflare.com/workers/runtime-apis/tcp-sockets/>.
pub struct Socket {
    pub(crate) read: ReadHalf,
    pub(crate) write: WriteHalf,
}

impl Socket {
    /// Wraps a JavaScript `Socket`.
    ///
    /// # Errors
    ///
    /// Fails when somebody else reads or writes it.
    pub fn from_raw(raw: JsValue) -> Result<Self> {
        let connection = Arc::new(Connection::new(raw));
        // Until both are here, it is not ours to close.
        connection.set_open(false);
        let read = ReadHalf::new(&connection)?;
        let write = WriteHalf::new(&connection)?;
        connection.set_open(true);
        Ok(Self { read, write })
    }

    /// The JavaScript `Socket`. Its streams are locked.
    #[must_use]
    pub fn as_raw(&self) -> &JsValue {
        self.connection().raw()
    }

    /// The JavaScript `Socket`, which nobody closes any more. Bytes that came and are not read are lost.
    #[must_use]
    pub fn into_raw(self) -> JsValue {
        let raw = self.as_raw().clone();
        self.connection().let_go();
        sys::release_socket(&self.read.source, &self.write.writer);
        raw
    }

    /// Waits for the connection, and says where it leads. One that was awaited when it was opened is there.
    ///
    /// # Errors
    ///
    /// Fails when there will be no connection.
    pub async fn opened(&self) -> Result<Info> {
        let info = self.info().await;
        info.map_err(|thrown| Error::thrown(thrown, "opening a socket"))
    }

    pub(super) async fn info(&self) -> Result<Info, JsValue> {
        let promised = Promised::new(&js::property(self.as_raw(), "opened"));
        promised.await.map(|info| Info::from_js(&info))
    }

    /// Waits until the other side has closed the connection. After a [`shutdown`](Socket::shutdown) of ours the platform
    /// does not tell; [`close`](Socket::close) it then.
    ///
    /// # Errors
    ///
    /// Fails when the connection was lost instead.
    pub async fn closed(&self) -> Result<()> {
        let promise = js::property(self.as_raw(), "closed");
        js::settled(promise, "a socket").await.map(drop)
    }

    /// Sends what is written, closes both directions and waits for that.
    ///
    /// # Errors
    ///
    /// Fails when the connection was lost before.
    pub async fn close(mut self) -> Result<()> {
        self.write.flushed().await?;
        let promise = sys::close_socket(self.as_raw());
        self.connection().let_go();
        js::settled(promise, "closing a socket").await.map(drop)
    }

    /// Reads what is there, at most as much as `buffer` holds, and waits when nothing is. 0 is the end.
    ///
    /// Dropping the future loses no bytes.
    ///
    /// # Errors
    ///
    /// Fails when the connection is lost.
    pub async fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        self.read.read(buffer).await
    }

    /// Reads until the other side has sent its last byte. Bound it with a [`timeout`](crate::timeout), and only ask
    /// somebody who does not send too much for your memory.
    ///
    /// # Errors
    ///
    /// Fails when the connection is lost.
    pub async fn read_to_end(&mut self) -> Result<Vec<u8>> {
        let (mut all, mut part) = (Vec::new(), vec![0; 16 * 1024]);
        loop {
            let length = self.read(&mut part).await?;
            match part.get(..length) {
                Some(read) if length > 0 => all.extend_from_slice(read),
                _ => return Ok(all),
            }
        }
    }

    /// Writes all of `bytes`, and waits until the platform has them on their way.
    ///
    /// Dropping the future leaves open how many of them are written.
    ///
    /// # Errors
    ///
    /// Fails when the connection is lost, and after [`shutdown`](Socket::shutdown).
    pub async fn write_all(&mut self, bytes: impl AsRef<[u8]>) -> Result<()> {
        self.write.write_all(bytes).await
    }

    /// Says that nothing more comes; the other side reads an end. What it sends can still be read.
    ///
    /// # Errors
    ///
    /// Fails when the connection is lost.
    pub async fn shutdown(&mut self) -> Result<()> {
        self.write.shutdown().await
    }

    /// Encrypts the connection, and gives the socket that is.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run() -> worker_sdk::Result<()> {
    /// use worker_sdk::sockets::{SecureTransport, connect};
    ///
    /// let socket = connect("mail.example.com:587").secure_transport(SecureTransport::StartTls).await?;
    /// // … what the protocol says before, to its last byte …
    /// let socket = socket.start_tls().await?;
    /// # drop(socket);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// See <https://developers.cloudflare.com/workers/runtime-apis/tcp-sockets/#opportunistic-tls-starttls>.
    pub fn start_tls(self) -> StartTls {
        StartTls::new(self)
    }

    /// Both directions, to be used by different tasks. The socket closes when both are dropped.
    #[must_use]
    pub fn into_split(self) -> (ReadHalf, WriteHalf) {
        (self.read, self.write)
    }

    /// When the socket is encrypted.
    #[must_use]
    pub fn secure_transport(&self) -> SecureTransport {
        SecureTransport::from_js(&js::property(self.as_raw(), "secureTransport"))
    }

    fn connection(&self) -> &Connection {
        self.write.connection()
    }
}

impl fmt::Debug for Socket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Socket { .. }")
    }
}
