//! JSON bodies.

mod location;

use std::pin::Pin;

use http::StatusCode;
use serde::de::DeserializeOwned;

use super::body::{is_absent, media_type, read_limited, unsupported};
use super::{FromRequest, OptionalFromRequest, Parts};
use crate::http::{HttpError, Json};
use crate::json;
use crate::text::{owned, push};

/// Reads the body as JSON.
///
/// A body of another content type than `application/json` or `…+json` is answered with 415, one that is no JSON with
/// 400, one of another shape with 422 and the path of the field: `items[2].price: invalid type: …`. Of what serde reads
/// twice, such as enums with a tag and what is flattened, the path is that of the whole.
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
    // It has been read as text.
    let document = std::str::from_utf8(bytes).unwrap_or_default();
    let mut field = location::path(document.get(..error.at()).unwrap_or_default());
    let mut detail = owned(&field);
    if !field.is_empty() {
        push(": ", &mut detail);
    }
    push(error.message(), &mut detail);
    location::push_key(error.missing(), &mut field);
    let answer = HttpError::new(StatusCode::UNPROCESSABLE_ENTITY, detail);
    match field.is_empty() {
        true => answer,
        false => answer.with("field", field),
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Deserialize)]
    #[allow(dead_code, reason = "only read")]
    struct Login {
        name: String,
        #[serde(rename = "pass word")]
        password: String,
        items: Vec<Item>,
        kind: Option<Kind>,
    }

    #[derive(Deserialize)]
    #[allow(dead_code, reason = "only read")]
    struct Item {
        price: f64,
    }

    #[derive(Deserialize)]
    #[serde(tag = "is")]
    #[allow(dead_code, reason = "only read")]
    enum Kind {
        Sized { size: u8 },
    }

    #[test]
    fn the_field_that_is_wrong_or_not_there() {
        let cases = [
            ("7", None),
            (r#"{"name":1}"#, Some("name")),
            (r#"{"name":"ada"}"#, Some("pass word")),
            (r#"{"name":"é","pass word":""}"#, Some("items")),
            (
                r#"{"name":"é","items":[{"price":1},{"é":2}]}"#,
                Some("items[1].price"),
            ),
            (r#"{"items":[7]}"#, Some("items[0]")),
            (r#"{"kind":{"is":"Sized"}}"#, Some("kind.size")),
            (r#"{"kind":{"is":"Sized","size":300}}"#, Some("kind")),
        ];
        for (document, expected) in cases {
            let error = read::<Login>(document.as_bytes()).map(drop).unwrap_err();
            let quoted = expected.map(|field| format!("\"{field}\""));
            let found = error.members().next();
            let expected = quoted.as_deref().map(|field| ("field", field));
            assert_eq!(found, expected, "{document}: {}", error.detail());
        }
    }
}
