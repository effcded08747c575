//! What a handler may return.

use std::borrow::Cow;

use http::StatusCode;

use super::{Body, Headers, Name, Response};
use crate::error::Result;

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

impl<T: IntoResponse> IntoResponse for (StatusCode, T) {
    fn into_response(self) -> Result<Response> {
        Ok(self.1.into_response()?.with_status(self.0))
    }
}

impl<T: IntoResponse> IntoResponse for (Headers, T) {
    fn into_response(self) -> Result<Response> {
        with_fields(self.1.into_response()?, self.0.entries())
    }
}

impl<N: Into<Name>, V: Into<String>, T: IntoResponse, const LEN: usize> IntoResponse
    for ([(N, V); LEN], T)
{
    fn into_response(self) -> Result<Response> {
        with_fields(self.1.into_response()?, self.0)
    }
}

impl<N: Into<Name>, V: Into<String>, T: IntoResponse, const LEN: usize> IntoResponse
    for (StatusCode, [(N, V); LEN], T)
{
    fn into_response(self) -> Result<Response> {
        Ok((self.1, self.2).into_response()?.with_status(self.0))
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

fn with_fields<N: Into<Name>, V: Into<String>>(
    mut response: Response,
    fields: impl IntoIterator<Item = (N, V)>,
) -> Result<Response> {
    for (name, value) in fields {
        let name = name.into();
        if name.as_str().eq_ignore_ascii_case("set-cookie") {
            response.headers_mut().append(name, value)?;
        } else {
            response.headers_mut().set(name, value)?;
        }
    }
    Ok(response)
}
