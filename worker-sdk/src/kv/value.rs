//! What can be stored.

use std::borrow::Cow;
use std::fmt;

use wasm_bindgen::JsValue;

use super::MAX_VALUE_LENGTH;
use super::error::Refused;
use super::key::Target;
use crate::Body;
use crate::error::{Error, Result};
use crate::js;
use crate::streams::ByteStream;

/// What [`put`](super::Namespace::put) stores: text, bytes, or a [`Body`] of them or of a stream.
pub struct Value(Content);

enum Content {
    /// Text or bytes, copied to JavaScript.
    Js(JsValue),
    /// Text or bytes of too great a length, not copied.
    TooLarge(usize),
    Body(Body),
}

impl Value {
    fn of(length: usize, copy: impl FnOnce() -> JsValue) -> Self {
        Self(if length > MAX_VALUE_LENGTH {
            Content::TooLarge(length)
        } else {
            Content::Js(copy())
        })
    }

    fn text(text: &str) -> Self {
        Self::of(text.len(), || js::text(text))
    }

    fn bytes(bytes: &[u8]) -> Self {
        Self::of(bytes.len(), || js::bytes_to_js(bytes))
    }

    pub(super) fn into_js(self, target: &Target) -> Result<JsValue> {
        let too_large = |length: u64| {
            let key = target.name();
            Err(Error::of(Refused::LargeValue { key, length }))
        };
        match self.0 {
            Content::Js(value) => Ok(value),
            Content::TooLarge(length) => too_large(length as u64),
            Content::Body(body) => match body.known_length() {
                Some(length) if length > MAX_VALUE_LENGTH as u64 => too_large(length),
                _ => body.into_js(),
            },
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::text(text)
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::text(&text)
    }
}

impl From<&String> for Value {
    fn from(text: &String) -> Self {
        Self::text(text)
    }
}

impl From<Cow<'_, str>> for Value {
    fn from(text: Cow<'_, str>) -> Self {
        Self::text(&text)
    }
}

impl From<&[u8]> for Value {
    fn from(bytes: &[u8]) -> Self {
        Self::bytes(bytes)
    }
}

impl<const LENGTH: usize> From<&[u8; LENGTH]> for Value {
    fn from(bytes: &[u8; LENGTH]) -> Self {
        Self::bytes(bytes)
    }
}

impl From<Vec<u8>> for Value {
    fn from(bytes: Vec<u8>) -> Self {
        Self::bytes(&bytes)
    }
}

impl From<&Vec<u8>> for Value {
    fn from(bytes: &Vec<u8>) -> Self {
        Self::bytes(bytes)
    }
}

impl From<Body> for Value {
    fn from(body: Body) -> Self {
        Self(Content::Body(body))
    }
}

impl From<ByteStream> for Value {
    fn from(stream: ByteStream) -> Self {
        Self(Content::Body(stream.into()))
    }
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Content::Js(_) => f.write_str("Value { .. }"),
            Content::TooLarge(length) => write!(f, "Value({length} bytes)"),
            Content::Body(body) => body.fmt(f),
        }
    }
}
