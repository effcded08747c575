use std::fmt;

use serde::de::DeserializeOwned;

use crate::{Error, Result};

/// A message of a [`WebSocket`](crate::WebSocket), made from text or bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// Text.
    Text(String),
    /// Bytes.
    Binary(Vec<u8>),
}

impl Message {
    /// The text, if it is a message of text.
    pub fn text(&self) -> Option<&str> {
        match self {
            Message::Text(text) => Some(text),
            Message::Binary(_) => None,
        }
    }

    /// The message as JSON, from text or bytes.
    ///
    /// # Errors
    ///
    /// Fails, with the message, when it is not JSON or not of this shape.
    ///
    /// # Examples
    ///
    /// ```
    /// use worker_e2e::Message;
    ///
    /// # fn main() -> worker_e2e::Result<()> {
    /// let sum: f64 = Message::from("42").json()?;
    /// assert_eq!(sum, 42.0);
    /// # Ok(())
    /// # }
    /// ```
    pub fn json<T: DeserializeOwned>(&self) -> Result<T> {
        let bytes = match self {
            Message::Text(text) => text.as_bytes(),
            Message::Binary(bytes) => bytes,
        };
        serde_json::from_slice(bytes).map_err(|error| {
            let what = format!("the message is not the expected JSON: {error}");
            Error::new(format!("{what}; it is {self}"))
        })
    }
}

/// The text, or the bytes as `{:?}` has them.
impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Message::Text(text) => f.write_str(text),
            Message::Binary(bytes) => write!(f, "{bytes:?}"),
        }
    }
}

impl From<&str> for Message {
    fn from(text: &str) -> Message {
        Message::Text(text.to_owned())
    }
}

impl From<String> for Message {
    fn from(text: String) -> Message {
        Message::Text(text)
    }
}

impl From<&[u8]> for Message {
    fn from(bytes: &[u8]) -> Message {
        Message::Binary(bytes.to_owned())
    }
}

impl<const N: usize> From<&[u8; N]> for Message {
    fn from(bytes: &[u8; N]) -> Message {
        Message::Binary(bytes.to_vec())
    }
}

impl From<Vec<u8>> for Message {
    fn from(bytes: Vec<u8>) -> Message {
        Message::Binary(bytes)
    }
}

impl From<Message> for tungstenite::Message {
    fn from(message: Message) -> tungstenite::Message {
        match message {
            Message::Text(text) => text.into(),
            Message::Binary(bytes) => bytes.into(),
        }
    }
}

/// How the other side closed a [`WebSocket`](crate::WebSocket).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CloseFrame {
    /// The code; 1005 if the other side sent none.
    pub code: u16,
    /// The reason; empty if the other side gave none.
    pub reason: String,
}

impl From<Option<tungstenite::protocol::CloseFrame>> for CloseFrame {
    fn from(frame: Option<tungstenite::protocol::CloseFrame>) -> CloseFrame {
        match frame {
            Some(frame) => CloseFrame {
                code: frame.code.into(),
                reason: frame.reason.to_string(),
            },
            None => CloseFrame {
                code: 1005,
                reason: String::new(),
            },
        }
    }
}

/// The code, and the reason in parentheses.
impl fmt::Display for CloseFrame {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.reason.as_str() {
            "" => write!(f, "{}", self.code),
            reason => write!(f, "{} ({reason})", self.code),
        }
    }
}
