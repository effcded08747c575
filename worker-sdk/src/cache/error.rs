//! What can be wrong with an operation on a cache.

use std::fmt;

use wasm_bindgen::JsValue;

use crate::error::{Detail, Error, Kind};
use crate::js;
use crate::text::behind;

/// What the platform would refuse to store.
pub(super) enum Refused {
    Method { method: String },
    Partial,
    VaryOnAll,
}

impl Detail for Refused {}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Method { method } => write!(
                f,
                "the answer to a `{method}` request cannot be cached; use a key whose method is `GET`, such as the URL"
            ),
            Self::Partial => f.write_str(
                "a response with status 206 is a part and cannot be cached; ask for the whole, without `range`",
            ),
            Self::VaryOnAll => f.write_str(
                "a response with `vary: *` cannot be cached, as it fits no other request; name the headers it depends on",
            ),
        }
    }
}

/// Nothing was purged.
pub(super) enum NotPurged {
    Nothing,
    Refused { reasons: Vec<String> },
}

impl NotPurged {
    pub(super) fn refused(errors: &JsValue) -> Self {
        let reasons = match errors.is_object() {
            true => js::items(errors).map(|error| reason(&error)).collect(),
            false => Vec::new(),
        };
        Self::Refused { reasons }
    }
}

fn reason(error: &JsValue) -> String {
    let message = js::string_property(error, "message").unwrap_or_default();
    match js::number(&js::property(error, "code")) {
        Some(code) => format!("{message} (code {code})"),
        None => message,
    }
}

impl Detail for NotPurged {}

impl fmt::Display for NotPurged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("purging the cache in front of the worker failed: ")?;
        match self {
            Self::Nothing => f.write_str(
                "nothing says what to purge; name tags or path prefixes, or say `everything`",
            ),
            Self::Refused { reasons } if reasons.is_empty() => {
                f.write_str("the platform gave no reason")
            }
            Self::Refused { reasons } => f.write_str(&reasons.join("; ")),
        }
    }
}

/// The platform refused or failed.
pub(super) struct Failed {
    pub(super) error: Error,
    pub(super) key: String,
    pub(super) is_url: bool,
}

impl Detail for Failed {
    fn kind(&self) -> Kind {
        if !self.is_url {
            Kind::Malformed
        } else if behind(&self.error.to_string(), "rate-limited").is_some() {
            Kind::RateLimited
        } else {
            Kind::Other
        }
    }

    fn thrown(&self) -> Option<&JsValue> {
        self.error.as_raw()
    }
}

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { error, key, is_url } = self;
        write!(f, "{error} (cache key `{key}`)")?;
        if !is_url {
            f.write_str("; use an absolute URL, such as `https://example.com/page`")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failed(message: &'static str, is_url: bool) -> Error {
        Error::of(Failed {
            error: message.into(),
            key: "k".into(),
            is_url,
        })
    }

    #[test]
    fn messages_say_what_to_do() {
        let method = "POST".to_owned();
        assert_eq!(
            Refused::Method { method }.to_string(),
            "the answer to a `POST` request cannot be cached; use a key whose method is `GET`, such as the URL"
        );
        assert_eq!(
            Refused::Partial.to_string(),
            "a response with status 206 is a part and cannot be cached; ask for the whole, without `range`"
        );
        assert_eq!(
            Refused::VaryOnAll.to_string(),
            "a response with `vary: *` cannot be cached, as it fits no other request; name the headers it depends on"
        );
        assert_eq!(
            failed("reading failed", false).to_string(),
            "reading failed (cache key `k`); use an absolute URL, such as `https://example.com/page`"
        );
    }

    #[test]
    fn predicates_tell_failures_apart() {
        assert!(failed("no URL", false).is_malformed());
        let limited = "Unable to delete cached response. Subrequests are being rate-limited.";
        assert!(failed(limited, true).is_rate_limited());
        assert!(!failed("lost", true).is_rate_limited());
    }
}
