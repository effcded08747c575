//! Conditions of requests, by RFC 9110, section 13.

use super::Headers;
use crate::time::Timestamp;

/// What the headers `If-Match`, `If-None-Match`, `If-Modified-Since` and `If-Unmodified-Since` demand.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Conditions {
    pub(crate) matches: Vec<Etag>,
    pub(crate) does_not_match: Vec<Etag>,
    pub(crate) before: Option<Timestamp>,
    pub(crate) after: Option<Timestamp>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Etag {
    Any,
    Strong(String),
    Weak(String),
}

impl Conditions {
    /// A date that is none is left out, as HTTP wants it.
    pub(crate) fn of(headers: &Headers) -> Self {
        let etags = |name| headers.get(name).as_deref().map(etags).unwrap_or_default();
        let date = |name| {
            headers
                .get(name)
                .and_then(|date| Timestamp::from_http_date(&date))
        };
        Self {
            matches: etags("if-match"),
            does_not_match: etags("if-none-match"),
            before: date("if-unmodified-since"),
            after: date("if-modified-since"),
        }
    }

    /// Whether one of the etags that must not be there is this one.
    #[cfg(feature = "router")]
    pub(crate) fn is_known(&self, etag: &str) -> bool {
        self.does_not_match.iter().any(|given| match given {
            Etag::Any => true,
            Etag::Strong(given) | Etag::Weak(given) => given == etag,
        })
    }

    /// Whether the client has what has this etag and was changed at this time: then it is answered with 304.
    #[cfg(feature = "router")]
    pub(crate) fn is_unchanged(&self, etag: Option<&str>, modified: Option<Timestamp>) -> bool {
        if !self.does_not_match.is_empty() {
            return self.is_known(etag.unwrap_or_default());
        }
        let unchanged = |after| modified.is_some_and(|modified| modified <= after);
        self.after.is_some_and(unchanged)
    }
}

/// The etags of a header. What has no quotation marks is taken for an etag too: to ignore it could lose an update.
pub(crate) fn etags(mut text: &str) -> Vec<Etag> {
    let mut all = Vec::new();
    loop {
        text = text.trim_start_matches([' ', '\t', ',']);
        if text.is_empty() {
            return all;
        }
        let (etag, rest) = first(text);
        all.push(etag);
        text = rest;
    }
}

fn first(text: &str) -> (Etag, &str) {
    let weak = text.strip_prefix("W/").filter(|rest| rest.starts_with('"'));
    if let Some((etag, rest)) = weak
        .unwrap_or(text)
        .strip_prefix('"')
        .and_then(|quoted| quoted.split_once('"'))
    {
        let kind = if weak.is_some() {
            Etag::Weak
        } else {
            Etag::Strong
        };
        return (kind(sendable(etag)), rest);
    }
    let end = text.bytes().position(|byte| byte == b',');
    // `split_at` would bring what std says where it panics.
    let end = end.unwrap_or(text.len());
    let (bare, rest) = (
        text.get(..end).unwrap_or_default(),
        text.get(end..).unwrap_or_default(),
    );
    match bare.trim_end().trim_matches('"') {
        "*" => (Etag::Any, rest),
        bare => (Etag::Strong(sendable(bare)), rest),
    }
}

/// What a header cannot carry, no etag of an object has: it stays an etag, which is that of none.
fn sendable(etag: &str) -> String {
    let sent = |c: char| {
        if c.is_ascii_graphic() || c == ' ' {
            c
        } else {
            '?'
        }
    };
    etag.chars().map(sent).collect()
}

/// Etags as a header has them.
pub(crate) fn header_of(etags: &[Etag]) -> String {
    let mut text = String::new();
    for etag in etags {
        if !text.is_empty() {
            text.push_str(", ");
        }
        match etag {
            Etag::Any => text.push('*'),
            Etag::Strong(etag) => text.extend(["\"", etag, "\""]),
            Etag::Weak(etag) => text.extend(["W/\"", etag, "\""]),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    #[cfg(feature = "router")]
    use std::time::Duration;

    use super::*;

    fn strong(etag: &str) -> Etag {
        Etag::Strong(etag.to_owned())
    }

    #[test]
    fn etags_of_headers() {
        let cases = [
            ("", vec![]),
            (" , ", vec![]),
            ("\"a\"", vec![strong("a")]),
            ("a", vec![strong("a")]),
            ("*", vec![Etag::Any]),
            ("W/\"a\"", vec![Etag::Weak("a".to_owned())]),
            (
                "\"a,b\" , W/\"c\",,d",
                vec![strong("a,b"), Etag::Weak("c".to_owned()), strong("d")],
            ),
            ("\"a\"\"b\"", vec![strong("a"), strong("b")]),
            ("\"open", vec![strong("open")]),
            ("W/a", vec![strong("W/a")]),
            ("\"\"", vec![strong("")]),
        ];
        for (header, expected) in cases {
            assert_eq!(etags(header), expected, "{header}");
        }
    }

    /// RFC 9110, 8.8.3.2 and 13.1.2 to 13.1.3.
    #[cfg(feature = "router")]
    #[test]
    fn what_a_client_has_already() {
        const DATE: &str = "Sat, 29 Oct 1994 19:43:31 GMT";
        let date = Timestamp::from_http_date(DATE);
        let before = date.map(|date| Timestamp::from_millis(date.as_millis() - 1000.0));
        let after = date.map(|date| date + Duration::from_secs(1));
        let cases = [
            (("if-none-match", "W/\"1\""), Some("1"), None, true),
            (("if-none-match", "\"1\""), Some("1"), None, true),
            (("if-none-match", "W/\"2\""), Some("1"), None, false),
            (("if-none-match", "\"2\", \"1\""), Some("1"), None, true),
            (("if-none-match", "*"), Some("1"), None, true),
            (("if-none-match", "*"), None, None, true),
            (("if-none-match", "\"1\""), None, date, false),
            (("if-modified-since", DATE), None, date, true),
            (("if-modified-since", DATE), Some("1"), before, true),
            (("if-modified-since", DATE), None, after, false),
            (("if-modified-since", DATE), None, None, false),
            (("if-modified-since", "soon"), None, date, false),
            (("if-match", "\"1\""), Some("1"), date, false),
        ];
        for ((name, value), etag, modified, expected) in cases {
            let mut headers = Headers::new();
            headers.set(name, value).unwrap();
            let unchanged = Conditions::of(&headers).is_unchanged(etag, modified);
            assert_eq!(unchanged, expected, "{name}: {value}");
        }
        // The etag decides where both are given.
        let mut headers = Headers::new();
        headers.set("if-none-match", "\"2\"").unwrap();
        headers.set("if-modified-since", DATE).unwrap();
        assert!(!Conditions::of(&headers).is_unchanged(Some("1"), date));
    }
}
