//! What the ways to sign have in common: something of the headers, and the body behind it, is signed.

use std::sync::Arc;

use super::keys::Key;
use super::refusal::{malformed, missing};
use crate::Headers;
use crate::crypto::from_hex;
use crate::error::Result;
use crate::http::HttpError;

/// How a service signs.
pub(super) trait Scheme: Send + Sync {
    /// What the headers say.
    fn read(&self, headers: &Headers) -> Result<Sent, HttpError>;

    /// A key as the service gives it out.
    fn key(&self, secret: &[u8]) -> Result<Arc<dyn Key>>;
}

/// What headers say of themselves.
#[derive(Default)]
pub(super) struct Sent {
    pub(super) id: Option<String>,
    /// Seconds since the beginning of 1970, UTC.
    pub(super) timestamp: Option<i64>,
    /// What is signed before the body.
    pub(super) before: String,
    pub(super) signatures: Vec<Vec<u8>>,
}

/// The value of a header that has to be there.
pub(super) fn required(headers: &Headers, name: &str) -> Result<String, HttpError> {
    let value = headers.get(name).filter(|value| !value.is_empty());
    value.ok_or_else(|| missing(name))
}

/// A header that is a timestamp.
pub(super) fn timestamp(headers: &Headers, name: &str) -> Result<(String, i64), HttpError> {
    let text = required(headers, name)?;
    match seconds(&text) {
        Some(seconds) => Ok((text, seconds)),
        None => Err(malformed(name, "<seconds since 1970>")),
    }
}

/// Digits alone: what is signed has one form, in which nothing of the body can pass for a part of the timestamp.
pub(super) fn seconds(text: &str) -> Option<i64> {
    let is_plain = text.len() <= 12 && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| is_plain)
}

/// The one signature of a header, in hexadecimal behind a prefix.
pub(super) fn hex_behind(value: &str, prefix: &str) -> Option<Vec<u8>> {
    from_hex(value.strip_prefix(prefix)?)
}

#[cfg(test)]
mod tests {
    use super::seconds;

    #[test]
    fn timestamps() {
        for (text, expected) in [
            ("0", Some(0)),
            ("1531420618", Some(1_531_420_618)),
            ("999999999999", Some(999_999_999_999)),
        ] {
            assert_eq!(seconds(text), expected, "{text}");
        }
        for text in [
            "",
            "+1",
            "-1",
            " 1",
            "1 ",
            "1.0",
            "1e3",
            "0x1",
            "１",
            "1000000000000",
            "99999999999999999999999999",
        ] {
            assert_eq!(seconds(text), None, "{text}");
        }
    }
}
