//! The handle of a socket.

use std::fmt;

use wasm_bindgen::JsValue;

use super::close::{self, CloseCode};
use super::message::Message;
use super::sys;
use crate::error::{Error, Result};
use crate::js;

/// One end of a WebSocket.
///
/// Cloning gives another handle to the same socket, and equal handles are those of the same socket.
///
/// See <https://developers.cloudflare.com/workers/runtime-apis/websockets/>.
#[derive(Clone)]
pub struct WebSocket {
    raw: JsValue,
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
        Self { raw }
    }

    /// The JavaScript `WebSocket`.
    #[must_use]
    pub fn as_raw(&self) -> &JsValue {
        &self.raw
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
        self.send_raw(&message.into().to_raw())
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
        self.send_raw(&js::text(&serde_json::to_string(value)?))
    }

    fn send_raw(&self, data: &JsValue) -> Result<()> {
        match sys::send_message(&self.raw, data) {
            0 => Err(Error::last_failure("sending to a WebSocket")),
            _ => Ok(()),
        }
    }

    /// Sends a close frame. Closing a socket that is closed already does nothing.
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
        match sys::close_socket(&self.raw, code, &js::text(reason)) {
            0 => Err(Error::last_failure("closing a WebSocket")),
            _ => Ok(()),
        }
    }

    /// How far the socket is.
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
        js::string(&js::property(&self.raw, name)).filter(|text| !text.is_empty())
    }

    /// How many bytes wait to be sent; `None` where the runtime does not say.
    #[must_use]
    pub fn buffered_amount(&self) -> Option<u64> {
        js::number(&js::property(&self.raw, "bufferedAmount")).map(|amount| amount as u64)
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
