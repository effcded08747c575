//! Records.

use std::fmt;

use wasm_bindgen::JsValue;

use crate::js::{self, Options};

/// A record of a stream: bytes, and headers that say something of them.
///
/// # Examples
///
/// ```
/// use worker_sdk::k2::Record;
///
/// let record = Record::new(r#"{"order":1001}"#).header("event-type", "order.created");
/// assert_eq!(format!("{record:?}"), r#"Record { length: 14, headers: [("event-type", "order.created")] }"#);
/// ```
#[derive(Clone, PartialEq, Eq)]
#[must_use = "a record is not written until it is sent"]
pub struct Record {
    content: Vec<u8>,
    headers: Vec<(String, String)>,
}

impl Record {
    /// A record of these bytes, or of the UTF-8 of a text.
    pub fn new(content: impl Into<Vec<u8>>) -> Self {
        Self {
            content: content.into(),
            headers: Vec::new(),
        }
    }

    /// A record of the JSON of a value.
    ///
    /// # Errors
    ///
    /// Fails when JSON has no such value.
    #[cfg(feature = "json")]
    pub fn json<T: serde::Serialize + ?Sized>(value: &T) -> crate::Result<Self> {
        Ok(Self::new(serde_json::to_vec(value)?))
    }

    /// A header. A second one of the same name replaces the first.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    pub(super) fn to_js(&self) -> JsValue {
        let headers = self.headers.iter();
        let headers = headers.fold(Options::new(), |headers, (name, value)| {
            headers.named(name, &js::text(value))
        });
        let record = Options::new().bytes("content", self.content.as_slice());
        record.options("headers", headers).into_js()
    }
}

impl<C: Into<Vec<u8>>> From<C> for Record {
    fn from(content: C) -> Self {
        Self::new(content)
    }
}

impl fmt::Debug for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Record")
            .field("length", &self.content.len())
            .field("headers", &self.headers)
            .finish()
    }
}
