//! What a socket keeps while its Durable Object sleeps, and what the platform answers in its place.

#[cfg(feature = "serde")]
use wasm_bindgen::JsValue;

#[cfg(feature = "serde")]
use super::{WebSocket, sys};
#[cfg(feature = "serde")]
use crate::error::{Error, Kind, Result};
#[cfg(feature = "serde")]
use crate::js;

/// The most that can be attached to a socket, in bytes.
pub const MAX_ATTACHMENT_LENGTH: usize = 16_384;

/// A message that the platform answers by itself, without waking the object.
///
/// Both sides have at most 2,048 characters. See
/// [`State::set_websocket_auto_response`](crate::durable_objects::State::set_websocket_auto_response).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AutoResponse {
    /// The text message that is answered.
    pub request: String,
    /// The text message that is the answer.
    pub response: String,
}

impl AutoResponse {
    /// `response` answers `request`.
    #[must_use]
    pub fn new(request: impl Into<String>, response: impl Into<String>) -> Self {
        Self {
            request: request.into(),
            response: response.into(),
        }
    }
}

#[cfg(feature = "serde")]
impl WebSocket {
    /// Keeps `value` with a hibernating socket, replacing an earlier value.
    ///
    /// It lives as long as the connection, also while the object sleeps. The value has up to
    /// [`MAX_ATTACHMENT_LENGTH`] bytes, as the platform's structured clone writes it; keep what is larger in the storage,
    /// and its key here.
    ///
    /// # Errors
    ///
    /// Fails when the value is too large; the error [is too large](Error::is_too_large). Fails when the value cannot be a
    /// JavaScript value, for instance because of an integer beyond 2^53.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use worker_sdk::websockets::WebSocket;
    /// #[derive(serde::Serialize, serde::Deserialize)]
    /// struct Member {
    ///     name: String,
    /// }
    ///
    /// # fn run(socket: &WebSocket) -> worker_sdk::Result<()> {
    /// socket.serialize_attachment(&Member { name: "Ferris".into() })?;
    /// let member: Option<Member> = socket.deserialize_attachment()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn serialize_attachment<T: serde::Serialize + ?Sized>(&self, value: &T) -> Result<()> {
        attach(&self.raw, &js::codec::to_js(value)?)
    }

    /// The value that was kept with the socket; `None` if there is none.
    ///
    /// # Errors
    ///
    /// Fails when the value does not have the shape of `T`; the error [is malformed](Error::is_malformed).
    pub fn deserialize_attachment<T: serde::de::DeserializeOwned>(&self) -> Result<Option<T>> {
        let value = sys::deserialize_attachment(&self.raw);
        if value.is_undefined() {
            return Err(Error::last_failure("reading the attachment of a WebSocket"));
        }
        if value.is_null() {
            return Ok(None);
        }
        js::codec::from_js_of(&value, "the attachment of the WebSocket").map(Some)
    }
}

#[cfg(feature = "serde")]
fn attach(socket: &JsValue, value: &JsValue) -> Result<()> {
    if sys::serialize_attachment(socket, value) == 1 {
        return Ok(());
    }
    let thrown = js::take_failure();
    let said = js::described(&thrown);
    if said.contains("cannot be larger") {
        let text = format!(
            "the attachment of a WebSocket is too large: {said}; keep it in the storage, and its key here"
        );
        return Err(Error::described(Kind::TooLarge, &js::text(&text)));
    }
    Err(Error::thrown(thrown, "attaching to a WebSocket"))
}
