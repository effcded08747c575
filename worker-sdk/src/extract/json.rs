//! JSON bodies.

mod location;

use std::pin::Pin;

use http::StatusCode;
use serde::de::DeserializeOwned;

use super::body::{is_absent, media_type, read_limited, unsupported};
use super::{FromRequest, OptionalFromRequest, Parts};
use crate::http::{HttpError, Json};
use crate::json;

/// Reads the body as JSON.
///
/// A body of another content type than `application/json` or `…+json` is answered with 415, one that is no JSON with
/// 400, one of another shape with 422 and the path of the field: `items[2].price: invalid type: …`.
impl<S, T: DeserializeOwned> FromRequest<S> for Json<T> {
    type Rejection = HttpError;

    async fn from_request(parts: Parts, _: &S) -> Result<Self, HttpError> {
        read(&bytes(parts).await?).map(Self)
    }
}

/// A byte order mark is skipped, as by [`Request::json`](crate::Request::json).
#[inline(never)]
fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, HttpError> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    json::from_slice(bytes).map_err(|error| rejection(&error, bytes))
}

impl<S, T: DeserializeOwned> OptionalFromRequest<S> for Json<T> {
    type Rejection = HttpError;

    /// `None` where there is no body.
    async fn optional_from_request(parts: Parts, state: &S) -> Result<Option<Self>, HttpError> {
        if is_absent(&parts) {
            return Ok(None);
        }
        Self::from_request(parts, state).await.map(Some)
    }
}

/// In a box of its own, it is compiled once and not for each type.
#[inline(never)]
fn bytes(mut parts: Parts) -> Pin<Box<dyn Future<Output = Result<Vec<u8>, HttpError>>>> {
    Box::pin(async move {
        match media_type(&parts) {
            Some(kind) if kind == "application/json" || kind.ends_with("+json") => {
                read_limited(&mut parts).await
            }
            other => Err(unsupported(other.as_deref(), "application/json")),
        }
    })
}

#[cold]
#[inline(never)]
fn rejection(error: &json::Error, bytes: &[u8]) -> HttpError {
    if !error.is_data() {
        return HttpError::bad_request(format!("the body is not JSON: {error}"));
    }
    let problem = error.message();
    let read = bytes.get(..error.at()).unwrap_or(bytes);
    let field = location::path(text_of(read));
    let detail = match field.as_str() {
        "" => problem.to_owned(),
        field => format!("{field}: {problem}"),
    };
    HttpError::new(StatusCode::UNPROCESSABLE_ENTITY, detail).with("field", field)
}

/// What is text of it: a document may have been left in the midst of a character.
fn text_of(read: &[u8]) -> &str {
    match std::str::from_utf8(read) {
        Ok(text) => text,
        Err(error) => {
            let text = read.get(..error.valid_up_to()).unwrap_or_default();
            std::str::from_utf8(text).unwrap_or_default()
        }
    }
}
