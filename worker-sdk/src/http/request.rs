//! Incoming and outgoing requests.

use std::fmt;

use http::Method;
use wasm_bindgen::JsValue;

use super::body::{Body, check_unused, decode, read};
use super::cf::Cf;
use super::encode::encode;
use super::headers::Headers;
use super::{sys, url};
use crate::error::{Error, Result};
use crate::js::{self, Once};

/// An HTTP request: a view of the JavaScript `Request`.
///
/// Nothing is copied until it is asked for. The body can be read once; [`Request::into_body`] hands it on unread.
///
/// # Examples
///
/// ```no_run
/// use worker_sdk::{Request, Response, Result};
///
/// async fn handle(mut request: Request) -> Result<Response> {
///     match request.path() {
///         "/echo" => Ok(Response::new(request.into_body())),
///         "/length" => Ok(Response::text(request.text().await?.len().to_string())),
///         path => Ok(Response::text(format!("{} {path}", request.method()))),
///     }
/// }
/// ```
///
/// See <https://developers.cloudflare.com/workers/runtime-apis/request/>.
pub struct Request {
    raw: JsValue,
    url: Once<String>,
    method: Once<Method>,
}

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

    /// Wraps a JavaScript `Request`.
    #[must_use]
    pub fn from_raw(raw: JsValue) -> Self {
        Self {
            raw,
            url: Once::new(),
            method: Once::new(),
        }
    }

    /// The JavaScript `Request`.
    #[must_use]
    pub fn as_raw(&self) -> &JsValue {
        &self.raw
    }

    /// The JavaScript `Request`.
    #[must_use]
    pub fn into_raw(self) -> JsValue {
        self.raw
    }

    /// The method; one that the `http` crate has no constant for is kept as text.
    #[must_use]
    pub fn method(&self) -> &Method {
        self.method.get_or_init(|| method_of(&self.raw))
    }

    /// The whole URL as the platform wrote it, without a fragment.
    #[must_use]
    pub fn url(&self) -> &str {
        self.url
            .get_or_init(|| js::string(&sys::url_text(&self.raw)).unwrap_or_default())
    }

    /// The path, percent-encoded, beginning with `/`.
    #[must_use]
    pub fn path(&self) -> &str {
        url::path(self.url())
    }

    /// The query without its `?`, percent-encoded.
    #[must_use]
    pub fn query(&self) -> Option<&str> {
        url::query(self.url())
    }

    /// The decoded pairs of the query, in order; `+` is a space.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # fn run(request: worker_sdk::Request) {
    /// for (name, value) in request.query_pairs() {
    ///     worker_sdk::console_log!("{name} = {value}");
    /// }
    /// # }
    /// ```
    #[must_use]
    pub fn query_pairs(&self) -> Vec<(String, String)> {
        self.query().map(url::pairs).unwrap_or_default()
    }

    /// The first decoded value of `name` in the query.
    #[must_use]
    pub fn query_value(&self, name: &str) -> Option<String> {
        self.query_pairs()
            .into_iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value)
    }

    /// The header fields. Those of an incoming request cannot be changed.
    #[must_use]
    pub fn headers(&self) -> Headers {
        Headers::from_raw(sys::headers_of(&self.raw))
    }

    /// The value of a header, if it is there.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<String> {
        self.headers().get(name)
    }

    /// What the platform knows about the connection; every property may be absent.
    #[must_use]
    pub fn cf(&self) -> Cf {
        Cf::from_raw(js::property(&self.raw, "cf"))
    }

    /// Whether the body was read or handed on.
    #[must_use]
    pub fn is_body_used(&self) -> bool {
        sys::is_body_used(&self.raw) == 1
    }

    /// All bytes of the body.
    ///
    /// # Errors
    ///
    /// Fails when the body was read already or the client went away.
    pub async fn bytes(&mut self) -> Result<Vec<u8>> {
        read(self.raw.clone()).await
    }

    /// The body as text. A byte order mark is removed and invalid UTF-8 is replaced by `U+FFFD`, as in JavaScript.
    ///
    /// # Errors
    ///
    /// As [`Request::bytes`].
    pub async fn text(&mut self) -> Result<String> {
        self.bytes().await.map(decode)
    }

    /// The body as JSON.
    ///
    /// # Errors
    ///
    /// As [`Request::bytes`]; when the body is not the expected JSON the error
    /// [is malformed](crate::Error::is_malformed).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(mut request: worker_sdk::Request) -> worker_sdk::Result<()> {
    /// let value: serde_json::Value = request.json().await?;
    /// # let _ = value;
    /// # Ok(())
    /// # }
    /// ```
    #[cfg(feature = "json")]
    pub async fn json<T: serde::de::DeserializeOwned>(&mut self) -> Result<T> {
        super::json::parse(self.bytes().await?)
    }

    /// The unread body.
    #[must_use]
    pub fn into_body(self) -> Body {
        Body::from_raw(self.raw)
    }

    /// A second request with the same body; both can be read.
    ///
    /// The platform buffers what only one of the two has read.
    ///
    /// # Errors
    ///
    /// Fails when the body was read already.
    pub fn try_clone(&self) -> Result<Self> {
        check_unused(&self.raw)?;
        let raw = sys::clone_message(&self.raw);
        if raw.is_undefined() {
            return Err(Error::last_failure("cloning a request"));
        }
        Ok(Self::from_raw(raw))
    }
}

fn method_of(raw: &JsValue) -> Method {
    match sys::method_index(raw) {
        1 => Method::GET,
        2 => Method::HEAD,
        3 => Method::POST,
        4 => Method::PUT,
        5 => Method::DELETE,
        6 => Method::OPTIONS,
        7 => Method::PATCH,
        8 => Method::TRACE,
        9 => Method::CONNECT,
        _ => other_method(raw),
    }
}

#[cold]
#[inline(never)]
fn other_method(raw: &JsValue) -> Method {
    let text = js::string(&sys::method_text(raw)).unwrap_or_default();
    Method::from_bytes(text.as_bytes()).unwrap_or_default()
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("method", self.method())
            .field("url", &self.url())
            .finish()
    }
}
