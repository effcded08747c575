//! Requests to send.

use http::Method;
use wasm_bindgen::JsValue;

use crate::abort::AbortSignal;
use crate::error::{Error, Result};
use crate::http::body::{Body, check_unused};
use crate::http::encode::encode;
use crate::http::headers::Headers;
use crate::http::{Request, sys};
use crate::js;

impl Request {
    /// A request to send, without a body.
    ///
    /// # Errors
    ///
    /// Fails when `url` is not an absolute URL or the platform does not allow the method.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use worker_sdk::{Request, Result};
    /// # fn run() -> Result<Request> {
    /// Request::new(http::Method::GET, "https://example.com/")
    /// # }
    /// ```
    pub fn new(method: Method, url: &str) -> Result<Self> {
        Self::with_body(method, url, Headers::new(), Body::empty())
    }

    /// A request to send, with headers and a body.
    ///
    /// # Errors
    ///
    /// As [`Request::new`]; also when a `GET` or `HEAD` request is given a body.
    pub fn with_body(
        method: Method,
        url: &str,
        headers: Headers,
        body: impl Into<Body>,
    ) -> Result<Self> {
        let raw = encode(0, headers, body.into(), |message| {
            sys::request_from(
                &js::text(url),
                &js::text(method.as_str()),
                message.at,
                message.body,
                message.headers,
            )
        });
        if raw.is_undefined() {
            return Err(Error::last_failure("building a request"));
        }
        Ok(Self::from_raw(raw))
    }

    /// The same request with a signal that aborts it. The body is handed on unread.
    ///
    /// # Errors
    ///
    /// Fails when the body was read already.
    pub fn with_signal(self, signal: &AbortSignal) -> Result<Self> {
        self.derived("signal", signal.as_raw())
    }

    /// The same request with other behaviour at a redirect. The body is handed on unread.
    ///
    /// # Errors
    ///
    /// Fails when the body was read already.
    pub fn with_redirect(self, redirect: Redirect) -> Result<Self> {
        self.derived("redirect", &js::constant(redirect.name()))
    }

    /// The same request, with the members of another one that are not method, URL, headers or body.
    pub(crate) fn like(self, other: &JsValue) -> Result<Self> {
        let raw = sys::request_like(&self.raw, other);
        if raw.is_undefined() {
            return Err(Error::last_failure("building a request"));
        }
        Ok(Self::from_raw(raw))
    }

    fn derived(self, name: &'static str, value: &JsValue) -> Result<Self> {
        check_unused(&self.raw)?;
        let raw = sys::derived_request(&self.raw, &js::constant(name), value);
        if raw.is_undefined() {
            return Err(Error::last_failure("changing a request"));
        }
        Ok(Self::from_raw(raw))
    }
}

/// What happens when the answer to a request is a redirect. The platform has no mode in which a redirect is an error:
/// take [`Redirect::Manual`] and look at the status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Redirect {
    /// It is followed, up to 20 times.
    Follow,
    /// It is the answer.
    Manual,
}

impl Redirect {
    const fn name(self) -> &'static str {
        match self {
            Self::Follow => "follow",
            Self::Manual => "manual",
        }
    }
}
