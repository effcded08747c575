//! What may be kept, and how long: RFC 9111 for a cache that several share, and RFC 5861.

use http::StatusCode;

use super::Defaults;
use crate::Headers;
use crate::time::Timestamp;

/// The statuses that are kept.
const STATUSES: [u16; 11] = [200, 203, 204, 300, 301, 302, 307, 308, 404, 405, 410];

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

/// The value of `cache-control`.
pub(super) struct Control(String);

impl Control {
    pub(super) fn of(headers: &Headers) -> Self {
        let value = headers.get("cache-control").unwrap_or_default();
        Self(value.to_ascii_lowercase())
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.value(name).is_some()
    }

    /// The value of a directive; empty where it has none.
    fn value(&self, name: &str) -> Option<&str> {
        self.0.split(',').find_map(|directive| {
            let (known, value) = directive.split_once('=').unwrap_or((directive, ""));
            (known.trim() == name).then(|| value.trim().trim_matches('"'))
        })
    }

    /// What is no number is taken for 0: stale.
    fn seconds(&self, name: &str) -> Option<u64> {
        self.value(name)
            .map(|value| value.parse().unwrap_or_default())
    }

    /// Whether the answer to somebody who says who he is may be given to others.
    pub(super) fn is_for_others(&self) -> bool {
        ["public", "s-maxage", "must-revalidate"]
            .iter()
            .any(|name| self.has(name))
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
        && varies_on(headers, varied);
    if !is_kept {
        return None;
    }
    let age = age_of(headers);
    let fresh = fresh(&control, headers, defaults, now)?.checked_sub(age)?;
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

/// How old an answer was already.
pub(super) fn age_of(headers: &Headers) -> u64 {
    let age = headers.get("age");
    age.and_then(|age| age.parse().ok()).unwrap_or_default()
}

fn fresh(control: &Control, headers: &Headers, defaults: &Defaults, now: Timestamp) -> Option<u64> {
    let expires = || {
        let expires = headers.get("expires")?;
        let date = headers.get("date");
        let since = date.and_then(|date| Timestamp::from_http_date(&date));
        let until = Timestamp::from_http_date(&expires).unwrap_or(now);
        Some(until.duration_since(since.unwrap_or(now)).as_secs())
    };
    control
        .seconds("s-maxage")
        .or_else(|| control.seconds("max-age"))
        .or_else(expires)
        .or(defaults.fresh)
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
        ] {
            assert_eq!(of(200, &[kept, (name, value)]), None, "{name}: {value}");
        }
    }

    #[test]
    fn statuses() {
        for status in [200, 203, 204, 301, 308, 404, 410] {
            assert!(of(status, &[("cache-control", "max-age=60")]).is_some());
        }
        for status in [101, 201, 206, 303, 304, 400, 401, 403, 500, 503] {
            assert!(of(status, &[("cache-control", "max-age=60")]).is_none());
        }
    }

    #[test]
    fn answers_to_somebody() {
        for (value, expected) in [
            ("public, max-age=1", true),
            ("s-maxage=1", true),
            ("max-age=1, must-revalidate", true),
            ("max-age=1", false),
        ] {
            let mut headers = Headers::new();
            headers.set("cache-control", value).unwrap();
            assert_eq!(Control::of(&headers).is_for_others(), expected, "{value}");
        }
    }
}
