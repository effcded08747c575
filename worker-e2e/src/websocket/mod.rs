//! WebSockets to a worker.

mod handshake;
mod message;

use std::fmt;
use std::io::ErrorKind;
use std::time::{Duration, Instant};

use http::HeaderMap;
use http::header::SEC_WEBSOCKET_PROTOCOL;
use serde::Serialize;
use serde::de::DeserializeOwned;
use tungstenite::Error as Problem;
use tungstenite::error::ProtocolError;

use crate::answer::text_of;
use crate::connection::Connection;
use crate::exchange::Outgoing;
use crate::{Error, Result};

pub use message::{CloseFrame, Message};

const PATIENCE: Duration = Duration::from_secs(10);

/// A WebSocket to a worker: [`Worker::websocket`](crate::Worker::websocket).
///
/// Calls wait, for ten seconds at most; messages that nobody has received yet are kept. Pings are answered while the
/// test receives. Dropping the socket ends its connection without a close frame, as that of a client that crashed.
///
/// # Examples
///
/// ```no_run
/// use worker_e2e::serde_json::{Value, json};
///
/// # fn main() -> worker_e2e::Result<()> {
/// # let worker = worker_e2e::Worker::start()?;
/// let mut ada = worker.websocket("/room?name=Ada")?;
/// let mut bob = worker.websocket("/room?name=Bob")?;
/// ada.send_json(&json!({ "say": "hello" }))?;
/// assert_eq!(bob.receive_json::<Value>()?, json!({ "Ada": "hello" }));
/// assert_eq!(ada.close(1000, "bye")?.code, 1000);
/// # Ok(())
/// # }
/// ```
pub struct WebSocket {
    inner: tungstenite::WebSocket<Connection>,
    path: String,
    headers: HeaderMap,
    patience: Duration,
    closed: Option<CloseFrame>,
}

impl WebSocket {
    pub(crate) fn connect(address: &str, outgoing: &Outgoing) -> Result<WebSocket> {
        let (inner, headers) = handshake::shake_hands(address, outgoing)?;
        Ok(WebSocket {
            inner,
            path: outgoing.path().to_owned(),
            headers,
            patience: PATIENCE,
            closed: None,
        })
    }

    /// The headers of the answer that opened the socket.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The protocol that the worker chose from those in the header `sec-websocket-protocol` of the request.
    pub fn protocol(&self) -> Option<&str> {
        text_of(&self.headers, SEC_WEBSOCKET_PROTOCOL.as_str())
    }

    /// Sets how long each call waits for the other side, instead of ten seconds.
    pub fn set_patience(&mut self, patience: Duration) {
        self.patience = patience;
    }

    /// Sends text or bytes.
    ///
    /// # Errors
    ///
    /// Fails when the socket is closed or its connection has ended, and when the worker takes nothing for a minute.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # fn main() -> worker_e2e::Result<()> {
    /// # let worker = worker_e2e::Worker::start()?;
    /// let mut socket = worker.websocket("/echo")?;
    /// socket.send("text")?;
    /// socket.send(b"bytes")?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn send(&mut self, message: impl Into<Message>) -> Result<()> {
        self.transmit(message.into())
    }

    /// Sends a value as text that is JSON.
    ///
    /// # Errors
    ///
    /// As [`send`](WebSocket::send), and when the value cannot be JSON.
    pub fn send_json(&mut self, value: &impl Serialize) -> Result<()> {
        let text = serde_json::to_string(value);
        let text = text.map_err(|e| Error::because("this message cannot be JSON", e))?;
        self.transmit(text.into())
    }

    fn transmit(&mut self, message: Message) -> Result<()> {
        let sent = self.inner.send(message.into());
        sent.map_err(|error| {
            let what = format!("could not send over the WebSocket `{}`", self.path);
            match (error, &self.closed) {
                (_, Some(frame)) => Error::because(what, format!("it was closed with {frame}")),
                (Problem::Protocol(ProtocolError::SendAfterClosing), None) => {
                    Error::because(what, "the test has closed it")
                }
                (error, None) => Error::because(what, error),
            }
        })
    }

    /// The next message; `None` when the other side has closed the socket, see [`close_frame`](WebSocket::close_frame).
    ///
    /// # Errors
    ///
    /// Fails when no message comes [in time](Error::is_timeout), and when the connection ends without a close frame.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # fn main() -> worker_e2e::Result<()> {
    /// # let worker = worker_e2e::Worker::start()?;
    /// let mut socket = worker.websocket("/countdown")?;
    /// while let Some(message) = socket.receive()? {
    ///     println!("{message}");
    /// }
    /// assert_eq!(socket.close_frame().map(|frame| frame.code), Some(1000));
    /// # Ok(())
    /// # }
    /// ```
    pub fn receive(&mut self) -> Result<Option<Message>> {
        self.receive_within(self.patience)
    }

    /// As [`receive`](WebSocket::receive), with another time limit for this call.
    ///
    /// # Errors
    ///
    /// As [`receive`](WebSocket::receive).
    pub fn receive_within(&mut self, patience: Duration) -> Result<Option<Message>> {
        self.receive_before(patience, Instant::now().checked_add(patience))
    }

    /// `patience` is what errors say.
    fn receive_before(
        &mut self,
        patience: Duration,
        deadline: Option<Instant>,
    ) -> Result<Option<Message>> {
        self.inner.get_mut().deadline(deadline);
        while self.closed.is_none() {
            match self.inner.read() {
                Ok(tungstenite::Message::Text(text)) => return Ok(Some(text.as_str().into())),
                Ok(tungstenite::Message::Binary(bytes)) => return Ok(Some((&*bytes).into())),
                Ok(tungstenite::Message::Close(frame)) => {
                    self.closed = Some(frame.into());
                    // Answers it, if the other side was first. It may be gone, which changes nothing.
                    let _ = self.inner.flush();
                }
                Ok(_) => {}
                Err(error) => return Err(self.explain(error, patience)),
            }
        }
        Ok(None)
    }

    fn explain(&self, error: Problem, patience: Duration) -> Error {
        let path = &self.path;
        if !matches!(&error, Problem::Io(error) if error.kind() == ErrorKind::TimedOut) {
            let what = match &error {
                Problem::Capacity(_) | Problem::Utf8(_) => {
                    format!("what came over the WebSocket `{path}` cannot be read")
                }
                _ => format!(
                    "the connection of the WebSocket `{path}` ended without a close frame, as when a handler fails"
                ),
            };
            return Error::because(what, error);
        }
        Error::timeout(if self.inner.can_write() {
            format!(
                "nothing came over the WebSocket `{path}` within {patience:?}; wait longer with \
                 `WebSocket::set_patience`, or see in `Worker::logs` what the worker does"
            )
        } else {
            format!(
                "the worker did not close the WebSocket `{path}` within {patience:?} after the test did; one that \
                 handles close frames itself has to answer them"
            )
        })
    }

    /// The text of the next message.
    ///
    /// # Errors
    ///
    /// As [`receive`](WebSocket::receive), and when the message has bytes or the other side closes the socket instead.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # fn main() -> worker_e2e::Result<()> {
    /// # let worker = worker_e2e::Worker::start()?;
    /// let mut socket = worker.websocket("/echo")?;
    /// socket.send("hello")?;
    /// assert_eq!(socket.receive_text()?, "hello");
    /// # Ok(())
    /// # }
    /// ```
    pub fn receive_text(&mut self) -> Result<String> {
        match self.demand()? {
            Message::Text(text) => Ok(text),
            message @ Message::Binary(_) => Err(Error::new(format!(
                "the message of the WebSocket `{}` is not text but bytes: {message}",
                self.path
            ))),
        }
    }

    /// The next message as JSON.
    ///
    /// # Errors
    ///
    /// As [`receive`](WebSocket::receive), and when the message is not JSON of this shape or the other side closes the
    /// socket instead.
    pub fn receive_json<T: DeserializeOwned>(&mut self) -> Result<T> {
        self.demand()?.json()
    }

    fn demand(&mut self) -> Result<Message> {
        let message = self.receive()?;
        message.ok_or_else(|| {
            let frame = self.closed.as_ref().map(CloseFrame::to_string);
            let frame = frame.unwrap_or_default();
            Error::new(format!(
                "no message but a close frame came over the WebSocket `{}`: {frame}",
                self.path
            ))
        })
    }

    /// How the other side closed the socket, once that has been received.
    pub fn close_frame(&self) -> Option<&CloseFrame> {
        self.closed.as_ref()
    }

    /// Closes the socket, and waits until the other side has, too. Messages that come before that are lost.
    ///
    /// # Errors
    ///
    /// Fails when the reason is longer than 123 bytes, and as [`closed`](WebSocket::closed).
    pub fn close(&mut self, code: u16, reason: &str) -> Result<CloseFrame> {
        if reason.len() > 123 {
            let length = reason.len();
            return Err(Error::new(format!(
                "the reason to close the WebSocket `{}` has {length} bytes; a close frame has room for 123",
                self.path
            )));
        }
        let frame = tungstenite::protocol::CloseFrame {
            code: code.into(),
            reason: reason.into(),
        };
        // What could not be sent is no loss where the other side was first; else waiting fails.
        let _ = self.inner.close(Some(frame));
        self.closed()
    }

    /// Waits until the other side closes the socket. Messages that come before that are lost.
    ///
    /// # Errors
    ///
    /// Fails when that takes [too long](Error::is_timeout), and when the connection ends without a close frame.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # fn main() -> worker_e2e::Result<()> {
    /// # let worker = worker_e2e::Worker::start()?;
    /// let mut socket = worker.websocket("/room")?;
    /// socket.send("not what the room expects")?;
    /// let frame = socket.closed()?;
    /// assert_eq!((frame.code, frame.reason.as_str()), (1003, "say JSON"));
    /// # Ok(())
    /// # }
    /// ```
    pub fn closed(&mut self) -> Result<CloseFrame> {
        let patience = self.patience;
        let deadline = Instant::now().checked_add(patience);
        loop {
            if let Some(frame) = &self.closed {
                return Ok(frame.clone());
            }
            // Where messages come without a pause, none is late.
            if deadline.is_some_and(|deadline| Instant::now() > deadline) {
                let late = Problem::Io(ErrorKind::TimedOut.into());
                return Err(self.explain(late, patience));
            }
            self.receive_before(patience, deadline)?;
        }
    }
}

impl fmt::Debug for WebSocket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WebSocket")
            .field("path", &self.path)
            .field("closed", &self.closed)
            .finish_non_exhaustive()
    }
}
