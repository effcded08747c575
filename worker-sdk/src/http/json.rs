//! JSON in and out.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::body::decode;
use super::error::NotJson;
use super::{IntoResponse, Response};
use crate::error::{Error, Result};
use crate::json;

/// A value that becomes a JSON response and, as a parameter of a router's handler, is read from a JSON body.
///
/// Take maps of names that clients choose as a `BTreeMap`: a `HashMap` has no random numbers on this target, so that whoever
/// chooses them can make it slow.
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
    let text = decode(bytes);
    json::from_str(&text).map_err(|error| Error::of(NotJson(error)))
}
