//! The answers.

use std::ops;

use http::StatusCode;

use crate::error::Result;
use crate::http::{Headers, Response};
use crate::r2::Object;

/// Status 200 and all headers, without the content.
pub(super) fn whole(object: &Object, cache_control: Option<&str>) -> Result<Response> {
    let metadata = object.http_metadata();
    let mut headers = Headers::new();
    metadata.write_to(&mut headers)?;
    if metadata.content_type.is_none() {
        // A browser would guess, and what somebody uploaded may look like a page.
        headers.set("content-type", "application/octet-stream")?;
    }
    headers.set("accept-ranges", "bytes")?;
    write_version(object, cache_control, &mut headers)?;
    let response = Response::empty().with_headers(headers);
    Ok(match metadata.content_encoding {
        Some(_) => response.with_encoded_body(),
        None => response,
    })
}

/// What makes a copy of the object recognizable, and how long it may be kept.
fn write_version(
    object: &Object,
    cache_control: Option<&str>,
    headers: &mut Headers,
) -> Result<()> {
    headers.set("etag", object.http_etag())?;
    headers.set("last-modified", object.uploaded().to_http_date())?;
    match cache_control {
        Some(value) if !headers.has("cache-control") => headers.set("cache-control", value),
        _ => Ok(()),
    }
}

/// Status 206: `response` is to have these bytes of the `size` that there are.
pub(in crate::r2) fn part(
    response: Response,
    bytes: ops::Range<u64>,
    size: u64,
) -> Result<Response> {
    let (first, last) = (bytes.start, bytes.end.saturating_sub(1));
    response
        .with_status(StatusCode::PARTIAL_CONTENT)
        .with_header("content-range", format!("bytes {first}-{last}/{size}"))
}

pub(super) fn not_modified(object: &Object, cache_control: Option<&str>) -> Result<Response> {
    let metadata = object.http_metadata();
    let mut headers = Headers::new();
    if let Some(value) = metadata.cache_control {
        headers.set("cache-control", value)?;
    }
    if let Some(time) = metadata.cache_expiry {
        headers.set("expires", time.to_http_date())?;
    }
    write_version(object, cache_control, &mut headers)?;
    let response = Response::empty().with_status(StatusCode::NOT_MODIFIED);
    Ok(response.with_headers(headers))
}

pub(super) fn missing() -> Response {
    Response::text("not found").with_status(StatusCode::NOT_FOUND)
}

pub(super) fn failed() -> Response {
    Response::text("precondition failed").with_status(StatusCode::PRECONDITION_FAILED)
}

pub(super) fn unsatisfiable(size: u64) -> Result<Response> {
    Response::text("range not satisfiable")
        .with_status(StatusCode::RANGE_NOT_SATISFIABLE)
        .with_header("content-range", format!("bytes */{size}"))
}

pub(super) fn allowed() -> Result<Response> {
    Response::text("method not allowed")
        .with_status(StatusCode::METHOD_NOT_ALLOWED)
        .with_header("allow", "GET, HEAD")
}
