//! What can be wrong with messages.

use std::fmt;
use std::time::Duration;

use wasm_bindgen::JsValue;

use super::code::judged;
use super::{MAX_DELAY, MAX_MESSAGE_LENGTH, MAX_SENT, MAX_SENT_LENGTH, sys};
use crate::error::{Detail, Error, Kind};
use crate::js;

/// What the platform would refuse, found before it is asked.
pub(super) enum Refused {
    LongMessage { length: usize },
    ManyMessages { count: usize },
    LongBatch { length: usize },
    LongDelay { delay: Duration },
}

impl Refused {
    /// What is wrong with messages of these lengths.
    pub(super) fn of_lengths(lengths: impl Iterator<Item = usize>) -> Option<Self> {
        let mut all = 0;
        for length in lengths {
            if length > MAX_MESSAGE_LENGTH {
                return Some(Self::LongMessage { length });
            }
            all += length;
        }
        (all > MAX_SENT_LENGTH).then_some(Self::LongBatch { length: all })
    }
}

impl Detail for Refused {
    fn kind(&self) -> Kind {
        match self {
            Self::LongDelay { .. } => Kind::Other,
            _ => Kind::TooLarge,
        }
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::LongMessage { length } => write!(
                f,
                "a message has {length} bytes, and {MAX_MESSAGE_LENGTH} are the most of a queue; \
                 store its content in R2 or KV, and send the key"
            ),
            Self::ManyMessages { count } => write!(
                f,
                "{count} messages were to be sent at once, and {MAX_SENT} are the most of a queue; \
                 send them in several batches, for instance with `chunks`"
            ),
            Self::LongBatch { length } => write!(
                f,
                "messages of {length} bytes were to be sent at once, and {MAX_SENT_LENGTH} are the most of a queue; \
                 send them in several batches"
            ),
            Self::LongDelay { delay } => write!(
                f,
                "a `delay` of {delay:?} is too long for a queue; use at most {} seconds",
                MAX_DELAY.as_secs()
            ),
        }
    }
}

/// `error` with its kind, or what was wrong with the messages: the platform may say that as `Unknown Internal Error`.
#[cold]
#[inline(never)]
pub(super) fn failed(error: Error, messages: &JsValue) -> Error {
    let lengths = sys::lengths(messages);
    let lengths = js::items(&lengths).filter_map(|length| js::number(&length));
    if let Some(refused) = Refused::of_lengths(lengths.map(|length| length as usize)) {
        return Error::of(refused);
    }
    judged(error)
}

/// The content of a message is something else than was asked for.
pub(super) struct WrongContent {
    pub(super) expected: &'static str,
}

impl Detail for WrongContent {
    fn kind(&self) -> Kind {
        Kind::Malformed
    }
}

impl fmt::Display for WrongContent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let expected = self.expected;
        write!(
            f,
            "the content of a message is not {expected}; ask for what its producer sends"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_say_what_to_do() {
        let cases = [
            (
                Refused::LongMessage { length: 128_001 },
                "a message has 128001 bytes, and 128000 are the most of a queue; \
                 store its content in R2 or KV, and send the key",
            ),
            (
                Refused::ManyMessages { count: 101 },
                "101 messages were to be sent at once, and 100 are the most of a queue; \
                 send them in several batches, for instance with `chunks`",
            ),
            (
                Refused::LongBatch { length: 256_001 },
                "messages of 256001 bytes were to be sent at once, and 256000 are the most of a queue; \
                 send them in several batches",
            ),
            (
                Refused::LongDelay {
                    delay: Duration::from_secs(86_401),
                },
                "a `delay` of 86401s is too long for a queue; use at most 86400 seconds",
            ),
        ];
        for (refused, message) in cases {
            assert_eq!(refused.to_string(), message);
        }
        let wrong = WrongContent { expected: "text" };
        assert_eq!(
            wrong.to_string(),
            "the content of a message is not text; ask for what its producer sends"
        );
    }

    #[test]
    fn lengths_are_checked_one_by_one_and_together() {
        let refused = |lengths: &[usize]| {
            let refused = Refused::of_lengths(lengths.iter().copied());
            refused.map(|refused| refused.to_string())
        };
        assert_eq!(refused(&[128_000, 128_000]), None);
        let error = refused(&[128_000, 128_000, 1]).unwrap_or_default();
        assert!(error.starts_with("messages of 256001 bytes"), "{error}");
        let error = refused(&[1, 128_001]).unwrap_or_default();
        assert!(error.starts_with("a message has 128001 bytes"), "{error}");
    }
}
