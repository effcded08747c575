//! Incoming and outgoing requests.

mod build;
mod read;
mod send;

use std::fmt;

use http::Method;
use wasm_bindgen::JsValue;

use super::cf::Cf;
use super::headers::Headers;
use super::response::Response;
use super::{cookies, sys, url};
use crate::abort::AbortSignal;
use crate::error::Result;
use crate::js::{self, Once};
use crate::url::Url;

pub use build::RequestBuilder;
pub use send::{CacheMode, RedirectMode};

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
    asked: Asked,
}

/// What Rust asked for that the JavaScript `Request` does not tell.
#[derive(Clone, Copy, Default)]
pub(crate) struct Asked {
    /// The signal is one that Rust has given, not that of the client.
    pub(crate) own_signal: bool,
    /// Where the body of the answer is left as it is sent: what wraps such an answer. Who does not ask has no such code.
    pub(crate) encoded: Option<fn(JsValue) -> Response>,
}

impl Request {
    /// Wraps a JavaScript `Request`.
    #[must_use]
    pub fn from_raw(raw: JsValue) -> Self {
        Self {
            raw,
            url: Once::new(),
            method: Once::new(),
            asked: Asked::default(),
        }
    }

    pub(crate) const fn asked(&self) -> Asked {
        self.asked
    }

    pub(crate) fn asking(mut self, asked: Asked) -> Self {
        self.asked = asked;
        self
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

    /// The name of the method. Unlike [`method`](Self::method), this brings no code that reads names of methods.
    #[cfg(feature = "router")]
    pub(crate) fn verb(&self) -> std::borrow::Cow<'static, str> {
        let index = sys::method_index(&self.raw) as usize;
        match VERBS.get(index.wrapping_sub(1)) {
            Some(verb) => (*verb).into(),
            None => text_of_method(&self.raw).into(),
        }
    }

    /// The whole URL, without a fragment.
    ///
    /// Its path is in the normal form of the URL standard, also where the platform left it as the client sent it.
    #[must_use]
    pub fn url(&self) -> &str {
        self.url.get_or_init(|| {
            let url =
                js::written(&|at, room| sys::url_text(&self.raw, at, room)).unwrap_or_default();
            if url::is_normal(&url) {
                return url;
            }
            self.normal_url()
        })
    }

    /// The URL with all of it in normal form, also the query.
    pub(crate) fn normal_url(&self) -> String {
        js::string(&sys::normal_url(&self.raw)).unwrap_or_default()
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

    /// The header fields, as a value of their own.
    #[must_use]
    pub fn headers(&self) -> Headers {
        Headers::of(&self.raw)
    }

    /// The value of a header, if it is there.
    #[must_use]
    #[inline(never)]
    pub fn header(&self, name: &str) -> Option<String> {
        self.headers().get(name)
    }

    /// Names and values of all cookies, in order.
    ///
    /// Values that are percent-encoded are decoded, and quotation marks around a value are removed. Only spaces and tabs
    /// are taken off, as browsers do it. What is not a cookie is left out.
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
    /// The future of a handler is dropped when its client goes away. The worker looks for that when another of its tasks
    /// waits for a waker, which the future may hold, and at one of the next sixteen events; from then on it knows at once.
    /// Watch the signal in work that outlives the handler, such as a [`spawn`](crate::spawn)ed task. JavaScript that does so
    /// adds a listener: the `onabort` of an incoming request is what drops the future.
    #[must_use]
    pub fn signal(&self) -> AbortSignal {
        AbortSignal::from_raw(js::property(&self.raw, "signal"))
    }

    /// What happens when the answer to this request is a redirect. For an incoming request it is
    /// [`RedirectMode::Manual`], so that one handed on to another server passes redirects back to the client.
    #[must_use]
    pub fn redirect(&self) -> RedirectMode {
        match js::string_property(&self.raw, "redirect").as_deref() {
            Some("manual") => RedirectMode::Manual,
            _ => RedirectMode::Follow,
        }
    }

    /// How the caches on the way are used; `None` as usual.
    #[must_use]
    pub fn cache(&self) -> Option<CacheMode> {
        match js::string_property(&self.raw, "cache").as_deref() {
            Some("no-store") => Some(CacheMode::NoStore),
            Some("no-cache") => Some(CacheMode::NoCache),
            Some("reload") => Some(CacheMode::Reload),
            _ => None,
        }
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
}

/// The methods that JavaScript tells by an index, which begins with one.
#[cfg(any(test, feature = "router"))]
const VERBS: [&str; 9] = [
    "GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT",
];

fn method_of(raw: &JsValue) -> Method {
    known_method(sys::method_index(raw)).unwrap_or_else(|| other_method(raw))
}

const fn known_method(index: i32) -> Option<Method> {
    Some(match index {
        1 => Method::GET,
        2 => Method::HEAD,
        3 => Method::POST,
        4 => Method::PUT,
        5 => Method::DELETE,
        6 => Method::OPTIONS,
        7 => Method::PATCH,
        8 => Method::TRACE,
        9 => Method::CONNECT,
        _ => return None,
    })
}

#[cold]
#[inline(never)]
fn other_method(raw: &JsValue) -> Method {
    Method::from_bytes(text_of_method(raw).as_bytes()).unwrap_or_default()
}

#[cold]
fn text_of_method(raw: &JsValue) -> String {
    js::string(&sys::method_text(raw)).unwrap_or_default()
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("method", self.method())
            .field("url", &self.url())
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_index_is_one_method_for_all_who_read_it() {
        let known = (1..).map_while(known_method);
        let known: Vec<_> = known.map(|method| method.to_string()).collect();
        assert_eq!(known, VERBS);
        let of_javascript = format!("const METHODS = [\"\", {}];", list(&VERBS));
        assert!(include_str!("../js/request.js").contains(&of_javascript));
    }

    fn list(verbs: &[&str]) -> String {
        let quoted: Vec<_> = verbs.iter().map(|verb| format!("{verb:?}")).collect();
        quoted.join(", ")
    }
}
