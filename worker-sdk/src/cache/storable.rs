//! What a cache would keep.

use crate::Response;
use crate::http::Headers;

/// The statuses that caches keep when the response does not say for how long.
const STATUSES: [u16; 12] = [200, 203, 204, 300, 301, 302, 303, 307, 308, 404, 405, 410];

/// Whether [`Cache::put`](super::Cache::put) would succeed and keep `response` for a while.
///
/// False for what it refuses or [drops](super#what-is-not-kept); then the body need not be cloned.
///
/// # Examples
///
/// ```
/// use worker_sdk::{Response, Result};
/// use worker_sdk::cache::is_storable;
///
/// # fn main() -> Result<()> {
/// assert!(is_storable(&Response::text("for all")));
/// assert!(!is_storable(&Response::text("for you").with_header("cache-control", "private")?));
/// # Ok(())
/// # }
/// ```
#[must_use]
pub fn is_storable(response: &Response) -> bool {
    STATUSES.contains(&response.status().as_u16()) && headers_allow(&response.headers())
}

fn headers_allow(headers: &Headers) -> bool {
    let control = headers
        .get("cache-control")
        .unwrap_or_default()
        .to_ascii_lowercase();
    let mut directives = control.split(',').map(str::trim);
    let for_caches = control.contains("s-maxage");
    let leaves_cookies_out = control.contains("private=set-cookie");
    let varies_on_all = headers.get("vary").is_some_and(|vary| vary.contains('*'));
    !varies_on_all
        && (leaves_cookies_out || !headers.has("set-cookie"))
        && !directives.any(|directive| match directive {
            "private" | "no-store" | "no-cache" | "s-maxage=0" => true,
            "max-age=0" => !for_caches,
            _ => false,
        })
}

#[cfg(test)]
mod tests {
    use http::StatusCode;

    use super::*;

    fn with(fields: &[(&'static str, &'static str)]) -> bool {
        let mut response = Response::text("");
        for (name, value) in fields {
            response.headers_mut().append(*name, *value).unwrap();
        }
        is_storable(&response)
    }

    #[test]
    fn headers_decide() {
        assert!(with(&[]));
        assert!(with(&[
            ("cache-control", "public, max-age=60"),
            ("vary", "accept")
        ]));
        assert!(with(&[("cache-control", "max-age=0, s-maxage=60")]));
        for control in ["private", "max-age=60, No-Store", "no-cache", "max-age=0"] {
            assert!(!with(&[("cache-control", control)]), "{control}");
        }
        assert!(!with(&[("vary", "accept, *")]));
    }

    #[test]
    fn cookies_are_left_out_or_the_response_is() {
        assert!(!with(&[("set-cookie", "a=1")]));
        assert!(with(&[
            ("set-cookie", "a=1"),
            ("cache-control", "private=Set-Cookie, max-age=60")
        ]));
    }

    #[test]
    fn statuses_decide() {
        for (status, expected) in [
            (200, true),
            (404, true),
            (206, false),
            (304, false),
            (500, false),
        ] {
            let status = StatusCode::from_u16(status).unwrap();
            assert_eq!(
                is_storable(&Response::empty().with_status(status)),
                expected,
                "{status}"
            );
        }
    }
}
