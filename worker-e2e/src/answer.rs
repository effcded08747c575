use std::fmt::{self, Display};

use http::HeaderMap;
use serde::de::DeserializeOwned;

use crate::{Error, Result};

/// A complete answer of a worker. Every status is one.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Answer {
    /// The status code.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body, decoded from its transfer encoding but not from its content encoding.
    pub body: Vec<u8>,
}

impl Answer {
    /// The body as text; bytes that are not UTF-8 are replaced.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON.
    ///
    /// # Errors
    ///
    /// Fails, with the body, when it is not JSON or not of this shape.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use worker_e2e::serde_json::Value;
    ///
    /// # fn main() -> worker_e2e::Result<()> {
    /// # let worker = worker_e2e::Worker::start()?;
    /// let user: Value = worker.get("/users/1")?.json()?;
    /// assert_eq!(user["name"], "Ferris");
    /// # Ok(())
    /// # }
    /// ```
    pub fn json<T: DeserializeOwned>(&self) -> Result<T> {
        serde_json::from_slice(&self.body).map_err(|error| {
            let what = format!("the answer is not the expected JSON: {error}");
            Error::new(format!("{what}; it has status {self}"))
        })
    }

    /// The first value of a header, if it is there and is text.
    pub fn header(&self, name: &str) -> Option<&str> {
        text_of(&self.headers, name)
    }
}

/// The status and the body.
impl Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.status, self.text())
    }
}

/// The first value of a header, if it is there and is text.
pub(crate) fn text_of<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}
