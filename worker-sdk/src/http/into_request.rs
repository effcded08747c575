//! What can be sent.

use super::{Body, Method, Request, RequestBuilder};
use crate::error::Result;
use crate::url::Url;

/// Anything that can be sent as a request: a [`Request`], a [`RequestBuilder`], a URL to `GET`, or an
/// `http::Request<Body>`.
///
/// # Examples
///
/// ```no_run
/// # use worker_sdk::{Request, Result, fetch};
/// # async fn run() -> Result<()> {
/// let page = fetch("https://example.com/").await?;
/// let answer = fetch(Request::post("https://example.com/").body("hello")).await?;
/// # drop((page, answer));
/// # Ok(())
/// # }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be sent as a request",
    label = "not a request, and not a URL",
    note = "give a `Request`, a URL as text or as `Url`, `Request::post(url)` and its relatives, or an `http::Request<Body>`"
)]
pub trait IntoRequest {
    /// Makes the request.
    ///
    /// # Errors
    ///
    /// Fails when the value cannot be a request, such as text that is not an absolute URL.
    fn into_request(self) -> Result<Request>;

    /// Makes the request; a path stands for one of `origin`.
    #[doc(hidden)]
    fn into_request_at(self, origin: &'static str) -> Result<Request>
    where
        Self: Sized,
    {
        let _ = origin;
        self.into_request()
    }
}

/// The URL, at `origin` if it is a path.
fn at(origin: &str, url: &str) -> String {
    match url.starts_with('/') {
        true => format!("{origin}{url}"),
        false => url.to_owned(),
    }
}

impl IntoRequest for Request {
    fn into_request(self) -> Result<Request> {
        Ok(self)
    }
}

impl IntoRequest for RequestBuilder {
    fn into_request(self) -> Result<Request> {
        self.build()
    }

    fn into_request_at(mut self, origin: &'static str) -> Result<Request> {
        self.map_url(|url| at(origin, &url));
        self.build()
    }
}

impl IntoRequest for http::Request<Body> {
    fn into_request(self) -> Result<Request> {
        self.try_into()
    }

    fn into_request_at(mut self, origin: &'static str) -> Result<Request> {
        if self.uri().authority().is_none() {
            *self.uri_mut() = at(origin, &self.uri().to_string()).try_into()?;
        }
        self.try_into()
    }
}

macro_rules! urls {
    ($($type:ty => |$url:ident| $text:expr),* $(,)?) => {
        $(impl IntoRequest for $type {
            fn into_request(self) -> Result<Request> {
                let $url = self;
                Request::new(Method::GET, $text)
            }

            fn into_request_at(self, origin: &'static str) -> Result<Request> {
                let $url = self;
                Request::new(Method::GET, &at(origin, $text))
            }
        })*
    };
}

urls!(
    &str => |url| url,
    String => |url| &url,
    &String => |url| url,
    Url => |url| &url.href(),
    &Url => |url| &url.href(),
);
