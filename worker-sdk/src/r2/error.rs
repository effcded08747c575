//! What can go wrong with buckets.

use std::fmt;

use wasm_bindgen::JsValue;

use super::code::ErrorKind;
use crate::error::{Detail, Error, Kind, Result};
use crate::js;

/// Waits for a call that is about one object.
pub(super) async fn settled(promise: JsValue, doing: &'static str, key: &str) -> Result<JsValue> {
    js::settled(promise, doing).await.map_err(|error| {
        let key = Some(key.to_owned());
        Error::of(Failed { doing, key, error })
    })
}

/// What a call that is about one object threw.
pub(super) fn thrown(doing: &'static str, key: &str) -> Error {
    let (key, error) = (Some(key.to_owned()), Error::last_failure(doing));
    Error::of(Failed { doing, key, error })
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

/// A stream that is longer than an automatic multipart upload can be.
pub(super) struct TooManyParts {
    pub(super) key: String,
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
        match self.error.r2_kind() {
            Some(ErrorKind::TooManyRequests) => Kind::RateLimited,
            Some(ErrorKind::EntityTooLarge | ErrorKind::MetadataTooLarge) => Kind::TooLarge,
            Some(ErrorKind::InternalError | ErrorKind::ServiceUnavailable) => Kind::Retryable,
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

impl Detail for TooManyParts {
    fn kind(&self) -> Kind {
        Kind::TooLarge
    }
}

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
            "parts of {} bytes are not possible; use 5 MiB (5242880) to 32 MiB (33554432)",
            self.size
        )
    }
}

impl fmt::Display for TooManyParts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the stream for `{}` is longer than 10000 parts of {} bytes; choose a larger `part_size`",
            self.key, self.size
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

/// The key, if R2 takes it.
pub(super) fn checked_key(key: &str) -> Result<JsValue> {
    check_key(key)?;
    Ok(js::text(key))
}

/// Whether R2 takes the key: 1 to 1,024 bytes.
pub(super) fn check_key(key: &str) -> Result<()> {
    if key.is_empty() || key.len() > 1_024 {
        return Err(Error::of(BadKey {
            key: key.to_owned(),
        }));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

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
