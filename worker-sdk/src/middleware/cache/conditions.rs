//! What clients have already.

use crate::error::Result;
use crate::http::conditions::Conditions;
use crate::middleware::etag::{not_modified, opaque};
use crate::time::Timestamp;
use crate::{Headers, Response};

/// What is answered with 304.
pub(super) const COMPARED: [&str; 2] = ["if-none-match", "if-modified-since"];

/// A new copy is whole, whatever this client has.
pub(super) const CONDITIONS: [&str; 6] = [
    "range",
    "if-range",
    "if-match",
    "if-none-match",
    "if-modified-since",
    "if-unmodified-since",
];

pub(super) fn without(headers: &Headers, names: &[&str]) -> Result<Headers> {
    let mut headers = headers.clone();
    for name in names {
        headers.delete(name)?;
    }
    Ok(headers)
}

/// The answer to a client that asked with these headers: 304 where it has the same already.
pub(super) fn unless_known(response: Response, asked: &Headers) -> Result<Response> {
    match response.status().is_success() && is_unchanged(&response.headers(), asked) {
        true => not_modified(response),
        false => Ok(response),
    }
}

fn is_unchanged(headers: &Headers, asked: &Headers) -> bool {
    let etag = headers.get("etag");
    let modified = headers.get("last-modified");
    let modified = modified.and_then(|date| Timestamp::from_http_date(&date));
    Conditions::of(asked).is_unchanged(etag.as_deref().map(opaque), modified)
}
