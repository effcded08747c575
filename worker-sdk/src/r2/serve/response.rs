//! The answers.

use std::ops;

use http::StatusCode;

use crate::error::Result;
use crate::http::{Headers, Response, filename};
use crate::r2::{HttpMetadata, Object};

/// What an answer says that the object does not.
#[derive(Default)]
pub(super) struct Manner {
    /// For objects that have none of their own.
    pub(super) cache_control: Option<String>,
    pub(super) is_attachment: bool,
}

/// Status 200 and all headers, without the content.
pub(super) fn whole(object: &Object, manner: &Manner) -> Result<Response> {
    let metadata = object.http_metadata();
    let mut headers = Headers::new();
    metadata.write_to(&mut headers)?;
    if metadata.content_type.is_none() {
        // A browser would guess, and what somebody uploaded may look like a page.
        headers.set("content-type", "application/octet-stream")?;
    }
    headers.set("accept-ranges", "bytes")?;
    write_version(object, manner, &mut headers)?;
    write_disposition(object, &metadata, manner, &mut headers)?;
    let response = Response::empty().with_headers(headers);
    Ok(match metadata.content_encoding {
        Some(_) => response.with_encoded_body(),
        None => response,
    })
}

/// What makes a copy of the object recognizable, and how long it may be kept.
fn write_version(object: &Object, manner: &Manner, headers: &mut Headers) -> Result<()> {
    headers.set("etag", object.http_etag())?;
    headers.set("last-modified", object.uploaded().to_http_date())?;
    match manner.cache_control.as_deref() {
        Some(value) if !headers.has("cache-control") => headers.set("cache-control", value),
        _ => Ok(()),
    }
}

fn write_disposition(
    object: &Object,
    metadata: &HttpMetadata,
    manner: &Manner,
    headers: &mut Headers,
) -> Result<()> {
    if !manner.is_attachment {
        return Ok(());
    }
    headers.set("x-content-type-options", "nosniff")?;
    match metadata.content_disposition.as_deref() {
        Some(stored) if is_attachment(stored) => headers.set("content-disposition", stored),
        _ => headers.set("content-disposition", attachment(&object.key())),
    }
}

fn is_attachment(disposition: &str) -> bool {
    let kind = disposition.split(';').next().unwrap_or_default();
    kind.trim().eq_ignore_ascii_case("attachment")
}

fn attachment(key: &str) -> String {
    match key.rsplit('/').next().unwrap_or_default() {
        "" => "attachment".to_owned(),
        name => format!("attachment; {}", filename(name)),
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

pub(super) fn not_modified(object: &Object, manner: &Manner) -> Result<Response> {
    let metadata = object.http_metadata();
    let mut headers = Headers::new();
    if let Some(value) = &metadata.cache_control {
        headers.set("cache-control", value)?;
    }
    if let Some(time) = metadata.cache_expiry {
        headers.set("expires", time.to_http_date())?;
    }
    write_version(object, manner, &mut headers)?;
    // A copy from before the worker served attachments becomes one: a cache takes these headers over.
    write_disposition(object, &metadata, manner, &mut headers)?;
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
