//! The content of received messages.

use std::fmt;

use wasm_bindgen::JsValue;

use super::contents::Contents;
use super::error::WrongContent;
use super::sys;
use crate::error::{Error, Result};
use crate::js;

/// The content of a message as JavaScript has it. Nothing is copied before it is asked for.
///
/// A handler that takes a [`Batch`](super::Batch) of these reads each message as it likes.
///
/// # Examples
///
/// ```no_run
/// use worker_sdk::{Result, queues};
///
/// fn describe(message: &queues::Message) -> Result<String> {
///     message.body().text()
/// }
/// ```
#[derive(Clone)]
pub struct Body(JsValue);

impl Body {
    /// Wraps a JavaScript value.
    #[must_use]
    pub fn from_raw(raw: JsValue) -> Self {
        Self(raw)
    }

    /// The JavaScript value.
    #[must_use]
    pub fn as_raw(&self) -> &JsValue {
        &self.0
    }

    /// The JavaScript value.
    #[must_use]
    pub fn into_raw(self) -> JsValue {
        self.0
    }

    /// The content of a message that was sent as text.
    ///
    /// # Errors
    ///
    /// Fails when it is something else; the error [is malformed](Error::is_malformed).
    pub fn text(&self) -> Result<String> {
        js::string(&self.0).ok_or_else(|| wrong("text"))
    }

    /// The content of a message that was sent as bytes.
    ///
    /// # Errors
    ///
    /// Fails when it is something else; the error [is malformed](Error::is_malformed).
    pub fn bytes(&self) -> Result<Vec<u8>> {
        match sys::is_binary(&self.0) {
            1 => Ok(js::bytes_from_js(&self.0)),
            _ => Err(wrong("bytes")),
        }
    }

    /// The content of a message that was sent as JSON or as a JavaScript value.
    ///
    /// # Errors
    ///
    /// Fails when it does not have the shape of `T`; the error [is malformed](Error::is_malformed).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # fn run(message: worker_sdk::queues::Message) -> worker_sdk::Result<()> {
    /// let ids: Vec<u32> = message.body().parse()?;
    /// # drop(ids);
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "json")]
    #[cfg(feature = "serde")]
    pub fn parse<T: serde::de::DeserializeOwned>(&self) -> Result<T> {
        js::codec::from_js_of(&self.0, super::contents::WHAT)
    }
}

#[cold]
fn wrong(expected: &'static str) -> Error {
    Error::of(WrongContent { expected })
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Body { .. }")
    }
}

/// A type that messages of a [`Batch`](super::Batch) are read as: what serde can deserialize, and [`Body`].
///
/// Text is a `String`; bytes are [`Bytes`](crate::Bytes) or `Vec<u8>`.
#[diagnostic::on_unimplemented(
    message = "messages cannot be read as `{Self}`",
    label = "`{Self}` is no content of a message",
    note = "derive `serde::Deserialize` for `{Self}`, or take `worker_sdk::queues::Body`",
    note = "without the feature `serde` of `worker-sdk`, `Body` is the only one"
)]
pub trait FromBody: Sized {
    /// Reads the content of a message.
    ///
    /// # Errors
    ///
    /// Fails when the content is something else.
    fn from_body(body: Body) -> Result<Self>;

    #[doc(hidden)]
    fn from_contents(contents: &mut Contents, index: usize) -> Result<Self> {
        Self::from_body(contents.body(index))
    }
}

impl FromBody for Body {
    fn from_body(body: Body) -> Result<Self> {
        Ok(body)
    }
}

#[cfg(feature = "serde")]
impl<T: serde::de::DeserializeOwned> FromBody for T {
    fn from_body(body: Body) -> Result<Self> {
        body.parse()
    }

    fn from_contents(contents: &mut Contents, index: usize) -> Result<Self> {
        contents.parse(index)
    }
}
