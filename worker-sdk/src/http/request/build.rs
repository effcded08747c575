//! Requests in steps.

use std::fmt;
use std::future::IntoFuture;
use std::time::Duration;

use http::Method;
use wasm_bindgen::JsValue;

use super::{Asked, CacheMode, RedirectMode, Request};
use crate::abort::AbortSignal;
use crate::base64::encode;
use crate::error::{Error, Result};
use crate::fetch::Fetch;
use crate::fetch::cf::CfOptions;
use crate::http::{Body, FieldName, Headers, Response};
use crate::js::{self, Options};
use crate::url::Url;

/// A request in steps. It does nothing until it is awaited, which sends it to its URL, or given to
/// [`fetch`](crate::fetch()) or a service.
///
/// What is wrong with a step is the error of the request.
///
/// # Examples
///
/// ```no_run
/// # use worker_sdk::{Env, Request, Result};
/// # #[derive(serde::Serialize)]
/// # struct Order { article: String }
/// async fn order(order: &Order, env: &Env) -> Result<()> {
///     let request = Request::post("https://shop.example/orders").header("x-shop", "7").json(order);
///     let answer = request.await?;
///     # drop(answer);
///
///     let same = Request::post("https://shop/orders").json(order);
///     let answer = env.service("SHOP")?.fetch(same).await?;
///     # drop(answer);
///     Ok(())
/// }
/// ```
#[must_use = "a request builder does nothing until it is awaited or given to `fetch`"]
pub struct RequestBuilder {
    method: Method,
    url: String,
    query: Vec<(String, String)>,
    headers: Headers,
    body: Body,
    signals: Vec<AbortSignal>,
    /// As in [`Asked`].
    encoded: Option<fn(JsValue) -> Response>,
    /// Further members of `RequestInit`.
    init: Options,
    /// What is wrong with an earlier step.
    error: Option<Error>,
}

macro_rules! methods {
    ($($name:ident, $method:ident);* $(;)?) => {
        impl Request {
            $(
                #[doc = concat!("A `", stringify!($method), "` request to `url`, to be completed and sent.")]
                ///
                /// # Examples
                ///
                /// ```no_run
                /// # use worker_sdk::{Request, Result};
                /// # async fn run() -> Result<()> {
                #[doc = concat!("let answer = Request::", stringify!($name), "(\"https://example.com/\").await?;")]
                /// # drop(answer);
                /// # Ok(())
                /// # }
                /// ```
                pub fn $name(url: impl Into<String>) -> RequestBuilder {
                    Self::builder(Method::$method, url)
                }
            )*
        }
    };
}

methods! {
    get, GET;
    head, HEAD;
    post, POST;
    put, PUT;
    patch, PATCH;
    delete, DELETE;
}

impl Request {
    /// A request of any method to `url`, to be completed and sent.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use worker_sdk::{Request, Result, http::Method};
    /// # async fn run() -> Result<()> {
    /// let allowed = Request::builder(Method::OPTIONS, "https://example.com/").await?;
    /// # drop(allowed);
    /// # Ok(())
    /// # }
    /// ```
    pub fn builder(method: Method, url: impl Into<String>) -> RequestBuilder {
        RequestBuilder {
            method,
            url: url.into(),
            query: Vec::new(),
            headers: Headers::new(),
            body: Body::empty(),
            signals: Vec::new(),
            encoded: None,
            init: Options::new(),
            error: None,
        }
    }
}

impl RequestBuilder {
    /// Sets a header, replacing earlier values.
    pub fn header(mut self, name: impl Into<FieldName>, value: impl Into<String>) -> Self {
        let set = self.headers.set(name, value);
        self.keep(set)
    }

    /// Sets the header `authorization` to a token of the scheme `Bearer`.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use worker_sdk::env::Secret;
    /// # use worker_sdk::{Request, Result};
    /// # async fn run(key: Secret) -> Result<()> {
    /// let models = Request::get("https://api.example.com/models").bearer_auth(key.expose()).await?;
    /// # drop(models);
    /// # Ok(())
    /// # }
    /// ```
    pub fn bearer_auth(self, token: impl AsRef<str>) -> Self {
        self.authorization("Bearer ", token.as_ref())
    }

    /// Sets the header `authorization` to a user name and a password of the scheme `Basic`, encoded as UTF-8.
    ///
    /// A user name with a colon, which would end it, is the error of the request.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use worker_sdk::env::Secret;
    /// # use worker_sdk::{Request, Result};
    /// # async fn run(password: Secret) -> Result<()> {
    /// let page = Request::get("https://example.com/status").basic_auth("ada", password.expose()).await?;
    /// # drop(page);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// See <https://www.rfc-editor.org/rfc/rfc7617>.
    pub fn basic_auth(self, user: impl AsRef<str>, password: impl AsRef<str>) -> Self {
        self.set_basic_auth(user.as_ref(), password.as_ref())
    }

    fn set_basic_auth(self, user: &str, password: &str) -> Self {
        if user.contains(':') {
            return self.keep(Err(Error::saying(
                "the user name for `basic_auth` has a colon, which would end it; give the password by itself",
            )));
        }
        let credentials = format!("{user}:{password}");
        self.authorization("Basic ", &encode(credentials.as_bytes()))
    }

    /// Its error has nothing of the credentials.
    fn authorization(mut self, scheme: &str, credentials: &str) -> Self {
        let value = format!("{scheme}{credentials}");
        let set = self.headers.set("authorization", value);
        self.keep(set)
    }

    /// Replaces all headers.
    pub fn headers(mut self, headers: Headers) -> Self {
        self.headers = headers;
        self
    }

    /// Adds a pair to the query of the URL, encoded as a form field is.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use worker_sdk::{Request, Result};
    /// # async fn run() -> Result<()> {
    /// let found = Request::get("https://example.com/search").query("q", "rust & wasm").await?;
    /// # drop(found);
    /// # Ok(())
    /// # }
    /// ```
    pub fn query(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.query.push((name.into(), value.into()));
        self
    }

    /// Sets the body. Text gets a content type from the platform, bytes and streams get none.
    pub fn body(mut self, body: impl Into<Body>) -> Self {
        self.body = body.into();
        self
    }

    /// Sets the body to a value as JSON, and the content type to `application/json` unless there is one.
    ///
    /// A value that cannot be JSON, such as a map whose keys are not text, is the error of the request.
    #[cfg(feature = "json")]
    pub fn json<T: serde::Serialize + ?Sized>(self, value: &T) -> Self {
        let json = crate::json::to_vec(value).map_err(Error::from);
        self.set_json(json)
    }

    #[cfg(feature = "json")]
    fn set_json(mut self, json: Result<Vec<u8>>) -> Self {
        let set = json.and_then(|json| {
            self.body = json.into();
            if self.headers.has("content-type") {
                return Ok(());
            }
            self.headers.set("content-type", "application/json")
        });
        self.keep(set)
    }

    /// Lets `signal` abort the request and the reading of its answer. Several may.
    pub fn signal(mut self, signal: &AbortSignal) -> Self {
        self.signals.push(signal.clone());
        self
    }

    /// Ends the request and the reading of its answer after `duration`, from now on; the error [is a
    /// timeout](Error::is_timeout).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use std::time::Duration;
    /// # use worker_sdk::{Request, Response, Result};
    /// # async fn run() -> Result<Response> {
    /// match Request::get("https://example.com/").timeout(Duration::from_secs(2)).await {
    ///     Err(error) if error.is_timeout() => Ok(Response::text("too slow")),
    ///     other => other,
    /// }
    /// # }
    /// ```
    pub fn timeout(self, duration: Duration) -> Self {
        self.signal(&AbortSignal::timeout(duration))
    }

    /// Sets what happens at a redirect.
    pub fn redirect(self, redirect: RedirectMode) -> Self {
        self.init("redirect", redirect.name())
    }

    /// Sets how the caches on the way are used.
    pub fn cache(self, mode: CacheMode) -> Self {
        self.init("cache", mode.name())
    }

    /// Sets what Cloudflare does with the request and its answer.
    pub fn cf(mut self, cf: CfOptions) -> Self {
        self.init = self.init.value("cf", cf.into_raw());
        self
    }

    /// Leaves the body of the answer as it is sent: with a `content-encoding`, it is read compressed, and handed on as it is,
    /// also where its headers or its status are changed.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use worker_sdk::{Request, Response, Result};
    /// async fn bundle() -> Result<Response> {
    ///     let bundle = Request::get("https://example.com/bundle.js").encoded_response_body();
    ///     bundle.await?.with_header("cache-control", "max-age=60")
    /// }
    /// ```
    pub fn encoded_response_body(mut self) -> Self {
        self.encoded = Some(Response::of_encoded);
        self
    }

    fn init(mut self, name: &'static str, value: &'static str) -> Self {
        self.init = self.init.value(name, js::constant(value));
        self
    }

    /// Makes the request, without sending it.
    ///
    /// # Errors
    ///
    /// Fails when a step was wrong, the URL is not absolute, the platform does not allow the method, or a `GET` or
    /// `HEAD` request has a body.
    pub fn build(self) -> Result<Request> {
        if let Some(error) = self.error {
            return Err(error);
        }
        let url = with_query(self.url, &self.query)?;
        let asked = Asked {
            own_signal: !self.signals.is_empty(),
            encoded: self.encoded,
        };
        let init = match self.signals.as_slice() {
            [] => self.init,
            [signal] => self.init.value("signal", signal.as_raw().clone()),
            all => self
                .init
                .value("signal", AbortSignal::any(all).as_raw().clone()),
        };
        let init = init.into_js();
        let request = Request::with_init(self.method, &url, self.headers, self.body, &init)?;
        Ok(request.asking(asked))
    }

    pub(crate) fn map_url(&mut self, change: impl FnOnce(String) -> String) {
        self.url = change(std::mem::take(&mut self.url));
    }

    /// The first error stays.
    fn keep(mut self, step: Result<()>) -> Self {
        self.error = self.error.or(step.err());
        self
    }
}

fn with_query(url: String, query: &[(String, String)]) -> Result<String> {
    if query.is_empty() {
        return Ok(url);
    }
    let url = Url::parse(&url)?;
    let mut params = url.search_params();
    for (name, value) in query {
        params.append(name, value);
    }
    Ok(url.href())
}

/// Sends the request, as [`fetch`](crate::fetch()) does.
impl IntoFuture for RequestBuilder {
    type Output = Result<Response>;
    type IntoFuture = Fetch;

    fn into_future(self) -> Fetch {
        crate::fetch(self)
    }
}

impl fmt::Debug for RequestBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RequestBuilder")
            .field("method", &self.method)
            .field("url", &self.url)
            .finish_non_exhaustive()
    }
}
