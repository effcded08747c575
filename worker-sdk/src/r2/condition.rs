//! Conditions on the object that is there.

use wasm_bindgen::JsValue;

use super::sys;
use crate::http::Headers;
use crate::http::conditions::{Conditions, Etag, etags, header_of};
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
    pub(super) given: Conditions,
    seconds: bool,
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
        Self {
            given: Conditions::of(headers),
            seconds: true,
        }
    }

    /// The object's etag is this one, or another one that was given.
    #[must_use]
    pub fn etag_matches(mut self, etag: &str) -> Self {
        self.given.matches.extend(etags(etag));
        self
    }

    /// The object's etag is neither this one nor another one that was given. With `*`, there is no object.
    #[must_use]
    pub fn etag_does_not_match(mut self, etag: &str) -> Self {
        self.given.does_not_match.extend(etags(etag));
        self
    }

    /// The object was uploaded before `time`, [in milliseconds or seconds](Self).
    #[must_use]
    pub fn uploaded_before(mut self, time: Timestamp) -> Self {
        self.given.before = Some(time);
        self
    }

    /// The object was uploaded after `time`, [in milliseconds or seconds](Self).
    #[must_use]
    pub fn uploaded_after(mut self, time: Timestamp) -> Self {
        self.given.after = Some(time);
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
        self.given == Conditions::default()
    }

    /// What of it R2 decides as HTTP does: whether the client has the object.
    pub(super) fn for_reading(&self) -> Self {
        let (mut reading, given) = (Self::new().in_seconds(), &self.given);
        if given.matches.is_empty() && given.before.is_none() {
            let does_not_match = &given.does_not_match;
            reading.given.does_not_match.clone_from(does_not_match);
            reading.given.after = given.after.filter(|_| does_not_match.is_empty());
        }
        reading
    }

    /// The platform takes one strong etag in an object, and any in headers, where dates have seconds.
    pub(super) fn to_js(&self) -> JsValue {
        match (
            plain(&self.given.matches),
            plain(&self.given.does_not_match),
        ) {
            (Some(matches), Some(does_not_match)) => self.to_object(matches, does_not_match),
            _ => self.to_headers(),
        }
    }

    fn to_object(&self, matches: Option<&str>, does_not_match: Option<&str>) -> JsValue {
        let date = |time: Timestamp| sys::date_of(time.as_millis());
        Options::new()
            .text("etagMatches", matches)
            .text("etagDoesNotMatch", does_not_match)
            .value("uploadedBefore", self.given.before.map(date))
            .value("uploadedAfter", self.given.after.map(date))
            .flag("secondsGranularity", self.seconds.then_some(true))
            .into_js()
    }

    fn to_headers(&self) -> JsValue {
        let (given, mut flat) = (&self.given, Vec::new());
        let mut set = |name: &'static str, value: String| {
            flat.extend([js::constant(name), js::text(&value)]);
        };
        if !given.matches.is_empty() {
            set("if-match", header_of(&given.matches));
        }
        if !given.does_not_match.is_empty() {
            set("if-none-match", header_of(&given.does_not_match));
        }
        if let Some(time) = given.before {
            set("if-unmodified-since", time.to_http_date());
        }
        if let Some(time) = given.after {
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

/// The only etag, if it is none or one that an object of conditions can have.
fn plain(etags: &[Etag]) -> Option<Option<&str>> {
    match etags {
        [] => Some(None),
        [Etag::Any] => Some(Some("*")),
        [Etag::Strong(etag)] => Some(Some(etag)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
