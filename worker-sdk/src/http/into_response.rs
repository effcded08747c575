//! What a handler may return.

use std::borrow::Cow;
use std::convert::Infallible;

use http::StatusCode;

use super::{Body, Response};
use crate::error::{Error, Result};
use crate::streams::ByteStream;

/// Anything that can answer a request.
///
/// Implement it for an error type and handlers that return `Result<_, YourError>` answer with that response.
///
/// # Examples
///
/// ```
/// use http::StatusCode;
/// use worker_sdk::{IntoResponse, Response, Result};
///
/// enum ApiError {
///     NotFound,
/// }
///
/// impl IntoResponse for ApiError {
///     fn into_response(self) -> Result<Response> {
///         (StatusCode::NOT_FOUND, "no such thing").into_response()
///     }
/// }
/// # assert_eq!(ApiError::NotFound.into_response().unwrap().status(), StatusCode::NOT_FOUND);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a response",
    label = "a handler cannot answer with `{Self}`",
    note = "return a `Response`, text, bytes, a `StatusCode`, `Json(value)`, a tuple `(StatusCode, …)`, or a `Result` of one",
    note = "or implement `worker_sdk::IntoResponse` for `{Self}`"
)]
pub trait IntoResponse {
    /// Makes the response.
    ///
    /// # Errors
    ///
    /// Fails when the value cannot be a response, such as JSON of a map whose keys are not text. The event is
    /// rejected with that error.
    fn into_response(self) -> Result<Response>;
}

impl IntoResponse for Response {
    fn into_response(self) -> Result<Response> {
        Ok(self)
    }
}

impl IntoResponse for () {
    fn into_response(self) -> Result<Response> {
        Ok(Response::empty())
    }
}

macro_rules! body {
    ($($type:ty),*) => {
        $(impl IntoResponse for $type {
            fn into_response(self) -> Result<Response> {
                Ok(Response::new(self))
            }
        })*
    };
}

body!(&'static str, String, Cow<'static, str>, Body);

impl IntoResponse for Vec<u8> {
    fn into_response(self) -> Result<Response> {
        Ok(Response::bytes(self))
    }
}

impl IntoResponse for StatusCode {
    fn into_response(self) -> Result<Response> {
        Ok(Response::empty().with_status(self))
    }
}

impl<T: IntoResponse, E: IntoResponse> IntoResponse for std::result::Result<T, E> {
    fn into_response(self) -> Result<Response> {
        match self {
            Ok(value) => value.into_response(),
            Err(error) => error.into_response(),
        }
    }
}

/// The event is rejected with the error, as an uncaught exception would.
impl IntoResponse for Error {
    fn into_response(self) -> Result<Response> {
        Err(self)
    }
}

impl IntoResponse for Infallible {
    fn into_response(self) -> Result<Response> {
        match self {}
    }
}

impl IntoResponse for ByteStream {
    fn into_response(self) -> Result<Response> {
        Ok(Response::new(self))
    }
}

/// HTML, as `text/html;charset=UTF-8`.
///
/// # Examples
///
/// ```
/// use worker_sdk::http::{Html, StatusCode};
///
/// fn handler() -> (StatusCode, Html<&'static str>) {
///     (StatusCode::NOT_FOUND, Html("<h1>Nothing here</h1>"))
/// }
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct Html<T>(pub T);

impl<T: Into<Cow<'static, str>>> IntoResponse for Html<T> {
    fn into_response(self) -> Result<Response> {
        Ok(Response::html(self.0))
    }
}
