//! What can go wrong with buckets.

use std::fmt;

use wasm_bindgen::JsValue;

use crate::error::{Detail, Error, Kind, Result};
use crate::js;

/// What R2 gave as the reason of a failure.
///
/// See <https://developers.cloudflare.com/r2/api/error-codes/>.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorCode {
    /// R2 itself failed (10001). The same call may succeed later.
    InternalError,
    /// The bucket does not exist (10006).
    NoSuchBucket,
    /// There is no object of that key (10007).
    NoSuchKey,
    /// A part of a multipart upload that is not its last has less than 5 MiB (10011).
    EntityTooSmall,
    /// The metadata is larger than R2 allows (10012): the error [is too large](Error::is_too_large).
    MetadataTooLarge,
    /// The key is not allowed (10020).
    InvalidObjectName,
    /// A listing was to have no or more than 1,000 objects in a page (10022).
    InvalidMaxKeys,
    /// The multipart upload does not exist: its id is wrong, or it was completed or aborted (10024).
    NoSuchUpload,
    /// A part was not uploaded, or its etag is another one (10025).
    InvalidPart,
    /// An argument is wrong or missing (10029).
    InvalidArgument,
    /// A condition did not hold (10031). `get` and `put` say this in their result.
    PreconditionFailed,
    /// The content does not have the checksum that was given (10037).
    BadDigest,
    /// The object has nothing in the range (10039).
    InvalidRange,
    /// The parts of a multipart upload do not fit together: all but the last must have one size (10048).
    BadUpload,
    /// Too many calls at once for one object (10058): the error [is rate-limited](Error::is_rate_limited).
    TooManyRequests,
    /// The object is larger than R2 allows (100100): the error [is too large](Error::is_too_large).
    EntityTooLarge,
    /// Another code.
    Other(u32),
}

impl From<u32> for ErrorCode {
    fn from(code: u32) -> Self {
        match code {
            10_001 => Self::InternalError,
            10_006 => Self::NoSuchBucket,
            10_007 => Self::NoSuchKey,
            10_011 => Self::EntityTooSmall,
            10_012 => Self::MetadataTooLarge,
            10_020 => Self::InvalidObjectName,
            10_022 => Self::InvalidMaxKeys,
            10_024 => Self::NoSuchUpload,
            10_025 => Self::InvalidPart,
            10_029 => Self::InvalidArgument,
            10_031 => Self::PreconditionFailed,
            10_037 => Self::BadDigest,
            10_039 => Self::InvalidRange,
            10_048 => Self::BadUpload,
            10_058 => Self::TooManyRequests,
            100_100 => Self::EntityTooLarge,
            other => Self::Other(other),
        }
    }
}

impl Error {
    /// Why R2 refused a call, if it was R2 that did.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use worker_sdk::r2::{Bucket, ErrorCode};
    /// # async fn run(bucket: Bucket) -> worker_sdk::Result<()> {
    /// match bucket.get("video").range(1 << 40..).await {
    ///     Err(error) if error.r2_code() == Some(ErrorCode::InvalidRange) => Ok(()),
    ///     other => other.map(drop),
    /// }
    /// # }
    /// ```
    #[must_use]
    pub fn r2_code(&self) -> Option<ErrorCode> {
        let message = js::string(&js::property(self.as_raw()?, "message"))?;
        code_of(&message).map(ErrorCode::from)
    }
}

/// The platform gives the code as text alone: `get: The requested range is not satisfiable (10039)`.
fn code_of(message: &str) -> Option<u32> {
    let (_, code) = message.strip_suffix(')')?.rsplit_once('(')?;
    let known = (5..=6).contains(&code.len()) && code.starts_with('1');
    code.parse().ok().filter(|_| known)
}

/// Waits for a call that is about one object.
pub(super) async fn settled(promise: JsValue, doing: &'static str, key: &str) -> Result<JsValue> {
    js::settled(promise, doing).await.map_err(|error| {
        let key = Some(key.to_owned());
        Error::of(Failed { doing, key, error })
    })
}

/// Waits for a call that is about several objects.
pub(super) async fn settled_together(promise: JsValue, doing: &'static str) -> Result<JsValue> {
    js::settled(promise, doing).await.map_err(|error| {
        let key = None;
        Error::of(Failed { doing, key, error })
    })
}

/// A call failed.
struct Failed {
    doing: &'static str,
    key: Option<String>,
    error: Error,
}

/// A key that R2 does not take.
pub(super) struct BadKey {
    pub(super) key: String,
}

/// A stream whose length has to be known.
pub(super) struct NeedsLength {
    pub(super) key: String,
    pub(super) why: &'static str,
}

/// A part number that is out of range.
pub(super) struct BadPartNumber {
    pub(super) number: u32,
}

/// Blocks of an automatic multipart upload that R2 does not take.
pub(super) struct BadPartSize {
    pub(super) size: u64,
}

/// Bytes that are not as many as a checksum or key has.
pub(super) struct WrongLength {
    pub(super) what: &'static str,
    pub(super) expected: usize,
    pub(super) found: usize,
}

/// Text that is not hexadecimal.
pub(super) struct NotHex {
    pub(super) what: &'static str,
}

/// HTTP metadata of an object from a listing that did not ask for it.
pub(super) struct NotIncluded {
    pub(super) key: String,
}

impl Detail for Failed {
    fn kind(&self) -> Kind {
        match self.error.r2_code() {
            Some(ErrorCode::TooManyRequests) => Kind::RateLimited,
            Some(ErrorCode::EntityTooLarge | ErrorCode::MetadataTooLarge) => Kind::TooLarge,
            _ => Kind::Other,
        }
    }

    fn thrown(&self) -> Option<&JsValue> {
        self.error.as_raw()
    }
}

impl Detail for BadKey {
    fn kind(&self) -> Kind {
        if self.key.is_empty() {
            return Kind::Other;
        }
        Kind::TooLarge
    }
}

impl Detail for NeedsLength {}
impl Detail for BadPartNumber {
    fn kind(&self) -> Kind {
        Kind::Malformed
    }
}

impl Detail for BadPartSize {}
impl Detail for NotIncluded {}

impl Detail for WrongLength {
    fn kind(&self) -> Kind {
        Kind::Malformed
    }
}

impl Detail for NotHex {
    fn kind(&self) -> Kind {
        Kind::Malformed
    }
}

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Some(key), Some(thrown)) = (&self.key, self.error.as_raw()) else {
            return self.error.fmt(f);
        };
        write!(
            f,
            "{} `{key}` failed: {}",
            self.doing,
            js::described(thrown)
        )
    }
}

impl fmt::Display for BadKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.key.is_empty() {
            return f.write_str("the key of an R2 object is empty; give it 1 to 1024 bytes");
        }
        let start: String = self.key.chars().take(32).collect();
        write!(
            f,
            "the key `{start}…` of an R2 object has {} bytes; give it 1 to 1024",
            self.key.len()
        )
    }
}

impl fmt::Display for NeedsLength {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the stream for `{}` has to be of known length {}; say how long it is with `content_length`",
            self.key, self.why
        )
    }
}

impl fmt::Display for BadPartNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "a multipart upload has no part {}; use 1 to 10000",
            self.number
        )
    }
}

impl fmt::Display for BadPartSize {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "parts of {} bytes are not possible; use 5 MiB (5242880) to 64 MiB (67108864)",
            self.size
        )
    }
}

impl fmt::Display for WrongLength {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} of {} bytes is not one; give it {}",
            self.what, self.found, self.expected
        )
    }
}

impl fmt::Display for NotHex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} is not hexadecimal; use pairs of the digits 0 to 9 and a to f",
            self.what
        )
    }
}

impl fmt::Display for NotIncluded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the HTTP metadata of `{}` was not listed; add `Include::HttpMetadata` to the listing",
            self.key
        )
    }
}

/// The key, if R2 takes it: 1 to 1,024 bytes.
pub(super) fn checked_key(key: &str) -> Result<JsValue> {
    if key.is_empty() || key.len() > 1_024 {
        return Err(Error::of(BadKey {
            key: key.to_owned(),
        }));
    }
    Ok(js::text(key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_stand_at_the_end_of_messages() {
        let cases = [
            (
                "get: The requested range is not satisfiable (10039)",
                Some(10_039),
            ),
            ("put: too large (100100)", Some(100_100)),
            ("nothing", None),
            ("HTTP (404)", None),
            ("(10039) in front", None),
            ("twice (10001) (10002)", Some(10_002)),
            ("put: a code (99999)", None),
            ("put: no number (1a039)", None),
        ];
        for (message, code) in cases {
            assert_eq!(code_of(message), code, "{message}");
        }
    }

    #[test]
    fn messages() {
        let cases: [(Error, &str); 7] = [
            (
                Error::of(BadKey { key: String::new() }),
                "the key of an R2 object is empty; give it 1 to 1024 bytes",
            ),
            (
                Error::of(BadKey {
                    key: "ä".repeat(513),
                }),
                "the key `ääääääääääääääääääääääääääääääää…` of an R2 object has 1026 bytes; give it 1 to 1024",
            ),
            (
                Error::of(NeedsLength {
                    key: "a".into(),
                    why: "to be checked",
                }),
                "the stream for `a` has to be of known length to be checked; say how long it is with `content_length`",
            ),
            (
                Error::of(BadPartNumber { number: 0 }),
                "a multipart upload has no part 0; use 1 to 10000",
            ),
            (
                Error::of(WrongLength {
                    what: "a SHA-1 checksum",
                    expected: 20,
                    found: 40,
                }),
                "a SHA-1 checksum of 40 bytes is not one; give it 20",
            ),
            (
                Error::of(NotHex { what: "the key" }),
                "the key is not hexadecimal; use pairs of the digits 0 to 9 and a to f",
            ),
            (
                Error::of(NotIncluded { key: "a".into() }),
                "the HTTP metadata of `a` was not listed; add `Include::HttpMetadata` to the listing",
            ),
        ];
        for (error, message) in cases {
            assert_eq!(error.to_string(), message);
        }
    }
}
