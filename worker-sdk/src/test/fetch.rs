//! Requests to the crate's own worker.

use http::Method;

use super::{kit, sys};
use crate::error::Result;
use crate::js;
use crate::{Body, Headers, Request, Response};

/// The host of requests for which a test gives a path alone.
const ORIGIN: &str = "https://worker.test";

/// Sends a request to the crate's own worker, through its real entrypoint and with the environment of the test.
///
/// A path stands for one of `https://worker.test`, and without a method for a `GET` request. The worker runs in an instance of its own, as it does
/// behind the network: it shares storage with the test, but no statics, and a panic in it is an error here.
///
/// # Errors
///
/// Fails with what the worker failed with: its handler's `Err` or its panic. A status such as 500 is a response.
///
/// # Panics
///
/// Panics outside of a [test](macro@crate::test).
///
/// # Examples
///
/// ```no_run
/// # mod tests {
/// use worker_sdk::http::{Method, StatusCode};
/// use worker_sdk::{Request, Result, test};
///
/// #[worker_sdk::test]
/// async fn keeps_users() -> Result<()> {
///     let response = test::fetch((Method::PUT, "/users/1", "Ada")).await?;
///     assert_eq!(response.status(), StatusCode::CREATED);
///     assert_eq!(test::fetch("/users/1").await?.read_text().await?, "Ada");
///
///     let request = Request::new(Method::DELETE, "https://example.com/users/1")?;
///     let response = test::fetch(request.with_header("authorization", "none")?).await?;
///     assert_eq!(response.status(), StatusCode::FORBIDDEN);
///     Ok(())
/// }
/// # }
/// ```
pub async fn fetch(request: impl IntoRequest) -> Result<Response> {
    let request = request.into_request()?;
    let promise = sys::own_fetch(&kit(), request.as_raw());
    let response = js::settled(promise, "the worker's `fetch`").await?;
    Ok(Response::from_raw(response))
}

/// What a test can send to its worker.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a request",
    note = "pass a path such as \"/users?page=2\" or a URL, alone or as `(Method::POST, \"/users\", body)`",
    note = "or a `Request`, or an `http::Request<Body>`"
)]
pub trait IntoRequest {
    /// Makes the request.
    ///
    /// # Errors
    ///
    /// Fails when the value cannot be a request, such as text that is neither a path nor a URL.
    fn into_request(self) -> Result<Request>;
}

impl IntoRequest for Request {
    fn into_request(self) -> Result<Request> {
        Ok(self)
    }
}

macro_rules! target {
    ($($text:ty),*) => {
        $(
            /// A `GET` request to a URL, or to a path of the worker.
            impl IntoRequest for $text {
                fn into_request(self) -> Result<Request> {
                    Request::new(Method::GET, &url(self.as_ref()))
                }
            }
        )*
    };
}

target!(&str, &String, String);

/// A request to a URL, or to a path of the worker.
impl<T: AsRef<str>> IntoRequest for (Method, T) {
    fn into_request(self) -> Result<Request> {
        Request::new(self.0, &url(self.1.as_ref()))
    }
}

/// A request with a body to a URL, or to a path of the worker.
impl<T: AsRef<str>, B: Into<Body>> IntoRequest for (Method, T, B) {
    fn into_request(self) -> Result<Request> {
        Request::with_body(self.0, &url(self.1.as_ref()), Headers::new(), self.2)
    }
}

/// Its URI may be a path of the worker.
impl IntoRequest for http::Request<Body> {
    fn into_request(mut self) -> Result<Request> {
        *self.uri_mut() = url(&self.uri().to_string()).try_into()?;
        self.try_into()
    }
}

fn url(target: &str) -> String {
    match target.strip_prefix('/') {
        Some(path) => format!("{ORIGIN}/{path}"),
        None => target.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::url;

    #[test]
    fn urls() {
        assert_eq!(url("/"), "https://worker.test/");
        assert_eq!(url("/users?page=2"), "https://worker.test/users?page=2");
        assert_eq!(url("http://localhost/"), "http://localhost/");
    }
}
