//! Requests to send.

use http::Method;
use wasm_bindgen::JsValue;

use crate::abort::AbortSignal;
use crate::error::{Error, Result};
use crate::fetch::cf::CfOptions;
use crate::http::body::{Body, check_unused};
use crate::http::encode::encode;
use crate::http::headers::{Field, FieldName, Headers, validate};
use crate::http::request::Asked;
use crate::http::{Request, sys};
use crate::js;
use crate::url::Url;

impl Request {
    /// A request to send, without a body.
    ///
    /// # Errors
    ///
    /// Fails when `url` is not an absolute URL (the error [is malformed](Error::is_malformed)) or the platform does not allow the method.
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
        Self::from_parts(method, url, Headers::new(), Body::empty())
    }

    /// A request to send, with headers and a body.
    ///
    /// # Errors
    ///
    /// As [`Request::new`]; also when a `GET` or `HEAD` request is given a body.
    pub fn from_parts(
        method: Method,
        url: &str,
        headers: Headers,
        body: impl Into<Body>,
    ) -> Result<Self> {
        Self::with_init(method, url, headers, body.into(), &JsValue::UNDEFINED)
    }

    /// As [`from_parts`](Self::from_parts), with further members of `RequestInit`.
    pub(super) fn with_init(
        method: Method,
        url: &str,
        headers: Headers,
        body: Body,
        init: &JsValue,
    ) -> Result<Self> {
        let raw = encode(0, headers, body, |message| {
            sys::request_from(
                &js::text(url),
                &js::text(method.as_str()),
                message.at,
                message.body,
                message.headers,
                init,
            )
        });
        if raw.is_undefined() {
            let failure = Error::last_failure("building a request");
            return Err(Url::parse(url).err().unwrap_or(failure));
        }
        Ok(Self::from_raw(raw))
    }

    /// The same request with a signal that aborts it. The body is handed on unread.
    ///
    /// # Errors
    ///
    /// Fails when the body was read already.
    pub fn with_signal(self, signal: &AbortSignal) -> Result<Self> {
        let asked = Asked {
            own_signal: true,
            ..self.asked
        };
        Ok(self.derived("signal", signal.as_raw())?.asking(asked))
    }

    /// The same request with other behaviour at a redirect. The body is handed on unread.
    ///
    /// # Errors
    ///
    /// Fails when the body was read already.
    pub fn with_redirect(self, redirect: RedirectMode) -> Result<Self> {
        self.derived("redirect", &js::constant(redirect.name()))
    }

    /// The same request with other instructions for Cloudflare, in place of those that it has. The body is handed on
    /// unread.
    ///
    /// # Errors
    ///
    /// Fails when the body was read already.
    pub fn with_cf(self, cf: CfOptions) -> Result<Self> {
        self.derived("cf", &cf.into_raw())
    }

    /// The same request with other use of the cache. The body is handed on unread.
    ///
    /// # Errors
    ///
    /// Fails when the body was read already, or the runtime does not know the mode.
    pub fn with_cache(self, mode: CacheMode) -> Result<Self> {
        self.derived("cache", &js::constant(mode.name()))
    }

    /// The same request with the header `name` set to `value`, replacing earlier values. The body is handed on unread.
    ///
    /// An incoming request can be changed so, too, before it is handed on.
    ///
    /// # Errors
    ///
    /// Fails when the name or the value is not allowed in a header, or the body was read already.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use worker_sdk::{Env, Request, Response, Result};
    /// async fn proxy(request: Request, env: Env) -> Result<Response> {
    ///     let request = request.with_header("x-forwarded-by", "worker")?;
    ///     env.service("BACKEND")?.fetch(request).await
    /// }
    /// ```
    pub fn with_header(self, name: impl Into<FieldName>, value: impl Into<String>) -> Result<Self> {
        let (name, value) = (name.into(), value.into());
        self.with_field(name.as_str(), &value)
    }

    /// The same request with all headers replaced, `content-type` included. The body is handed on unread.
    ///
    /// # Errors
    ///
    /// Fails when the body was read already.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use worker_sdk::{Headers, Request, Result};
    /// fn anonymous(request: Request) -> Result<Request> {
    ///     let mut headers = Headers::new();
    ///     headers.set("accept", "application/json")?;
    ///     request.with_headers(headers)
    /// }
    /// ```
    pub fn with_headers(self, headers: Headers) -> Result<Self> {
        self.derived("headers", &init_of(headers))
    }

    /// The same request, with the members of another one that are not method, URL, headers or body.
    pub(crate) fn like(self, other: &JsValue, asked: Asked) -> Result<Self> {
        let raw = sys::request_like(&self.raw, other, asked.own_signal.into());
        if raw.is_undefined() {
            return Err(Error::last_failure("building a request"));
        }
        Ok(Self::from_raw(raw).asking(asked))
    }

    /// The same request with another body, also where the one that it has was read.
    #[cfg(feature = "router")]
    pub(crate) fn with_bytes(self, bytes: &[u8]) -> Result<Self> {
        self.derived("body", &js::bytes_to_js(bytes))
    }

    #[inline(never)]
    fn with_field(self, name: &str, value: &str) -> Result<Self> {
        validate(name, value)?;
        self.changed(sys::request_with(
            &self.raw,
            name.as_ptr() as i32,
            name.len() as i32,
            value.as_ptr() as i32,
            value.len() as i32,
        ))
    }

    fn derived(self, name: &'static str, value: &JsValue) -> Result<Self> {
        self.changed(sys::derived_request(&self.raw, &js::constant(name), value))
    }

    /// What was made of this one.
    fn changed(&self, raw: JsValue) -> Result<Self> {
        if raw.is_undefined() {
            let failed = Error::last_failure("changing a request");
            check_unused(&self.raw)?;
            return Err(failed);
        }
        Ok(Self::from_raw(raw).asking(self.asked))
    }
}

/// What the constructor of requests takes as headers.
fn init_of(headers: Headers) -> JsValue {
    let (fields, headers) = headers.into_parts();
    if !headers.is_undefined() {
        return headers;
    }
    let pair = |field: Field| js::list([js::text(field.name.as_str()), js::text(&field.value)]);
    js::list(fields.into_iter().map(pair))
}

/// How a request uses the caches between worker and origin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CacheMode {
    /// Not at all.
    NoStore,
    /// Only copies that the origin says are still good.
    NoCache,
    /// The origin is asked, its answer is stored. Runtimes of 2026 refuse it without an experimental flag.
    Reload,
}

impl CacheMode {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::NoStore => "no-store",
            Self::NoCache => "no-cache",
            Self::Reload => "reload",
        }
    }
}

/// What happens when the answer to a request is a redirect. The platform has no mode in which a redirect is an error:
/// take [`RedirectMode::Manual`] and look at the status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RedirectMode {
    /// It is followed, up to 20 times.
    Follow,
    /// It is the answer.
    Manual,
}

impl RedirectMode {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Follow => "follow",
            Self::Manual => "manual",
        }
    }
}
