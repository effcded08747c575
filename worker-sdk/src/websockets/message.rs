//! Messages.

use std::borrow::Cow;
use std::fmt;

use wasm_bindgen::JsValue;

use super::inbox::Taken;
use super::text::Text;
#[cfg(feature = "json")]
use crate::error::Result;
use crate::js;

/// A message of a WebSocket. Pings and pongs are answered by the platform and not seen.
///
/// The platform takes messages of up to 32 MiB.
///
/// # Examples
///
/// ```
/// use worker_sdk::websockets::Message;
///
/// let message = Message::from("hello");
/// assert_eq!(message.as_text(), Some("hello"));
/// assert_eq!(message.as_bytes(), b"hello");
/// ```
#[derive(Clone, PartialEq, Eq)]
pub enum Message {
    /// Text.
    Text(Text),
    /// Bytes.
    Binary(Vec<u8>),
}

impl Message {
    /// The text; `None` for bytes.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Binary(_) => None,
        }
    }

    /// The bytes, those of a text too.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        match self {
            Self::Text(text) => text.as_bytes(),
            Self::Binary(bytes) => bytes,
        }
    }

    /// The bytes, those of a text too.
    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        match self {
            Self::Text(text) => String::from(text).into_bytes(),
            Self::Binary(bytes) => bytes,
        }
    }

    /// Whether it is text.
    #[must_use]
    pub fn is_text(&self) -> bool {
        matches!(self, Self::Text(_))
    }

    /// What the JSON of the message says.
    ///
    /// # Errors
    ///
    /// Fails when the message is not JSON of the shape of `T`; the error
    /// [is malformed](crate::Error::is_malformed).
    ///
    /// # Examples
    ///
    /// ```
    /// use worker_sdk::websockets::Message;
    ///
    /// let point: (i32, i32) = Message::from("[1, 2]").json()?;
    /// assert_eq!(point, (1, 2));
    /// # Ok::<(), worker_sdk::Error>(())
    /// ```
    #[cfg(feature = "json")]
    pub fn json<T: serde::de::DeserializeOwned>(&self) -> Result<T> {
        let parsed = crate::json::from_slice(self.as_bytes());
        parsed.map_err(|source| crate::Error::of(super::error::NotJson { source }))
    }

    /// A text message with `value` as JSON.
    ///
    /// # Errors
    ///
    /// Fails when the value cannot be JSON, for instance a map whose keys are not text.
    #[cfg(feature = "json")]
    pub fn from_json<T: serde::Serialize + ?Sized>(value: &T) -> Result<Self> {
        Ok(Self::from(crate::json::to_string(value)?))
    }

    /// What the platform gives as a message: a string, an `ArrayBuffer` or a view of one.
    #[must_use]
    pub fn from_raw(raw: &JsValue) -> Self {
        Self::from(match raw.is_string() {
            true => Taken::Text(raw.clone()),
            false => Taken::Binary(raw.clone()),
        })
    }

    /// A JavaScript string, or a `Uint8Array` with a copy of the bytes.
    #[must_use]
    pub fn to_raw(&self) -> JsValue {
        self.as_raw().into_owned()
    }

    /// As [`to_raw`](Self::to_raw), without another reference to a text.
    pub(super) fn as_raw(&self) -> Cow<'_, JsValue> {
        match self {
            Self::Text(text) => Cow::Borrowed(text.as_raw()),
            Self::Binary(bytes) => Cow::Owned(js::bytes_to_js(bytes)),
        }
    }
}

impl From<Taken> for Message {
    fn from(taken: Taken) -> Self {
        match taken {
            Taken::Text(raw) => Self::Text(Text::from_string(raw)),
            Taken::Binary(raw) => Self::Binary(js::bytes_from_js(&raw)),
        }
    }
}

impl From<&str> for Message {
    fn from(text: &str) -> Self {
        Self::Text(text.into())
    }
}

impl From<String> for Message {
    fn from(text: String) -> Self {
        Self::Text(text.into())
    }
}

impl From<Text> for Message {
    fn from(text: Text) -> Self {
        Self::Text(text)
    }
}

impl From<Vec<u8>> for Message {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Binary(bytes)
    }
}

impl From<&[u8]> for Message {
    fn from(bytes: &[u8]) -> Self {
        Self::Binary(bytes.to_vec())
    }
}

impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.debug_tuple("Text").field(text).finish(),
            Self::Binary(bytes) => write!(f, "Binary({} bytes)", bytes.len()),
        }
    }
}
