//! Reading bodies, up to a limit.

use http::StatusCode;

use super::{FromRequest, Parts};
use crate::http::{FormData, HttpError};
use crate::text::cut;

/// How many bytes extractors read of a body; 2 MiB unless a middleware has left another limit.
///
/// `middleware::BodyLimit` sets it for the routes that it stands around. The bytes are counted: a `content-length` that
/// says less than there is, as behind a service binding or a worker that decompresses, changes nothing. [`Request`](crate::Request) and
/// [`Body`](crate::Body) are handed on unread, so no limit holds there; of an `http::Multipart` only one that a middleware
/// has left.
///
/// # Example: uploads
///
/// ```
/// use worker_sdk::http::FormData;
/// use worker_sdk::middleware::BodyLimit;
/// use worker_sdk::router::{Router, post};
///
/// async fn upload(form: FormData) -> String {
///     let size = form.file("photo").map_or(0, |photo| photo.size());
///     format!("{size} bytes")
/// }
///
/// let upload = post(upload).layer(BodyLimit::new(50 * 1024 * 1024));
/// let router: Router = Router::new().route("/photos", upload);
/// # drop(router);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use = "a middleware is added with `Router::layer`"]
pub struct BodyLimit(u64);

impl BodyLimit {
    /// Lets extractors read so many bytes.
    pub const fn new(bytes: u64) -> Self {
        Self(bytes)
    }

    /// How many bytes extractors read.
    #[must_use]
    pub const fn bytes(self) -> u64 {
        self.0
    }
}

const DEFAULT: BodyLimit = BodyLimit(2 * 1024 * 1024);

fn limit(parts: &Parts) -> u64 {
    parts.extension().copied().unwrap_or(DEFAULT).bytes()
}

#[cold]
pub(crate) fn too_large(limit: u64) -> HttpError {
    HttpError::new(
        StatusCode::PAYLOAD_TOO_LARGE,
        format!("the body is larger than {limit} bytes"),
    )
}

/// How long the client says that its body is.
pub(crate) fn announced(request: &crate::Request) -> Option<u64> {
    request.header("content-length")?.trim_ascii().parse().ok()
}

/// Refuses a body that says itself that it is too large.
fn checked_limit(parts: &Parts) -> Result<u64, HttpError> {
    let limit = limit(parts);
    match announced(&parts.request) {
        Some(length) if length > limit => Err(too_large(limit)),
        _ => Ok(limit),
    }
}

/// All bytes of the body, if they are not too many.
pub(crate) async fn read_limited(parts: &mut Parts) -> Result<Vec<u8>, HttpError> {
    let limit = checked_limit(parts)?;
    let read = crate::http::read_limited(parts.request.as_raw(), limit).await;
    read.map_err(unreadable)?.ok_or_else(|| too_large(limit))
}

/// The body as a form, if it has not too many bytes.
pub(super) async fn read_form(parts: &mut Parts) -> Result<FormData, HttpError> {
    let limit = checked_limit(parts)?;
    match crate::http::read_form_limited(parts.request.as_raw(), limit).await {
        Ok(form) => form.ok_or_else(|| too_large(limit)),
        Err(error) if error.is_malformed() => {
            Err(HttpError::bad_request("the body is not a well-formed form"))
        }
        Err(error) => Err(unreadable(error)),
    }
}

#[cold]
fn unreadable(error: crate::Error) -> HttpError {
    HttpError::bad_request("the body could not be read").with_source(error)
}

/// What the content type says before its parameters, in small letters.
pub(super) fn media_type(parts: &Parts) -> Option<String> {
    let header = parts.request.header("content-type")?;
    let bare = cut(&header, b';').map_or(&*header, |(bare, _)| bare);
    let bare = bare.trim_ascii().to_ascii_lowercase();
    Some(bare).filter(|bare| !bare.is_empty())
}

#[cold]
pub(super) fn unsupported(found: Option<&str>, expected: &str) -> HttpError {
    let detail = match found {
        Some(found) => format!("the content type of the body is `{found}`; send `{expected}`"),
        None => format!("the body has no content type; send `{expected}`"),
    };
    HttpError::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, detail)
}

/// Whether there is neither a body nor a word about one.
pub(super) fn is_absent(parts: &Parts) -> bool {
    let headers = parts.request.headers();
    let length = headers.get("content-length");
    let has_none = length.is_none_or(|length| length.trim_ascii() == "0");
    has_none && !headers.has("content-type") && !headers.has("transfer-encoding")
}

pub(super) fn text_of(bytes: Vec<u8>) -> Result<String, HttpError> {
    String::from_utf8(bytes).map_err(|_| HttpError::bad_request("the body is not UTF-8"))
}

impl<S> FromRequest<S> for Vec<u8> {
    type Rejection = HttpError;

    async fn from_request(mut parts: Parts, _: &S) -> Result<Self, HttpError> {
        read_limited(&mut parts).await
    }
}

impl<S> FromRequest<S> for String {
    type Rejection = HttpError;

    async fn from_request(mut parts: Parts, _: &S) -> Result<Self, HttpError> {
        text_of(read_limited(&mut parts).await?)
    }
}
