//! Incoming and outgoing requests.

use std::fmt;

use http::Method;
use wasm_bindgen::JsValue;

use super::blob::{Blob, received};
use super::body::{Body, check_unused, decode, read};
use super::cf::Cf;
use super::encode::encode;
use super::forms::{FormData, parsed, read_form};
use super::headers::Headers;
use super::{cookies, sys, url};
use crate::abort::AbortSignal;
use crate::error::{Error, Result};
use crate::js::{self, Once};
use crate::url::Url;

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

    /// The whole URL, without a fragment.
    ///
    /// Its path is in the normal form of the URL standard, also where the platform left it as the client sent it.
    #[must_use]
    pub fn url(&self) -> &str {
        self.url.get_or_init(|| {
            let url = js::string(&sys::url_text(&self.raw)).unwrap_or_default();
            if url::is_normal(&url) {
                return url;
            }
            js::string(&sys::normal_url(&self.raw)).unwrap_or_default()
        })
    }

    /// The URL in parts that can be changed; for path and query alone, [`path`](Request::path) and
    /// [`query_pairs`](Request::query_pairs) are cheaper.
    ///
    /// # Errors
    ///
    /// Fails when the value given to [`Request::from_raw`] was not a request.
    pub fn parsed_url(&self) -> Result<Url> {
        Url::parse(self.url())
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

    /// Names and values of all cookies, in order.
    ///
    /// Values that are percent-encoded are decoded, and quotation marks around a value are removed. What is not a
    /// cookie is left out.
    #[must_use]
    pub fn cookies(&self) -> Vec<(String, String)> {
        let header = self.header("cookie");
        header.as_deref().map(cookies::parse).unwrap_or_default()
    }

    /// The value of the first cookie `name`, decoded as in [`cookies`](Request::cookies).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # fn run(request: worker_sdk::Request) {
    /// let session = request.cookie("__Host-session");
    /// # let _ = session;
    /// # }
    /// ```
    #[must_use]
    pub fn cookie(&self, name: &str) -> Option<String> {
        self.cookies()
            .into_iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value)
    }

    /// What the platform knows about the connection; every property may be absent.
    #[must_use]
    pub fn cf(&self) -> Cf {
        Cf::from_raw(js::property(&self.raw, "cf"))
    }

    /// Tells when the client went away, in workers with the compatibility flag `enable_request_signal`; for a request
    /// to send, the signal that it was given.
    ///
    /// The future of a handler is dropped when its client goes away. Watch the signal in work that outlives the
    /// handler, such as a [`spawn`](crate::spawn)ed task.
    #[must_use]
    pub fn signal(&self) -> AbortSignal {
        AbortSignal::from_raw(js::property(&self.raw, "signal"))
    }

    /// The same request with a signal that aborts it. The body is handed on unread.
    ///
    /// # Errors
    ///
    /// Fails when the body was read already.
    pub fn with_signal(self, signal: &AbortSignal) -> Result<Self> {
        self.derived("signal", signal.as_raw())
    }

    /// What happens when the answer to this request is a redirect. For an incoming request it is
    /// [`Redirect::Manual`], so that one handed on to another server passes redirects back to the client.
    #[must_use]
    pub fn redirect(&self) -> Redirect {
        match js::string(&js::property(&self.raw, "redirect")).as_deref() {
            Some("manual") => Redirect::Manual,
            Some("error") => Redirect::Error,
            _ => Redirect::Follow,
        }
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

    /// The body as a [`Blob`], which JavaScript holds: its size costs no memory of the worker.
    ///
    /// # Errors
    ///
    /// As [`Request::bytes`].
    pub async fn blob(&mut self) -> Result<Blob> {
        received(&self.raw).await
    }

    /// The body as a form, urlencoded or multipart.
    ///
    /// # Errors
    ///
    /// As [`Request::bytes`]; when the body or its content type is not that of a form the error
    /// [is malformed](crate::Error::is_malformed).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(mut request: worker_sdk::Request) -> worker_sdk::Result<()> {
    /// let form = request.form().await?;
    /// let name = form.text("name");
    /// # let _ = name;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn form(&mut self) -> Result<FormData> {
        check_unused(&self.raw)?;
        parsed(read_form(&self.raw)).await
    }

    /// The text fields of a form as a value of type `T`; files are left out. A `Vec` takes the fields of one name.
    ///
    /// # Errors
    ///
    /// As [`Request::form`]; when the fields are not the expected ones the error
    /// [is malformed](crate::Error::is_malformed).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use worker_sdk::{Request, Result};
    /// #[derive(serde::Deserialize)]
    /// struct Order {
    ///     article: String,
    ///     count: u32,
    /// }
    ///
    /// async fn order(mut request: Request) -> Result<Order> {
    ///     request.form_as().await
    /// }
    /// ```
    #[cfg(feature = "form")]
    pub async fn form_as<T: serde::de::DeserializeOwned>(&mut self) -> Result<T> {
        self.form().await?.parse()
    }

    /// The query as a value of type `T`. A `Vec` takes the values of one name.
    ///
    /// # Errors
    ///
    /// Fails when the query does not have the shape of `T`; the error [is malformed](crate::Error::is_malformed).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use worker_sdk::{Request, Result};
    /// #[derive(serde::Deserialize)]
    /// struct Page {
    ///     number: Option<u32>,
    /// }
    ///
    /// fn page(request: &Request) -> Result<Page> {
    ///     request.query_as()
    /// }
    /// ```
    #[cfg(feature = "form")]
    pub fn query_as<T: serde::de::DeserializeOwned>(&self) -> Result<T> {
        super::forms::parse_urlencoded(self.query().unwrap_or_default())
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

/// What happens when the answer to a request is a redirect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Redirect {
    /// It is followed, up to 20 times.
    Follow,
    /// The request fails.
    Error,
    /// It is the answer.
    Manual,
}

impl Redirect {
    const fn name(self) -> &'static str {
        match self {
            Self::Follow => "follow",
            Self::Error => "error",
            Self::Manual => "manual",
        }
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
