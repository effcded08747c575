//! Whether a request wants the object, by RFC 9110, section 13.

use crate::http::conditions::{Conditions, Etag};
use crate::time::Timestamp;

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Serve,
    /// The client has it.
    NotModified,
    /// It is not the version that the client wants.
    Failed,
}

/// Dates count only where no etags of the same sense are given.
pub(super) fn verdict(condition: &Conditions, etag: &str, uploaded: Timestamp) -> Verdict {
    let uploaded = uploaded.as_secs();
    let fails = if condition.matches.is_empty() {
        condition
            .before
            .is_some_and(|time| uploaded > time.as_secs())
    } else {
        !condition.matches.iter().any(|given| is_strong(given, etag))
    };
    if fails {
        return Verdict::Failed;
    }
    let is_known = if condition.does_not_match.is_empty() {
        condition
            .after
            .is_some_and(|time| uploaded <= time.as_secs())
    } else {
        condition
            .does_not_match
            .iter()
            .any(|given| is_weak(given, etag))
    };
    if is_known {
        return Verdict::NotModified;
    }
    Verdict::Serve
}

fn is_strong(given: &Etag, etag: &str) -> bool {
    match given {
        Etag::Any => true,
        Etag::Strong(given) => given == etag,
        Etag::Weak(_) => false,
    }
}

fn is_weak(given: &Etag, etag: &str) -> bool {
    match given {
        Etag::Any => true,
        Etag::Strong(given) | Etag::Weak(given) => given == etag,
    }
}

/// The version that a range is meant of.
#[derive(Debug, PartialEq)]
pub(super) enum IfRange {
    Etag(String),
    Uploaded(Timestamp),
    /// A weak etag, or nothing that makes sense.
    Never,
}

impl IfRange {
    pub(super) fn parse(value: &str) -> Self {
        let value = value.trim();
        let quoted = value
            .strip_prefix('"')
            .and_then(|rest| rest.strip_suffix('"'));
        match (quoted, Timestamp::from_http_date(value)) {
            (Some(etag), _) => Self::Etag(etag.to_owned()),
            (None, Some(time)) => Self::Uploaded(time),
            (None, None) => Self::Never,
        }
    }

    pub(super) fn is(&self, etag: &str, uploaded: Timestamp) -> bool {
        match self {
            Self::Etag(given) => given == etag,
            Self::Uploaded(time) => time.as_secs() == uploaded.as_secs(),
            Self::Never => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::Headers;

    /// The object was uploaded half a second after this.
    const DATE: &str = "Sun, 06 Nov 1994 08:49:37 GMT";
    const EARLIER: &str = "Sun, 06 Nov 1994 08:49:36 GMT";
    const UPLOADED: Timestamp = Timestamp::from_millis(784_111_777_500.0);

    fn of(fields: &[(&'static str, &str)]) -> Verdict {
        let mut headers = Headers::new();
        for (name, value) in fields {
            headers.set(*name, *value).unwrap();
        }
        verdict(&Conditions::of(&headers), "a", UPLOADED)
    }

    #[test]
    fn one_condition() {
        let cases = [
            ("if-match", "\"a\"", Verdict::Serve),
            ("if-match", "\"b\", \"a\"", Verdict::Serve),
            ("if-match", "*", Verdict::Serve),
            ("if-match", "W/\"a\"", Verdict::Failed),
            ("if-match", "\"b\"", Verdict::Failed),
            ("if-none-match", "\"a\"", Verdict::NotModified),
            ("if-none-match", "W/\"a\"", Verdict::NotModified),
            ("if-none-match", "*", Verdict::NotModified),
            ("if-none-match", "\"b\"", Verdict::Serve),
            ("if-modified-since", DATE, Verdict::NotModified),
            ("if-modified-since", EARLIER, Verdict::Serve),
            ("if-modified-since", "yesterday", Verdict::Serve),
            ("if-unmodified-since", DATE, Verdict::Serve),
            ("if-unmodified-since", EARLIER, Verdict::Failed),
        ];
        for (name, value, expected) in cases {
            assert_eq!(of(&[(name, value)]), expected, "{name}: {value}");
        }
    }

    #[test]
    fn etags_come_before_dates() {
        assert_eq!(
            of(&[("if-match", "\"a\""), ("if-unmodified-since", EARLIER)]),
            Verdict::Serve
        );
        assert_eq!(
            of(&[("if-none-match", "\"b\""), ("if-modified-since", DATE)]),
            Verdict::Serve
        );
        assert_eq!(
            of(&[("if-match", "\"b\""), ("if-none-match", "\"a\"")]),
            Verdict::Failed
        );
        assert_eq!(of(&[]), Verdict::Serve);
    }

    #[test]
    fn ranges_of_one_version() {
        let cases = [
            ("\"a\"", true),
            ("\"b\"", false),
            ("W/\"a\"", false),
            ("a", false),
            (DATE, true),
            (EARLIER, false),
        ];
        for (value, expected) in cases {
            assert_eq!(IfRange::parse(value).is("a", UPLOADED), expected, "{value}");
        }
    }
}
