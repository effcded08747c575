//! Answers that the client has already.

use http::StatusCode;

use super::{Middleware, Next};
use crate::crypto::{self, Hash};
use crate::error::Result;
use crate::http::conditions::Conditions;
use crate::{Request, Response};

/// Gives answers an `etag`, and answers with 304 where the client has the same already.
///
/// It is for answers to `GET` and `HEAD` with status 200. The etag is a hash of the body; an answer that has one already
/// keeps it. A body that comes from elsewhere, such as a stream or an R2 object, passes unread and gets none.
///
/// # Examples
///
/// ```no_run
/// use worker_sdk::middleware::ETag;
/// use worker_sdk::router::{Router, get};
///
/// let router: Router = Router::new().route("/", get(|| "hello")).layer(ETag::new());
/// ```
#[derive(Clone, Copy, Debug, Default)]
#[must_use = "a middleware is added with `Router::layer`"]
#[non_exhaustive]
pub struct ETag;

impl ETag {
    /// Gives answers strong etags.
    pub const fn new() -> Self {
        Self
    }
}

impl<S> Middleware<S> for ETag {
    async fn handle(&self, request: Request, next: Next, _: &S) -> Result<Response> {
        if !matches!(&*request.verb(), "GET" | "HEAD") {
            return next.run(request).await;
        }
        let conditions = request.headers();
        let response = next.run(request).await?;
        if response.status() != StatusCode::OK {
            return Ok(response);
        }
        let (response, etag) = tagged(response).await?;
        let Some(etag) = etag else {
            return Ok(response);
        };
        if Conditions::of(&conditions).is_known(opaque(&etag)) {
            return not_modified(response);
        }
        Ok(response)
    }
}

/// The response with its etag, if it has one or can have one.
async fn tagged(response: Response) -> Result<(Response, Option<String>)> {
    if let Some(etag) = response.headers().get("etag") {
        return Ok((response, Some(etag)));
    }
    let (status, headers, body, init) = response.into_parts();
    if body.known_length().is_none() {
        return Ok((Response::from_parts(status, headers, body, init), None));
    }
    let is_text = body.is_text();
    let bytes = body.bytes().await?;
    let hash = crypto::digest(Hash::Sha256, &bytes).await?;
    let etag = format!("\"{}\"", crypto::hex(hash.get(..16).unwrap_or(&hash)));
    let mut response = Response::from_parts(status, headers, bytes.into(), init);
    if is_text && !response.headers().has("content-type") {
        response = response.with_header("content-type", "text/plain;charset=UTF-8")?;
    }
    Ok((response.with_header("etag", etag.as_str())?, Some(etag)))
}

/// What weak and strong etags have in common.
pub(super) fn opaque(etag: &str) -> &str {
    etag.strip_prefix("W/").unwrap_or(etag).trim_matches('"')
}

/// The headers that RFC 9110, 15.4.5, keeps, and what has to do with the connection.
pub(super) fn not_modified(response: Response) -> Result<Response> {
    let mut headers = response.headers();
    for name in [
        "content-type",
        "content-length",
        "content-encoding",
        "content-language",
        "content-range",
    ] {
        headers.delete(name)?;
    }
    let response = Response::empty().with_status(StatusCode::NOT_MODIFIED);
    Ok(response.with_headers(headers))
}
