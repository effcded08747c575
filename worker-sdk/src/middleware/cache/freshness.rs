//! What may be kept, and how long: RFC 9111 for a cache that several share, and RFC 5861.

use http::StatusCode;

use super::Defaults;
use crate::Headers;
use crate::middleware::control::Control;
use crate::time::Timestamp;

/// The statuses that are kept.
const STATUSES: [u16; 11] = [200, 203, 204, 300, 301, 302, 307, 308, 404, 405, 410];

/// Of these, the ones that RFC 9110 has nobody guess a time for.
const TEMPORARY: [u16; 2] = [302, 307];

/// In seconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Lifetime {
    pub(super) fresh: u64,
    /// How long, after that, it is the answer while a new one is made.
    pub(super) while_revalidate: u64,
    /// How long it is the answer if no new one can be made.
    pub(super) if_error: u64,
}

impl Lifetime {
    /// As long as it can be of use.
    pub(super) fn whole(self) -> u64 {
        self.fresh
            .saturating_add(self.while_revalidate.max(self.if_error))
    }
}

/// How long an answer is kept; `None` where it must not be.
pub(super) fn lifetime(
    status: StatusCode,
    headers: &Headers,
    varied: &[&str],
    defaults: &Defaults,
    now: Timestamp,
) -> Option<Lifetime> {
    let control = Control::of(headers);
    let is_kept = STATUSES.contains(&status.as_u16())
        && !["no-store", "private", "no-cache"]
            .iter()
            .any(|name| control.has(name))
        && !headers.has("set-cookie")
        // What the cache gives back is not decoded everywhere.
        && !headers.has("content-encoding")
        && !is_event_stream(headers)
        && varies_on(headers, varied);
    if !is_kept {
        return None;
    }
    let age = age_of(headers);
    let fresh = fresh(&control, headers, now);
    let is_lasting = !TEMPORARY.contains(&status.as_u16());
    let fresh = fresh.or(defaults.fresh.filter(|_| is_lasting))?;
    let fresh = fresh.checked_sub(age)?;
    let is_strict = control.has("must-revalidate") || control.has("proxy-revalidate");
    let stale = |name, default| match is_strict {
        true => 0,
        false => control.seconds(name).unwrap_or(default),
    };
    let lifetime = Lifetime {
        fresh,
        while_revalidate: stale("stale-while-revalidate", defaults.while_revalidate),
        if_error: stale("stale-if-error", defaults.if_error),
    };
    (fresh > 0).then_some(lifetime)
}

/// It may never end.
fn is_event_stream(headers: &Headers) -> bool {
    let kind = headers.get("content-type").unwrap_or_default();
    let start = kind.as_bytes().get(.."text/event-stream".len());
    start.is_some_and(|start| start.eq_ignore_ascii_case(b"text/event-stream"))
}

/// How old an answer was already.
pub(super) fn age_of(headers: &Headers) -> u64 {
    let age = headers.get("age");
    age.and_then(|age| age.parse().ok()).unwrap_or_default()
}

/// How long an answer says itself.
fn fresh(control: &Control, headers: &Headers, now: Timestamp) -> Option<u64> {
    let expires = || {
        let expires = headers.get("expires")?;
        let date = headers.get("date");
        let since = date.and_then(|date| Timestamp::from_http_date(&date));
        // `0` and what else is no date has expired already.
        let Some(until) = Timestamp::from_http_date(&expires) else {
            return Some(0);
        };
        Some(until.duration_since(since.unwrap_or(now)).as_secs())
    };
    control
        .seconds("s-maxage")
        .or_else(|| control.seconds("max-age"))
        .or_else(expires)
}

/// Whether the answer depends on no other headers of the request than these.
fn varies_on(headers: &Headers, varied: &[&str]) -> bool {
    let vary = headers.get("vary").unwrap_or_default();
    let mut names = vary.split(',').map(str::trim);
    names.all(|name| name.is_empty() || varied.iter().any(|known| known.eq_ignore_ascii_case(name)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_millis(1_445_412_480_000.0);

    fn of(status: u16, fields: &[(&'static str, &str)]) -> Option<(u64, u64, u64)> {
        let mut headers = Headers::new();
        for (name, value) in fields {
            headers.append(*name, *value).unwrap();
        }
        let status = StatusCode::from_u16(status).unwrap();
        let varied = ["Accept-Language"];
        let lifetime = lifetime(status, &headers, &varied, &Defaults::default(), NOW)?;
        let Lifetime {
            fresh,
            while_revalidate,
            if_error,
        } = lifetime;
        Some((fresh, while_revalidate, if_error))
    }

    fn control(value: &str) -> Option<(u64, u64, u64)> {
        of(200, &[("cache-control", value)])
    }

    #[test]
    fn how_long() {
        let cases = [
            ("max-age=60", Some((60, 0, 0))),
            ("Max-Age=60", Some((60, 0, 0))),
            ("max-age=\"60\"", Some((60, 0, 0))),
            ("max-age=60, s-maxage=5", Some((5, 0, 0))),
            ("max-age=0, s-maxage=5", Some((5, 0, 0))),
            ("public, max-age=60", Some((60, 0, 0))),
            (
                "max-age=60, stale-while-revalidate=30, stale-if-error=90",
                Some((60, 30, 90)),
            ),
            ("s-maxage=60, stale-while-revalidate=30", Some((60, 30, 0))),
            (
                "max-age=60, stale-while-revalidate=30, must-revalidate",
                Some((60, 0, 0)),
            ),
            (
                "max-age=60, stale-if-error=30, proxy-revalidate",
                Some((60, 0, 0)),
            ),
            ("max-age=0", None),
            ("max-age=60, s-maxage=0", None),
            ("max-age=x", None),
            ("max-age=-1", None),
            ("", None),
            ("public", None),
            ("no-store", None),
            ("max-age=60, no-store", None),
            ("max-age=60, private", None),
            ("max-age=60, private=\"x-a\"", None),
            ("max-age=60, no-cache", None),
            ("max-age=60, NO-CACHE", None),
            ("x-max-age=60", None),
        ];
        for (value, expected) in cases {
            assert_eq!(control(value), expected, "{value}");
        }
    }

    #[test]
    fn other_headers() {
        let kept = ("cache-control", "max-age=60");
        let date = "Wed, 21 Oct 2015 07:28:00 GMT";
        assert_eq!(
            of(200, &[("expires", "Wed, 21 Oct 2015 07:29:00 GMT")]),
            Some((60, 0, 0))
        );
        assert_eq!(
            of(
                200,
                &[("date", "Wed, 21 Oct 2015 07:27:00 GMT"), ("expires", date)]
            ),
            Some((60, 0, 0))
        );
        let before = "Wed, 21 Oct 2015 07:27:50 GMT";
        for no_date in ["0", "-1", "never"] {
            let headers = [("date", before), ("expires", no_date)];
            assert_eq!(of(200, &headers), None, "{no_date}");
        }
        for expires in [date, "0", "Wed, 21 Oct 2015 07:27:00 GMT"] {
            assert_eq!(of(200, &[("expires", expires)]), None, "{expires}");
        }
        assert_eq!(
            of(200, &[kept, ("expires", date)]),
            Some((60, 0, 0)),
            "`max-age` counts"
        );
        assert_eq!(of(200, &[kept, ("age", "20")]), Some((40, 0, 0)));
        assert_eq!(of(200, &[kept, ("age", "60")]), None);
        assert_eq!(
            of(200, &[kept, ("vary", "accept-language")]),
            Some((60, 0, 0))
        );
        for (name, value) in [
            ("vary", "*"),
            ("vary", "accept-language, cookie"),
            ("set-cookie", "a=b"),
            ("content-encoding", "gzip"),
            ("content-type", "Text/Event-Stream; charset=utf-8"),
        ] {
            assert_eq!(of(200, &[kept, (name, value)]), None, "{name}: {value}");
        }
    }

    #[test]
    fn statuses() {
        for status in [200, 203, 204, 301, 302, 307, 308, 404, 410] {
            assert!(of(status, &[("cache-control", "max-age=60")]).is_some());
        }
        for status in [101, 201, 206, 303, 304, 400, 401, 403, 500, 503] {
            assert!(of(status, &[("cache-control", "max-age=60")]).is_none());
        }
    }
}
