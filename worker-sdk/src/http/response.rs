//! Responses.

mod read;
mod status;

use std::fmt;

use http::StatusCode;
use wasm_bindgen::JsValue;

use super::HttpError;
use super::body::Body;
use super::cookies::SetCookie;
use super::encode::encode;
use super::error::RedirectStatus;
use super::headers::{FieldName, Headers};
use super::sys;
use crate::error::{Error, Result};
use crate::js;
use crate::websockets::WebSocket;

/// An HTTP response.
///
/// One that Rust builds crosses to JavaScript in one call. One that came from a subrequest or a storage product is
/// handed on as it is, unless its status or headers are changed.
///
/// `text`, `json` and `bytes` make a response; what is in one is read with [`read_text`](Response::read_text), `read_json`,
/// [`read_bytes`](Response::read_bytes), [`read_blob`](Response::read_blob) and [`read_form_data`](Response::read_form_data).
///
/// # Examples
///
/// ```
/// use http::StatusCode;
/// use worker_sdk::{Response, Result};
///
/// fn teapot() -> Result<Response> {
///     Response::text("short and stout").with_status(StatusCode::IM_A_TEAPOT).with_header("x-spout", "1")
/// }
/// # assert_eq!(teapot().unwrap().status(), StatusCode::IM_A_TEAPOT);
/// ```
///
/// See <https://developers.cloudflare.com/workers/runtime-apis/response/>.
pub struct Response {
    /// The response of the platform; of what is built here, only whether the body is encoded has a meaning then.
    raw: Option<JsValue>,
    built: Built,
}

/// What `ResponseInit` has beside status and headers.
#[derive(Clone, Default)]
pub(crate) struct ResponseInit(JsValue);

struct Built {
    status: StatusCode,
    headers: Headers,
    body: Body,
    /// Further members of `ResponseInit`, or `undefined`.
    init: JsValue,
}

impl Built {
    fn new(body: Body) -> Self {
        Self {
            status: StatusCode::OK,
            headers: Headers::new(),
            body,
            init: JsValue::UNDEFINED,
        }
    }
}

impl Response {
    /// A response with status 200 and `body`.
    #[must_use]
    pub fn new(body: impl Into<Body>) -> Self {
        Self::of(body.into())
    }

    #[inline(never)]
    fn of(body: Body) -> Self {
        Self {
            raw: None,
            built: Built::new(body),
        }
    }

    /// A response with status 200 and no body.
    #[must_use]
    pub fn empty() -> Self {
        Self::new(Body::empty())
    }

    /// Text, as `text/plain;charset=UTF-8`.
    #[must_use]
    pub fn text(text: impl Into<std::borrow::Cow<'static, str>>) -> Self {
        Self::new(text.into())
    }

    /// HTML, as `text/html;charset=UTF-8`.
    #[must_use]
    pub fn html(html: impl Into<std::borrow::Cow<'static, str>>) -> Self {
        Self::new(html.into()).with_constant_header("content-type", "text/html;charset=UTF-8")
    }

    /// Bytes, as `application/octet-stream`.
    #[must_use]
    pub fn bytes(bytes: impl Into<Vec<u8>>) -> Self {
        Self::new(bytes.into()).with_constant_header("content-type", "application/octet-stream")
    }

    /// A value as JSON, as `application/json`.
    ///
    /// # Errors
    ///
    /// Fails when the value cannot be JSON, for instance a map whose keys are not text.
    ///
    /// # Examples
    ///
    /// ```
    /// let response = worker_sdk::Response::json(&["a", "b"])?;
    /// # Ok::<(), worker_sdk::Error>(())
    /// ```
    #[cfg(feature = "json")]
    pub fn json<T: serde::Serialize + ?Sized>(value: &T) -> Result<Self> {
        let body = crate::json::to_vec(value)?;
        Ok(Self::new(body).with_constant_header("content-type", "application/json"))
    }

    /// A redirect to `location`.
    ///
    /// # Errors
    ///
    /// Fails when `status` is not 301, 302, 303, 307 or 308, or `location` is not allowed in a header.
    pub fn redirect(location: &str, status: StatusCode) -> Result<Self> {
        if !matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308) {
            return Err(Error::of(RedirectStatus {
                status: status.as_u16(),
            }));
        }
        Self::empty()
            .with_status(status)
            .with_header("location", location)
    }

    /// Status 101, which makes a WebSocket of the request's connection: the other end of `client`'s pair talks to the
    /// client from now on.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use worker_sdk::{Response, Result, websockets};
    /// async fn greet() -> Result<Response> {
    ///     let (client, mut server) = websockets::pair()?;
    ///     server.accept()?;
    ///     server.send("hello")?;
    ///     server.close(1000, "bye")?;
    ///     Ok(Response::from_websocket(client))
    /// }
    /// ```
    #[must_use]
    pub fn from_websocket(client: WebSocket) -> Self {
        Self::empty()
            .with_status(StatusCode::SWITCHING_PROTOCOLS)
            .with_init("webSocket", &client.into_raw())
    }

    /// The WebSocket that the other side agreed to, to be [accepted](WebSocket::accept) here. A response that is handed
    /// on takes it along.
    #[must_use]
    pub fn websocket(&self) -> Option<WebSocket> {
        let object = self.raw.as_ref().unwrap_or(&self.built.init);
        let socket = js::property(object, "webSocket");
        (!socket.is_undefined() && !socket.is_null()).then(|| WebSocket::from_raw(socket))
    }

    /// The response that stands for a failed request, with no status, headers or body.
    ///
    /// It is for code that hands responses on, such as a test's stand-in for a server: [`is_ok`](Response::is_ok) is
    /// false and [`status`](Response::status) gives 500. The platform does not send it to a client.
    #[must_use]
    pub fn network_error() -> Self {
        Self::from_raw(sys::network_error())
    }

    /// Wraps a JavaScript `Response`.
    #[must_use]
    pub fn from_raw(raw: JsValue) -> Self {
        Self {
            raw: Some(raw),
            built: Built::new(Body::empty()),
        }
    }

    /// Wraps an answer whose body is as it was sent. Without a `content-encoding` it is one as any other, to be compressed by
    /// whoever wants to.
    pub(super) fn of_encoded(raw: JsValue) -> Self {
        let mut response = Self::from_raw(raw);
        if response.header("content-encoding").is_some() {
            response.built = Self::empty().with_encoded_body().built;
        }
        response
    }

    /// The JavaScript `Response`; one that Rust built is made now.
    ///
    /// # Errors
    ///
    /// Fails when the platform does not allow such a response: a status below 200 or above 599, a body where the
    /// status allows none.
    pub fn into_raw(self) -> Result<JsValue> {
        match self.raw {
            Some(raw) => Ok(raw),
            None => self.built.into_raw(),
        }
    }

    /// The status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        match &self.raw {
            None => self.built.status,
            Some(raw) => StatusCode::from_u16(sys::response_status(raw) as u16)
                .unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
        }
    }

    /// Whether the status is one of success, 200 to 299.
    #[must_use]
    pub fn is_ok(&self) -> bool {
        self.status().is_success()
    }

    /// The error that this answer was made of, with its [cause](HttpError::source): for middleware that reports errors,
    /// or gives them another shape. It never leaves the worker.
    ///
    /// `None` once the body is another one, and for a response from elsewhere or one that was
    /// [cloned](Response::try_clone). The headers of the error are those of the response by now.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use worker_sdk::middleware::Next;
    /// use worker_sdk::{Context, Request, Response, Result, console_error};
    ///
    /// async fn report(context: Context, request: Request, next: Next) -> Result<Response> {
    ///     let path = request.path().to_string();
    ///     let response = next.run(request).await?;
    ///     if let Some(cause) = response.http_error().and_then(|error| error.source()) {
    ///         let report = format!("{path}: {cause}");
    ///         context.wait_until(async move { console_error!("to be sent to a service: {report}") });
    ///     }
    ///     Ok(response)
    /// }
    /// ```
    #[must_use]
    pub fn http_error(&self) -> Option<&HttpError> {
        self.built.body.http_error()
    }

    #[cfg(feature = "router")]
    pub(super) fn http_error_mut(&mut self) -> Option<&mut HttpError> {
        self.built.body.http_error_mut()
    }

    /// The text beside the status; empty where the protocol has none, as in HTTP/2.
    #[must_use]
    pub fn status_text(&self) -> String {
        let object = self.raw.as_ref().unwrap_or(&self.built.init);
        js::string_property(object, "statusText").unwrap_or_default()
    }

    /// The URL that answered, after redirects; empty for a response that did not come from a subrequest.
    #[must_use]
    pub fn url(&self) -> String {
        match &self.raw {
            None => String::new(),
            Some(raw) => js::string_property(raw, "url").unwrap_or_default(),
        }
    }

    /// What Cloudflare says of the response, as the type that is asked for; `None` where it says nothing.
    ///
    /// # Errors
    ///
    /// Fails when it has another shape; the error [is malformed](Error::is_malformed).
    #[cfg(feature = "serde")]
    pub fn cf<T: serde::de::DeserializeOwned>(&self) -> Result<Option<T>> {
        let object = self.raw.as_ref().unwrap_or(&self.built.init);
        js::codec::from_js_of(&js::property(object, "cf"), "`cf` of the response")
    }

    /// Says something to Cloudflare beside the response. It stays with the response when that is handed on.
    ///
    /// # Errors
    ///
    /// Fails for a value that JavaScript cannot hold.
    #[cfg(feature = "serde")]
    pub fn with_cf<T: serde::Serialize + ?Sized>(self, cf: &T) -> Result<Self> {
        let cf = js::codec::to_js(cf)?;
        Ok(self.with_init("cf", &cf))
    }

    /// Whether redirects were followed to get this response.
    #[must_use]
    pub fn is_redirected(&self) -> bool {
        let raw = self.raw.as_ref();
        raw.is_some_and(|raw| js::property(raw, "redirected") == JsValue::TRUE)
    }

    /// Whether this stands for a failed request, as [`Response::network_error`] makes it.
    #[must_use]
    pub fn is_network_error(&self) -> bool {
        let kind = |raw| js::string_property(raw, "type");
        self.raw.as_ref().and_then(kind).as_deref() == Some("error")
    }

    /// The header fields.
    #[must_use]
    pub fn headers(&self) -> Headers {
        match &self.raw {
            None => self.built.headers.clone(),
            Some(raw) => Headers::of(raw),
        }
    }

    /// The value of a header, if it is there.
    ///
    /// # Examples
    ///
    /// ```
    /// let page = worker_sdk::Response::html("<h1>hello</h1>");
    /// assert_eq!(page.header("Content-Type").as_deref(), Some("text/html;charset=UTF-8"));
    /// ```
    #[must_use]
    pub fn header(&self, name: &str) -> Option<String> {
        match &self.raw {
            None => self.built.headers.get(name),
            Some(raw) => Headers::of(raw).get(name),
        }
    }

    /// The header fields, to be changed.
    pub fn headers_mut(&mut self) -> &mut Headers {
        &mut self.built().headers
    }

    /// Changes the status. A response that came from elsewhere loses the text beside its old one.
    #[must_use]
    pub fn with_status(mut self, status: StatusCode) -> Self {
        self.built().set_status(status);
        self
    }

    /// Sets a header, replacing earlier values.
    ///
    /// # Errors
    ///
    /// Fails when the name or the value is not allowed in a header.
    pub fn with_header(
        mut self,
        name: impl Into<FieldName>,
        value: impl Into<String>,
    ) -> Result<Self> {
        self.headers_mut().set(name, value)?;
        Ok(self)
    }

    /// Lets the client keep a cookie.
    ///
    /// # Errors
    ///
    /// As [`SetCookie::to_header`].
    pub fn with_cookie(mut self, cookie: SetCookie) -> Result<Self> {
        self.headers_mut()
            .append("set-cookie", cookie.to_header()?)?;
        Ok(self)
    }

    /// Replaces all headers.
    #[must_use]
    pub fn with_headers(mut self, headers: Headers) -> Self {
        self.built().headers = headers;
        self
    }

    /// Replaces the body.
    #[must_use]
    pub fn with_body(mut self, body: impl Into<Body>) -> Self {
        self.built().body = body.into();
        self
    }

    /// Sets the text beside the status, which HTTP/1.1 clients see.
    #[must_use]
    pub fn with_status_text(self, text: &str) -> Self {
        self.with_init("statusText", &js::text(text))
    }

    /// Says that the body is compressed already, as its `content-encoding` header tells.
    ///
    /// The answer to a [request that asks for such a body](crate::http::RequestBuilder::encoded_response_body) knows that of
    /// itself. A JavaScript `Response` does not tell: where one is wrapped and then changed, say it again.
    #[must_use]
    pub fn with_encoded_body(self) -> Self {
        self.with_init("encodeBody", &js::constant("manual"))
    }

    fn with_init(mut self, name: &'static str, value: &JsValue) -> Self {
        let built = self.built();
        built.init = sys::init_set(&built.init, &js::constant(name), value);
        self
    }

    fn with_constant_header(mut self, name: &'static str, value: &'static str) -> Self {
        // A constant name and value are valid; were they not, the header would be missing in its test.
        let _ = self.headers_mut().set(name, value);
        self
    }

    pub(crate) fn from_parts(
        status: StatusCode,
        headers: Headers,
        body: Body,
        init: ResponseInit,
    ) -> Self {
        let init = init.0;
        Self {
            raw: None,
            built: Built {
                status,
                headers,
                body,
                init,
            },
        }
    }

    pub(crate) fn into_parts(mut self) -> (StatusCode, Headers, Body, ResponseInit) {
        self.built();
        let built = self.built;
        (
            built.status,
            built.headers,
            built.body,
            ResponseInit(built.init),
        )
    }

    /// The parts of a response that can be changed; one from JavaScript is taken apart first.
    fn built(&mut self) -> &mut Built {
        if let Some(raw) = &self.raw {
            self.built = Built {
                status: self.status(),
                headers: Headers::of(raw),
                init: sys::kept_init(raw, &self.built.init),
                body: Body::from_raw(raw.clone()),
            };
            self.raw = None;
        }
        &mut self.built
    }
}

impl Built {
    #[inline(never)]
    fn set_status(&mut self, status: StatusCode) {
        // Without JavaScript there is nobody to ask.
        let has_init = cfg!(target_family = "wasm") && !self.init.is_undefined();
        if has_init && self.status != status {
            self.init = sys::init_for_other_status(&self.init);
        }
        self.status = status;
    }

    fn into_raw(self) -> Result<JsValue> {
        let status = self.status.as_u16();
        let init = self.init;
        let raw = encode(status, self.headers, self.body, |message| {
            sys::respond(message.at, message.body, message.headers, &init)
        });
        if raw.is_undefined() {
            return Err(Error::last_failure("building the response"));
        }
        Ok(raw)
    }
}

impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.status())
            .finish_non_exhaustive()
    }
}
