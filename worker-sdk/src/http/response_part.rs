//! Tuples: what is said of a response before the response itself.

use http::StatusCode;

use super::{FieldName, Headers, IntoResponse, Response, SetCookie};
use crate::error::Result;

/// What may stand before a response in a tuple: a status, headers, cookies.
///
/// What stands further right has the last word.
///
/// # Examples
///
/// ```
/// use worker_sdk::http::{SetCookie, StatusCode};
/// use worker_sdk::{IntoResponse, Json};
///
/// fn created() -> impl IntoResponse {
///     let session = SetCookie::new("__Host-session", "s3cr3t").secure().http_only();
///     (StatusCode::CREATED, [("location", "/orders/7")], session, Json(7))
/// }
/// # let response = created().into_response().unwrap();
/// # assert_eq!(response.headers().get("location").as_deref(), Some("/orders/7"));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot stand before a response",
    label = "neither a status, nor headers, nor a cookie",
    note = "the last element of the tuple is the response; before it stand a `StatusCode`, `Headers`, `[(name, value)]`, `SetCookie`, or an `Option` of one",
    note = "or implement `worker_sdk::http::ResponsePart` for `{Self}`"
)]
pub trait ResponsePart {
    /// Changes the response.
    ///
    /// # Errors
    ///
    /// Fails when a header or cookie is not allowed.
    fn apply(self, response: Response) -> Result<Response>;
}

impl ResponsePart for StatusCode {
    fn apply(self, response: Response) -> Result<Response> {
        Ok(response.with_status(self))
    }
}

impl ResponsePart for Headers {
    fn apply(self, response: Response) -> Result<Response> {
        with_fields(response, self.entries())
    }
}

impl<N: Into<FieldName>, V: Into<String>, const LEN: usize> ResponsePart for [(N, V); LEN] {
    fn apply(self, response: Response) -> Result<Response> {
        with_fields(response, self)
    }
}

impl ResponsePart for SetCookie {
    fn apply(self, response: Response) -> Result<Response> {
        response.with_cookie(self)
    }
}

impl<P: ResponsePart> ResponsePart for Option<P> {
    fn apply(self, response: Response) -> Result<Response> {
        match self {
            Some(part) => part.apply(response),
            None => Ok(response),
        }
    }
}

/// Cookies are added, other headers replace those of the response.
fn with_fields<N: Into<FieldName>, V: Into<String>>(
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

macro_rules! tuples {
    ($($part:ident)*) => {
        #[allow(non_snake_case, reason = "an element is called as its type")]
        impl<$($part: ResponsePart,)* R: IntoResponse> IntoResponse for ($($part,)* R) {
            fn into_response(self) -> Result<Response> {
                let ($($part,)* response) = self;
                let response = response.into_response()?;
                $(let response = $part.apply(response)?;)*
                Ok(response)
            }
        }
    };
}

tuples!(A);
tuples!(A B);
tuples!(A B C);
tuples!(A B C D);
tuples!(A B C D E);
tuples!(A B C D E F);
