//! The handle of a socket.

use std::fmt;
use std::sync::Arc;

use wasm_bindgen::JsValue;

use super::close::{self, CloseCode, CloseFrame};
use super::inbox::{AcceptOptions, Inbox};
use super::message::Message;
use super::sys;
use crate::error::{Error, Result};
use crate::executor::Promised;
use crate::js;
use crate::time::Sleep;

/// One end of a WebSocket.
///
/// A socket that was [accepted](WebSocket::accept) receives messages: with [`receive`](WebSocket::receive), or as a
/// `Stream`. It is a `Sink` of messages, too. The stream ends when the other side has closed the socket and when
/// the connection is lost; [`close_frame`](WebSocket::close_frame) tells which. The close frame of the other side is
/// answered when all messages before it are read, whatever the compatibility date says.
///
/// Cloning gives another handle to the same socket, and equal handles are those of the same socket. Clones that are made
/// after it was accepted can read, too; each message goes to one of those that do. When the last handle of an accepted socket is dropped, the socket is closed with
/// [`CloseCode::GOING_AWAY`], in a panic with [`CloseCode::INTERNAL_ERROR`].
///
/// # Examples
///
/// ```no_run
/// # use worker_sdk::websockets::WebSocket;
/// async fn echo(mut socket: WebSocket) -> worker_sdk::Result<()> {
///     while let Some(message) = socket.receive().await? {
///         socket.send(message)?;
///     }
///     Ok(())
/// }
/// ```
///
/// See <https://developers.cloudflare.com/workers/runtime-apis/websockets/>.
pub struct WebSocket {
    pub(super) raw: JsValue,
    pub(super) inbox: Option<Arc<Inbox>>,
    /// Resolved when there is something new in the inbox.
    pub(super) waiting: Option<Promised>,
    /// Until the platform has sent more of what it has.
    pub(super) draining: Option<Sleep>,
}

/// How far a socket is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ReadyState {
    /// Not connected yet.
    Connecting,
    /// Messages go both ways.
    Open,
    /// One side has sent a close frame.
    Closing,
    /// Closed, or the connection is lost.
    Closed,
}

impl WebSocket {
    /// Wraps a JavaScript `WebSocket`.
    #[must_use]
    pub fn from_raw(raw: JsValue) -> Self {
        Self {
            raw,
            inbox: None,
            waiting: None,
            draining: None,
        }
    }

    /// The JavaScript `WebSocket`.
    #[must_use]
    pub fn as_raw(&self) -> &JsValue {
        &self.raw
    }

    /// The JavaScript `WebSocket`, which stays open.
    #[must_use]
    pub fn into_raw(self) -> JsValue {
        if let Some(inbox) = &self.inbox {
            inbox.give_away();
        }
        self.raw.clone()
    }

    /// Begins to receive messages. This is for the end of a [`pair`](super::pair) that stays in the worker, and for the
    /// socket of a [`Response`](crate::Response::websocket).
    ///
    /// Messages that arrive before somebody reads wait, up to 16 MiB; see [`AcceptOptions::buffer`].
    ///
    /// # Errors
    ///
    /// Fails when the socket was given to a response or to a Durable Object before.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use worker_sdk::websockets::WebSocket;
    /// # use worker_sdk::{Response, Result, websockets};
    /// async fn echo(mut socket: WebSocket) -> Result<()> {
    ///     while let Some(message) = socket.receive().await? {
    ///         socket.send(message)?;
    ///     }
    ///     Ok(())
    /// }
    ///
    /// async fn handle() -> Result<Response> {
    ///     let (client, mut server) = websockets::pair()?;
    ///     server.accept()?;
    ///     worker_sdk::spawn(echo(server));
    ///     Ok(Response::from_websocket(client))
    /// }
    /// ```
    pub fn accept(&mut self) -> Result<()> {
        self.accept_with(AcceptOptions::new())
    }

    /// As [`accept`](WebSocket::accept), with options.
    ///
    /// # Errors
    ///
    /// As [`accept`](WebSocket::accept).
    pub fn accept_with(&mut self, options: AcceptOptions) -> Result<()> {
        if self.inbox.is_none() {
            self.inbox = Some(Arc::new(Inbox::open(&self.raw, options)?));
        }
        Ok(())
    }

    /// Sends a message: text, bytes, or a [`Message`].
    ///
    /// The message is handed to the platform, which does not say when it has left. What is sent after the connection
    /// was lost goes nowhere, without an error.
    ///
    /// # Errors
    ///
    /// Fails when the socket is not accepted yet, and after it was closed by this side.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # fn run(socket: worker_sdk::websockets::WebSocket) -> worker_sdk::Result<()> {
    /// socket.send("hello")?;
    /// socket.send(vec![1, 2, 3])?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn send(&self, message: impl Into<Message>) -> Result<()> {
        self.send_raw(&message.into().as_raw())
    }

    /// Sends `value` as JSON, in a text message.
    ///
    /// # Errors
    ///
    /// As [`WebSocket::send`]; also when the value cannot be JSON, for instance a map whose keys are not text.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # fn run(socket: worker_sdk::websockets::WebSocket) -> worker_sdk::Result<()> {
    /// #[derive(serde::Serialize)]
    /// struct Joined<'a> {
    ///     name: &'a str,
    /// }
    ///
    /// socket.send_json(&Joined { name: "Ferris" })?;
    /// # Ok(())
    /// # }
    /// ```
    #[cfg(feature = "json")]
    pub fn send_json<T: serde::Serialize + ?Sized>(&self, value: &T) -> Result<()> {
        self.send_raw(&js::text(&crate::json::to_string(value)?))
    }

    pub(super) fn send_raw(&self, data: &JsValue) -> Result<()> {
        match sys::send_message(&self.raw, data) {
            0 => Err(Error::last_failure("sending to a WebSocket")),
            _ => Ok(()),
        }
    }

    /// Sends a close frame. Closing a socket that is closed already does nothing, and so does closing one whose close
    /// frame has been answered.
    ///
    /// # Errors
    ///
    /// Fails when a close frame cannot carry the code ([`CloseCode::is_sendable`]), when the reason has more than
    /// [`MAX_REASON_LENGTH`](super::MAX_REASON_LENGTH) bytes, and when the socket is not accepted yet.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use worker_sdk::websockets::{CloseCode, WebSocket};
    /// # fn run(socket: WebSocket) -> worker_sdk::Result<()> {
    /// socket.close(CloseCode::NORMAL, "bye")?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn close(&self, code: impl Into<CloseCode>, reason: &str) -> Result<()> {
        let code = close::checked(code.into(), reason)?;
        let none = JsValue::UNDEFINED;
        let inbox = self.inbox.as_ref().map_or(&none, |inbox| inbox.as_raw());
        match sys::close_socket(&self.raw, inbox, code, &js::text(reason)) {
            0 => Err(Error::last_failure("closing a WebSocket")),
            _ => Ok(()),
        }
    }

    /// How the other side closed the socket, or that the connection is lost; `None` until then.
    #[must_use]
    pub fn close_frame(&self) -> Option<CloseFrame> {
        self.inbox.as_ref()?.close_frame()
    }

    /// How far the socket is. One that belongs to another request cannot be asked and counts as closed.
    #[must_use]
    pub fn ready_state(&self) -> ReadyState {
        match sys::ready_state(&self.raw) {
            0 => ReadyState::Connecting,
            1 => ReadyState::Open,
            2 => ReadyState::Closing,
            _ => ReadyState::Closed,
        }
    }

    /// The URL of a socket that was opened with `new WebSocket(url)`.
    #[must_use]
    pub fn url(&self) -> Option<String> {
        self.text_of("url")
    }

    /// The protocol that the server chose, on the client's side.
    #[must_use]
    pub fn protocol(&self) -> Option<String> {
        self.text_of("protocol")
    }

    /// The extensions that the server chose, on the client's side.
    #[must_use]
    pub fn extensions(&self) -> Option<String> {
        self.text_of("extensions")
    }

    fn text_of(&self, name: &'static str) -> Option<String> {
        js::string_property(&self.raw, name).filter(|text| !text.is_empty())
    }

    /// How many bytes wait to be sent; `None` where the runtime does not say.
    #[must_use]
    pub fn buffered_amount(&self) -> Option<u64> {
        js::number(&js::property(&self.raw, "bufferedAmount")).map(|amount| amount as u64)
    }
}

impl Clone for WebSocket {
    fn clone(&self) -> Self {
        Self {
            inbox: self.inbox.clone(),
            ..Self::from_raw(self.raw.clone())
        }
    }
}

impl PartialEq for WebSocket {
    fn eq(&self, other: &Self) -> bool {
        self.raw == other.raw
    }
}

impl Eq for WebSocket {}

impl fmt::Debug for WebSocket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WebSocket { .. }")
    }
}
