//! What can be wrong with a KV operation.

use std::fmt;
use std::time::Duration;

use wasm_bindgen::JsValue;

#[cfg(feature = "json")]
use super::MAX_METADATA_LENGTH;
use super::{
    LAST_SECOND, MAX_BULK_KEYS, MAX_KEY_LENGTH, MAX_PAGE, MAX_VALUE_LENGTH, MIN_CACHE_TTL,
    MIN_EXPIRATION_TTL,
};
use crate::error::{Detail, Error, Kind};
use crate::js::decimal_text;
use crate::text::behind;
use crate::time::DurationText;

/// What the platform would refuse, found before it is asked.
pub(super) enum Refused {
    EmptyKey,
    DottedKey { key: &'static str },
    LongKey { start: String, length: usize },
    LongPrefix { length: usize },
    ManyKeys { count: usize },
    ShortCacheTtl { ttl: Duration },
    Ttl { key: String, ttl: Duration },
    EarlyExpiration { key: String, ahead: f64 },
    LateExpiration { key: String },
    LargeValue { key: String, length: u64 },
    PageSize { limit: u32 },
}

impl Detail for Refused {
    fn kind(&self) -> Kind {
        match self {
            Self::LongKey { .. }
            | Self::LongPrefix { .. }
            | Self::ManyKeys { .. }
            | Self::LargeValue { .. } => Kind::TooLarge,
            _ => Kind::Other,
        }
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::EmptyKey => write!(f, "a KV key is empty; use 1 to {MAX_KEY_LENGTH} bytes"),
            Self::DottedKey { key } => write!(
                f,
                "`{key}` cannot be a KV key, as in a path it means a folder; use another name"
            ),
            Self::LongKey { start, length } => write!(
                f,
                "the KV key `{start}…` has {length} bytes, and {MAX_KEY_LENGTH} are the most; shorten it, for instance to a hash"
            ),
            Self::LongPrefix { length } => write!(
                f,
                "the prefix has {length} bytes, and no KV key has more than {MAX_KEY_LENGTH}; shorten it"
            ),
            Self::ManyKeys { count } => write!(
                f,
                "{count} KV keys were asked for at once, and {MAX_BULK_KEYS} are the most; split them"
            ),
            Self::ShortCacheTtl { ttl } => write!(
                f,
                "a `cache_ttl` of {} is too short for KV; use at least {} seconds",
                DurationText(*ttl),
                MIN_CACHE_TTL.as_secs()
            ),
            Self::Ttl { key, ttl } => write!(
                f,
                "the `expiration_ttl` of {} cannot be that of the KV key `{key}`; use {} to {} seconds",
                DurationText(*ttl),
                MIN_EXPIRATION_TTL.as_secs(),
                LAST_SECOND as u64
            ),
            Self::EarlyExpiration { key, ahead } => write!(
                f,
                "the `expiration` of the KV key `{key}` is {} seconds from now; use at least {}",
                decimal_text(*ahead),
                MIN_EXPIRATION_TTL.as_secs()
            ),
            Self::LateExpiration { key } => write!(
                f,
                "the `expiration` of the KV key `{key}` is after 2038-01-19T03:14:07Z, the last that the platform takes; \
                 use an earlier one, or none"
            ),
            Self::LargeValue { key, length } => write!(
                f,
                "the value for the KV key `{key}` has {length} bytes, and {MAX_VALUE_LENGTH} (25 MiB) are the most; \
                 split it, or store it in R2"
            ),
            Self::PageSize { limit } => write!(
                f,
                "a `limit` of {limit} is not from 1 to {MAX_PAGE}, the most KV keys of one page; for more, use `keys` or `pages`"
            ),
        }
    }
}

/// The platform refused or failed.
struct Failed {
    error: Error,
    key: Option<String>,
    kind: Kind,
}

/// `error` with the key that it is about.
#[cold]
#[inline(never)]
pub(super) fn failed(error: Error, key: Option<String>) -> Error {
    let kind = kind_of(&error.to_string());
    Error::of(Failed { error, key, kind })
}

/// The platform has the status of its answer in the message only: `KV PUT failed: 429 Too Many Requests`.
fn kind_of(message: &str) -> Kind {
    let status = behind(message, "KV ")
        .and_then(|rest| behind(rest, " failed: "))
        .and_then(|rest| rest.get(..3));
    match status {
        Some("413" | "414") => Kind::TooLarge,
        Some("429") => Kind::RateLimited,
        _ => Kind::Other,
    }
}

impl Detail for Failed {
    fn kind(&self) -> Kind {
        self.kind
    }

    fn thrown(&self) -> Option<&JsValue> {
        self.error.as_raw()
    }
}

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(f)?;
        if let Some(key) = &self.key {
            write!(f, " (KV key `{key}`)")?;
        }
        if self.kind == Kind::RateLimited {
            f.write_str("; a key takes one write in a second, so wait before the next one")?;
        }
        Ok(())
    }
}

/// Metadata that the platform would refuse, or change.
#[cfg(feature = "json")]
pub(super) enum RefusedMetadata {
    Large { key: String, length: usize },
    Integer { key: String, integer: String },
}

#[cfg(feature = "json")]
impl Detail for RefusedMetadata {
    fn kind(&self) -> Kind {
        match self {
            Self::Large { .. } => Kind::TooLarge,
            Self::Integer { .. } => Kind::Other,
        }
    }
}

#[cfg(feature = "json")]
impl fmt::Display for RefusedMetadata {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Large { key, length } => write!(
                f,
                "the metadata for the KV key `{key}` has {length} bytes as JSON, and {MAX_METADATA_LENGTH} are the most; \
                 move some of it into the value"
            ),
            Self::Integer { key, integer } => write!(
                f,
                "the metadata for the KV key `{key}` has the integer {integer}, which JavaScript would round; \
                 store it as text"
            ),
        }
    }
}

/// A value or metadata that is not what the caller asked for.
#[cfg(feature = "json")]
pub(super) struct WrongShape {
    pub(super) key: String,
    pub(super) what: &'static str,
    pub(super) source: Error,
}

#[cfg(feature = "json")]
impl Detail for WrongShape {
    fn kind(&self) -> Kind {
        Kind::Malformed
    }

    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        std::error::Error::source(&self.source)
    }
}

#[cfg(feature = "json")]
impl fmt::Display for WrongShape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { key, what, source } = self;
        write!(
            f,
            "the {what} of the KV key `{key}` is not the expected JSON: {source}"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_say_what_to_do() {
        let key = || "k".to_owned();
        let cases = [
            (Refused::EmptyKey, "a KV key is empty; use 1 to 512 bytes"),
            (
                Refused::DottedKey { key: ".." },
                "`..` cannot be a KV key, as in a path it means a folder; use another name",
            ),
            (
                Refused::LongKey {
                    start: "aa".into(),
                    length: 513,
                },
                "the KV key `aa…` has 513 bytes, and 512 are the most; shorten it, for instance to a hash",
            ),
            (
                Refused::LongPrefix { length: 600 },
                "the prefix has 600 bytes, and no KV key has more than 512; shorten it",
            ),
            (
                Refused::ManyKeys { count: 101 },
                "101 KV keys were asked for at once, and 100 are the most; split them",
            ),
            (
                Refused::ShortCacheTtl {
                    ttl: Duration::from_secs(5),
                },
                "a `cache_ttl` of 5s is too short for KV; use at least 30 seconds",
            ),
            (
                Refused::Ttl {
                    key: key(),
                    ttl: Duration::from_millis(59_900),
                },
                "the `expiration_ttl` of 59.9s cannot be that of the KV key `k`; use 60 to 2147483647 seconds",
            ),
            (
                Refused::EarlyExpiration {
                    key: key(),
                    ahead: -3.0,
                },
                "the `expiration` of the KV key `k` is -3 seconds from now; use at least 60",
            ),
            (
                Refused::LateExpiration { key: key() },
                "the `expiration` of the KV key `k` is after 2038-01-19T03:14:07Z, the last that the platform takes; \
                 use an earlier one, or none",
            ),
            (
                Refused::LargeValue {
                    key: key(),
                    length: 26_214_401,
                },
                "the value for the KV key `k` has 26214401 bytes, and 26214400 (25 MiB) are the most; \
                 split it, or store it in R2",
            ),
            (
                Refused::PageSize { limit: 0 },
                "a `limit` of 0 is not from 1 to 1000, the most KV keys of one page; for more, use `keys` or `pages`",
            ),
        ];
        for (refused, message) in cases {
            assert_eq!(refused.to_string(), message);
        }
    }

    #[cfg(feature = "json")]
    #[test]
    fn messages_about_metadata_say_what_to_do() {
        let key = || "k".to_owned();
        let large = RefusedMetadata::Large {
            key: key(),
            length: 1_025,
        };
        assert_eq!(
            large.to_string(),
            "the metadata for the KV key `k` has 1025 bytes as JSON, and 1024 are the most; \
             move some of it into the value"
        );
        let integer = "9007199254740993".to_owned();
        assert_eq!(
            RefusedMetadata::Integer {
                key: key(),
                integer
            }
            .to_string(),
            "the metadata for the KV key `k` has the integer 9007199254740993, which JavaScript would round; \
             store it as text"
        );
    }

    #[test]
    fn the_status_of_an_answer_is_in_its_message() {
        let kind = |message| kind_of(message);
        assert_eq!(
            kind("writing failed: Error: KV PUT failed: 429 Too Many Requests"),
            Kind::RateLimited
        );
        assert_eq!(
            kind("Error: KV PUT failed: 413 Value length of 9 exceeds"),
            Kind::TooLarge
        );
        assert_eq!(
            kind("Error: KV GET failed: 414 UTF-8 encoded"),
            Kind::TooLarge
        );
        assert_eq!(
            kind("Error: KV GET failed: 500 Internal Server Error"),
            Kind::Other
        );
        assert_eq!(kind("Error: KV GET failed: 4"), Kind::Other);
        assert_eq!(kind("nothing of the kind"), Kind::Other);
    }
}
