//! Parts of objects.

use std::ops;

use crate::http::Headers;
use crate::js::{Options, exact};

/// Which bytes of an object to get.
///
/// # Examples
///
/// ```
/// use worker_sdk::r2::Range;
///
/// assert_eq!(Range::from(10..), Range::From { offset: 10 });
/// assert_eq!(Range::from(0..=9), Range::Slice { offset: 0, length: 10 });
/// assert_eq!(Range::from_header("bytes=-5"), Some(Range::Suffix { length: 5 }));
/// ```
///
/// See <https://developers.cloudflare.com/r2/api/workers/workers-api-reference/#ranged-reads>.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Range {
    /// From an offset to the end.
    From {
        /// How many bytes stand before.
        offset: u64,
    },
    /// Some bytes from an offset on; fewer if the object ends before.
    Slice {
        /// How many bytes stand before.
        offset: u64,
        /// How many bytes to get.
        length: u64,
    },
    /// The last bytes.
    Suffix {
        /// How many bytes to get; the whole object if it has fewer.
        length: u64,
    },
}

impl Range {
    /// What the value of a `Range` header asks for.
    ///
    /// `None` for several ranges and for what is no range of bytes: then HTTP wants the whole object to be sent.
    #[must_use]
    pub fn from_header(value: &str) -> Option<Self> {
        let (unit, range) = value.split_once('=')?;
        if !unit.trim().eq_ignore_ascii_case("bytes") {
            return None;
        }
        let (first, last) = range.trim().split_once('-')?;
        match (number(first)?, number(last)?) {
            (None, None) => None,
            (None, Some(length)) => Some(Self::Suffix { length }),
            (Some(offset), None) => Some(Self::From { offset }),
            (Some(offset), Some(last)) if offset <= last => Some(Self::Slice {
                offset,
                length: (last - offset).saturating_add(1),
            }),
            (Some(_), Some(_)) => None,
        }
    }

    /// What the `Range` header asks for, as [`from_header`](Range::from_header).
    #[must_use]
    pub fn from_headers(headers: &Headers) -> Option<Self> {
        headers.get("range").as_deref().and_then(Self::from_header)
    }

    /// Which bytes that is of an object of `size` bytes.
    pub(super) fn of(self, size: u64) -> ops::Range<u64> {
        match self {
            Self::From { offset } => offset.min(size)..size,
            Self::Slice { offset, length } => {
                offset.min(size)..offset.saturating_add(length).min(size)
            }
            Self::Suffix { length } => size.saturating_sub(length)..size,
        }
    }

    pub(super) fn options(self) -> Options {
        let (offset, length, suffix) = match self {
            Self::From { offset } => (Some(offset), None, None),
            Self::Slice { offset, length } => (Some(offset), Some(length), None),
            Self::Suffix { length } => (None, None, Some(length)),
        };
        let number = |value: u64| value.min(exact::MAX.unsigned_abs()) as f64;
        Options::new()
            .number("offset", offset.map(number))
            .number("length", length.map(number))
            .number("suffix", suffix.map(number))
    }
}

/// The number, or nothing where there is nothing. A number that is too large is the largest one.
fn number(text: &str) -> Option<Option<u64>> {
    let text = text.trim();
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    Some((!text.is_empty()).then(|| text.parse().unwrap_or(u64::MAX)))
}

impl From<ops::RangeFrom<u64>> for Range {
    fn from(range: ops::RangeFrom<u64>) -> Self {
        Self::From {
            offset: range.start,
        }
    }
}

impl From<ops::RangeFull> for Range {
    fn from(_: ops::RangeFull) -> Self {
        Self::From { offset: 0 }
    }
}

impl From<ops::Range<u64>> for Range {
    fn from(range: ops::Range<u64>) -> Self {
        Self::Slice {
            offset: range.start,
            length: range.end.saturating_sub(range.start),
        }
    }
}

impl From<ops::RangeTo<u64>> for Range {
    fn from(range: ops::RangeTo<u64>) -> Self {
        Self::from(0..range.end)
    }
}

impl From<ops::RangeInclusive<u64>> for Range {
    fn from(range: ops::RangeInclusive<u64>) -> Self {
        Self::from(*range.start()..range.end().saturating_add(1))
    }
}

impl From<ops::RangeToInclusive<u64>> for Range {
    fn from(range: ops::RangeToInclusive<u64>) -> Self {
        Self::from(0..range.end.saturating_add(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_that_ask_for_one_range() {
        let cases = [
            ("bytes=0-0", Range::from(0..1)),
            ("bytes=5-9", Range::from(5..10)),
            ("Bytes = 5 - 9", Range::from(5..=9)),
            ("bytes=7-", Range::from(7..)),
            ("bytes=-3", Range::Suffix { length: 3 }),
            ("bytes=-0", Range::Suffix { length: 0 }),
            (
                "bytes=0-99999999999999999999999",
                Range::Slice {
                    offset: 0,
                    length: u64::MAX,
                },
            ),
        ];
        for (header, range) in cases {
            assert_eq!(Range::from_header(header), Some(range), "{header}");
        }
    }

    #[test]
    fn headers_that_ask_for_everything() {
        for header in [
            "",
            "bytes",
            "bytes=",
            "bytes=-",
            "bytes=9-5",
            "bytes=a-b",
            "bytes=1",
            "bytes=0-1,5-6",
            "lines=0-1",
            "bytes=+1-2",
            "bytes=1--2",
        ] {
            assert_eq!(Range::from_header(header), None, "{header}");
        }
    }

    #[test]
    fn ranges_end_with_the_object() {
        let cases = [
            (Range::from(3..), 3..10),
            (Range::from(3..5), 3..5),
            (Range::from(3..50), 3..10),
            (Range::from(30..50), 10..10),
            (
                Range::Slice {
                    offset: 3,
                    length: u64::MAX,
                },
                3..10,
            ),
            (Range::Suffix { length: 4 }, 6..10),
            (Range::Suffix { length: 40 }, 0..10),
        ];
        for (range, expected) in cases {
            assert_eq!(range.of(10), expected, "{range:?}");
        }
    }

    #[test]
    fn ranges_of_the_language() {
        assert_eq!(Range::from(..), Range::From { offset: 0 });
        assert_eq!(
            Range::from(..4),
            Range::Slice {
                offset: 0,
                length: 4
            }
        );
        assert_eq!(
            Range::from(..=4),
            Range::Slice {
                offset: 0,
                length: 5
            }
        );
        assert_eq!(
            Range::from(0..=u64::MAX),
            Range::Slice {
                offset: 0,
                length: u64::MAX
            }
        );
        #[allow(clippy::reversed_empty_ranges, reason = "comes from arithmetic")]
        let reversed = Range::from(5..3);
        assert_eq!(
            reversed,
            Range::Slice {
                offset: 5,
                length: 0
            }
        );
    }
}
