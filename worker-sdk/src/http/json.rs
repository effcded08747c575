//! JSON in and out.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::body::decode;
use super::error::NotJson;
use super::{IntoResponse, Response};
use crate::error::{Error, Result};

/// A value that becomes a JSON response.
///
/// # Examples
///
/// ```
/// use worker_sdk::Json;
///
/// async fn handler() -> Json<Vec<u32>> {
///     Json(vec![1, 2, 3])
/// }
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct Json<T>(pub T);

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Result<Response> {
        Response::json(&self.0)
    }
}

/// Parses as JavaScript does: a byte order mark is skipped, invalid UTF-8 is replaced.
pub(crate) fn parse<T: DeserializeOwned>(bytes: Vec<u8>) -> Result<T> {
    let parsed = if bytes.starts_with(&[0xEF, 0xBB, 0xBF]) || std::str::from_utf8(&bytes).is_err() {
        serde_json::from_str(&decode(bytes))
    } else {
        serde_json::from_slice(&bytes)
    };
    parsed.map_err(|error| Error::of(NotJson(error)))
}
