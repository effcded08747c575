//! Answers to what is not signed as it should be. None has anything of the request or of the secret.

use http::StatusCode;

use crate::http::HttpError;

#[cold]
pub(super) fn missing(header: &str) -> HttpError {
    HttpError::unauthorized(format!(
        "the header `{header}` is missing; give the sender a secret, and let proxies pass the header on"
    ))
}

#[cold]
pub(super) fn malformed(header: &str, form: &str) -> HttpError {
    HttpError::unauthorized(format!(
        "the header `{header}` is malformed; it has to be `{form}`"
    ))
}

/// `age` is negative for what comes from the future.
#[cold]
pub(super) fn untimely(age: i64, tolerance: u64) -> HttpError {
    let seconds = age.unsigned_abs();
    HttpError::unauthorized(match age {
        0.. => format!(
            "the webhook was signed {seconds} seconds ago, and {tolerance} are allowed; it was sent again, or a clock is wrong"
        ),
        _ => format!(
            "the webhook was signed {seconds} seconds in the future, and {tolerance} are allowed; a clock is wrong"
        ),
    })
}

#[cold]
pub(super) fn too_many(most: usize) -> HttpError {
    HttpError::unauthorized(format!(
        "the webhook has more than {most} signatures; send the one of the present secret"
    ))
}

#[cold]
pub(super) fn mismatch() -> HttpError {
    HttpError::unauthorized(
        "the signature does not match; the secret is another one, or the body was changed on the way",
    )
}

#[cold]
pub(super) fn too_large(limit: u64) -> HttpError {
    HttpError::new(
        StatusCode::PAYLOAD_TOO_LARGE,
        format!("the body is larger than {limit} bytes"),
    )
}
