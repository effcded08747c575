//! Conditions on the object that is there.

use wasm_bindgen::JsValue;

use super::sys;
use crate::http::Headers;
use crate::js::{self, Options};
use crate::time::Timestamp;

/// What has to be true of the object that is there, so that a `get` or `put` happens.
///
/// All that is said has to hold, except that the platform leaves out a date beside an etag of the same sense, as HTTP
/// does: `uploaded_before` beside `etag_matches`, and `uploaded_after` beside `etag_does_not_match`. An etag may be given
/// with or without quotation marks; `*` is any object.
///
/// Times are compared in milliseconds, but in whole seconds beside several etags of one sense and weak ones: the platform
/// takes those as headers alone, where times have no more.
///
/// # Examples
///
/// ```no_run
/// # async fn run(bucket: worker_sdk::r2::Bucket, etag: &str) -> worker_sdk::Result<()> {
/// use worker_sdk::r2::{Condition, PutOutcome};
///
/// let unchanged = Condition::new().etag_matches(etag);
/// match bucket.put("counter", "2").only_if(unchanged).await? {
///     PutOutcome::Stored(object) => worker_sdk::console_log!("stored {}", object.etag()),
///     _ => worker_sdk::console_log!("somebody was faster"),
/// }
/// # Ok(())
/// # }
/// ```
///
/// See <https://developers.cloudflare.com/r2/api/workers/workers-api-reference/#conditional-operations>.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Condition {
    pub(super) matches: Vec<Etag>,
    pub(super) does_not_match: Vec<Etag>,
    pub(super) before: Option<Timestamp>,
    pub(super) after: Option<Timestamp>,
    seconds: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Etag {
    Any,
    Strong(String),
    Weak(String),
}

impl Condition {
    /// A condition that always holds.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// What the headers `If-Match`, `If-None-Match`, `If-Modified-Since` and `If-Unmodified-Since` demand.
    ///
    /// A date that is none is left out, as HTTP wants it.
    #[must_use]
    pub fn from_headers(headers: &Headers) -> Self {
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
            seconds: true,
        }
    }

    /// The object's etag is this one, or another one that was given.
    #[must_use]
    pub fn etag_matches(mut self, etag: &str) -> Self {
        self.matches.extend(etags(etag));
        self
    }

    /// The object's etag is neither this one nor another one that was given. With `*`, there is no object.
    #[must_use]
    pub fn etag_does_not_match(mut self, etag: &str) -> Self {
        self.does_not_match.extend(etags(etag));
        self
    }

    /// The object was uploaded before `time`, [in milliseconds or seconds](Self).
    #[must_use]
    pub fn uploaded_before(mut self, time: Timestamp) -> Self {
        self.before = Some(time);
        self
    }

    /// The object was uploaded after `time`, [in milliseconds or seconds](Self).
    #[must_use]
    pub fn uploaded_after(mut self, time: Timestamp) -> Self {
        self.after = Some(time);
        self
    }

    /// Times are compared in whole seconds, as HTTP has them, not in milliseconds.
    #[must_use]
    pub fn in_seconds(mut self) -> Self {
        self.seconds = true;
        self
    }

    /// Whether something is demanded.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self
            == Self {
                seconds: self.seconds,
                ..Self::default()
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

    /// What of it R2 decides as HTTP does: whether the client has the object.
    pub(super) fn for_reading(&self) -> Self {
        let mut reading = Self::new().in_seconds();
        if self.matches.is_empty() && self.before.is_none() {
            reading.does_not_match.clone_from(&self.does_not_match);
            reading.after = self.after.filter(|_| self.does_not_match.is_empty());
        }
        reading
    }

    /// The platform takes one strong etag in an object, and any in headers, where dates have seconds.
    pub(super) fn to_js(&self) -> JsValue {
        match (plain(&self.matches), plain(&self.does_not_match)) {
            (Some(matches), Some(does_not_match)) => self.to_object(matches, does_not_match),
            _ => self.to_headers(),
        }
    }

    fn to_object(&self, matches: Option<&str>, does_not_match: Option<&str>) -> JsValue {
        let date = |time: Timestamp| sys::date_of(time.as_millis());
        Options::new()
            .text("etagMatches", matches)
            .text("etagDoesNotMatch", does_not_match)
            .value("uploadedBefore", self.before.map(date))
            .value("uploadedAfter", self.after.map(date))
            .flag("secondsGranularity", self.seconds.then_some(true))
            .into_js()
    }

    fn to_headers(&self) -> JsValue {
        let mut flat = Vec::new();
        let mut set = |name: &'static str, value: String| {
            flat.extend([js::constant(name), js::text(&value)]);
        };
        if !self.matches.is_empty() {
            set("if-match", header_of(&self.matches));
        }
        if !self.does_not_match.is_empty() {
            set("if-none-match", header_of(&self.does_not_match));
        }
        if let Some(time) = self.before {
            set("if-unmodified-since", time.to_http_date());
        }
        if let Some(time) = self.after {
            set("if-modified-since", time.to_http_date());
        }
        sys::headers_of_pairs(&js::list(flat))
    }
}

impl From<&Headers> for Condition {
    fn from(headers: &Headers) -> Self {
        Self::from_headers(headers)
    }
}

/// The etags of a header. What has no quotation marks is taken for an etag too: to ignore it could lose an update.
fn etags(mut text: &str) -> Vec<Etag> {
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

/// The only etag, if it is none or one that an object of conditions can have.
fn plain(etags: &[Etag]) -> Option<Option<&str>> {
    match etags {
        [] => Some(None),
        [Etag::Any] => Some(Some("*")),
        [Etag::Strong(etag)] => Some(Some(etag)),
        _ => None,
    }
}

fn header_of(etags: &[Etag]) -> String {
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
            let condition = Condition::from_headers(&headers);
            let unchanged = condition.is_unchanged(etag, modified);
            assert_eq!(unchanged, expected, "{name}: {value}");
        }
        // The etag decides where both are given.
        let mut headers = Headers::new();
        headers.set("if-none-match", "\"2\"").unwrap();
        headers.set("if-modified-since", DATE).unwrap();
        assert!(!Condition::from_headers(&headers).is_unchanged(Some("1"), date));
    }

    #[test]
    fn etags_are_written_as_headers_have_them() {
        let header = "\"a\", W/\"b\", *";
        assert_eq!(header_of(&etags(header)), header);
        assert_eq!(plain(&etags("a")), Some(Some("a")));
        assert_eq!(plain(&etags("*")), Some(Some("*")));
        assert_eq!(plain(&etags("")), Some(None));
        assert_eq!(plain(&etags("W/\"a\"")), None);
        assert_eq!(plain(&etags("a, b")), None);
    }

    #[test]
    fn conditions_of_headers() {
        let mut headers = Headers::new();
        assert!(Condition::from_headers(&headers).is_empty());
        headers.set("if-none-match", "\"a\"").unwrap();
        headers
            .set("if-modified-since", "Thu, 01 Jan 1970 00:00:01 GMT")
            .unwrap();
        headers.set("if-unmodified-since", "whenever").unwrap();
        let condition = Condition::from_headers(&headers);
        let expected = Condition::new()
            .etag_does_not_match("a")
            .uploaded_after(Timestamp::from_millis(1_000.0))
            .in_seconds();
        assert_eq!(condition, expected);
        assert!(!condition.is_empty());
        let etag_alone = Condition::new().etag_does_not_match("a").in_seconds();
        assert_eq!(condition.for_reading(), etag_alone);
        assert!(condition.etag_matches("b").for_reading().is_empty());
    }
}
