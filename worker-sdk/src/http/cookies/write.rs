//! `set-cookie`.

use std::fmt;
use std::time::Duration;

use super::error::{CookieAttribute, CookieName, Refused, Rule};
use crate::error::{Error, Result};
use crate::http::is_token;
use crate::http::url::push_encoded;
use crate::time::Timestamp;

/// From which sites a browser sends a cookie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SameSite {
    /// From the same site only.
    Strict,
    /// From the same site, and when a link leads to it.
    Lax,
    /// From every site. Requires [`SetCookie::secure`].
    None,
}

impl SameSite {
    const fn name(self) -> &'static str {
        match self {
            Self::Strict => "Strict",
            Self::Lax => "Lax",
            Self::None => "None",
        }
    }
}

/// A cookie for the client to keep.
///
/// The value may be any text: it is written as JavaScript's `encodeURIComponent` encodes it, and
/// [`Request::cookie`](crate::Request::cookie) decodes it. The path is `/` unless [`path`](SetCookie::path) says
/// otherwise. Without [`max_age`](SetCookie::max_age) and [`expires`](SetCookie::expires) the cookie ends with the
/// browser's session; browsers keep none longer than 400 days.
///
/// # Examples
///
/// ```
/// use std::time::Duration;
/// use worker_sdk::Response;
/// use worker_sdk::http::{SameSite, SetCookie};
///
/// # fn main() -> worker_sdk::Result<()> {
/// let session = SetCookie::new("__Host-session", "s3cr3t")
///     .max_age(Duration::from_secs(3600))
///     .http_only()
///     .secure()
///     .same_site(SameSite::Lax);
/// let response = Response::text("welcome").with_cookie(session)?;
/// # let _ = response;
/// # Ok(())
/// # }
/// ```
///
/// See <https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Set-Cookie>.
#[derive(Clone)]
#[must_use = "a cookie reaches the client with `Response::with_cookie`"]
pub struct SetCookie {
    name: String,
    value: String,
    path: String,
    domain: Option<String>,
    max_age: Option<u64>,
    expires: Option<Timestamp>,
    http_only: bool,
    secure: bool,
    same_site: Option<SameSite>,
    partitioned: bool,
}

/// What browsers keep of name and value, and of an attribute: RFC 6265bis, 5.7.
const MAX_PAIR: usize = 4096;
const MAX_ATTRIBUTE: usize = 1024;

impl SetCookie {
    /// A cookie for every path of this host.
    pub fn new(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            value: value.into(),
            path: "/".to_owned(),
            domain: None,
            max_age: None,
            expires: None,
            http_only: false,
            secure: false,
            same_site: None,
            partitioned: false,
        }
    }

    /// Makes the client forget a cookie. Path and domain have to be those that the cookie was set with.
    pub fn removal(name: impl Into<String>) -> Self {
        Self::new(name, "").max_age(Duration::ZERO)
    }

    /// Only for this path and those below it. An empty path stands for the folder of the request.
    pub fn path(mut self, path: impl Into<String>) -> Self {
        self.path = path.into();
        self
    }

    /// Also for the hosts below `domain`, which has to be this host or one above it.
    pub fn domain(mut self, domain: impl Into<String>) -> Self {
        self.domain = Some(domain.into());
        self
    }

    /// Ends after `duration`, in whole seconds, of which a duration that is not zero has one at least. Stronger than
    /// [`expires`](SetCookie::expires).
    pub fn max_age(mut self, duration: Duration) -> Self {
        let least = u64::from(!duration.is_zero());
        self.max_age = Some(duration.as_secs().max(least));
        self
    }

    /// Ends at a point in time.
    pub fn expires(mut self, at: Timestamp) -> Self {
        self.expires = Some(at);
        self
    }

    /// Hidden from the scripts of the page.
    pub fn http_only(mut self) -> Self {
        self.http_only = true;
        self
    }

    /// Sent over `https` only.
    pub fn secure(mut self) -> Self {
        self.secure = true;
        self
    }

    /// From which sites it is sent; browsers take `Lax` when this is left out.
    pub fn same_site(mut self, same_site: SameSite) -> Self {
        self.same_site = Some(same_site);
        self
    }

    /// Kept apart for each site that the page is embedded in. Requires [`secure`](SetCookie::secure).
    pub fn partitioned(mut self) -> Self {
        self.partitioned = true;
        self
    }

    /// The value of a `set-cookie` header.
    ///
    /// # Errors
    ///
    /// Fails when the name, the path or the domain has characters that a cookie cannot have, and when browsers would
    /// refuse the cookie: the prefixes `__Secure-`, `__Host-`, `__Http-` and `__Host-Http-`, `Partitioned` and
    /// `SameSite=None` all require [`secure`](SetCookie::secure), the third and fourth require
    /// [`http_only`](SetCookie::http_only) as well, `__Host-` and `__Host-Http-` allow no domain and only the path `/`, and
    /// name and value, as it is encoded, have up to 4096 bytes together (the error
    /// [is too large](Error::is_too_large)).
    pub fn to_header(&self) -> Result<String> {
        self.check()?;
        let mut text = String::with_capacity(self.name.len() + self.value.len() + 64);
        text.push_str(&self.name);
        text.push('=');
        push_encoded(&mut text, &self.value);
        if text.len() > MAX_PAIR + "=".len() {
            return Err(self.refused(Rule::TooLong));
        }
        self.push_attributes(&mut text);
        Ok(text)
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    pub(crate) fn value(&self) -> &str {
        &self.value
    }

    pub(crate) fn with_value(mut self, value: String) -> Self {
        self.value = value;
        self
    }

    fn push_attributes(&self, text: &mut String) {
        let mut push = |parts: [&str; 2]| {
            text.push_str("; ");
            parts.iter().for_each(|part| text.push_str(part));
        };
        if let Some(seconds) = self.max_age {
            push(["Max-Age=", &seconds.to_string()]);
        }
        if let Some(domain) = &self.domain {
            push(["Domain=", domain]);
        }
        if !self.path.is_empty() {
            push(["Path=", &self.path]);
        }
        if let Some(at) = self.expires {
            push(["Expires=", &at.to_http_date()]);
        }
        if self.http_only {
            push(["HttpOnly", ""]);
        }
        if self.secure {
            push(["Secure", ""]);
        }
        if let Some(same_site) = self.same_site {
            push(["SameSite=", same_site.name()]);
        }
        if self.partitioned {
            push(["Partitioned", ""]);
        }
    }

    fn check(&self) -> Result<()> {
        let name = || self.name.clone();
        if !is_token(&self.name) {
            return Err(Error::of(CookieName { name: name() }));
        }
        let attributes = [("path", Some(&self.path)), ("domain", self.domain.as_ref())];
        for (attribute, value) in attributes {
            if !value.is_none_or(|value| is_attribute(value)) {
                return Err(Error::of(CookieAttribute {
                    name: name(),
                    attribute,
                }));
            }
        }
        match self.broken_rule() {
            Some(rule) => Err(self.refused(rule)),
            None => Ok(()),
        }
    }

    #[cold]
    fn refused(&self, rule: Rule) -> Error {
        let name = self.name.clone();
        Error::of(Refused { name, rule })
    }

    fn broken_rule(&self) -> Option<Rule> {
        let begins = |prefix: &str| {
            let start = self.name.get(..prefix.len());
            start.is_some_and(|start| start.eq_ignore_ascii_case(prefix))
        };
        let host = begins("__Host-");
        let domain = self.domain.as_ref().map_or(0, String::len);
        let http = begins("__Http-") || begins("__Host-Http-");
        let rules = [
            (self.path.len().max(domain) > MAX_ATTRIBUTE, Rule::TooLong),
            (!self.secure && begins("__Secure-"), Rule::SecurePrefix),
            (!self.secure && begins("__Http-"), Rule::HttpPrefixSecure),
            (!self.http_only && http, Rule::HttpPrefixHttpOnly),
            (!self.secure && host, Rule::HostPrefixSecure),
            (host && self.path != "/", Rule::HostPrefixPath),
            (host && self.domain.is_some(), Rule::HostPrefixDomain),
            (!self.secure && self.partitioned, Rule::PartitionedSecure),
            (
                !self.secure && self.same_site == Some(SameSite::None),
                Rule::SameSiteNoneSecure,
            ),
        ];
        rules
            .into_iter()
            .find_map(|(broken, rule)| broken.then_some(rule))
    }
}

/// Shows the name only: the value is often a secret.
impl fmt::Debug for SetCookie {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SetCookie")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

fn is_attribute(value: &str) -> bool {
    value
        .bytes()
        .all(|byte| matches!(byte, b' '..=b'~') && byte != b';')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cookie() -> SetCookie {
        SetCookie::new("a", "1")
    }

    #[test]
    fn values_are_not_shown() {
        let cookie = SetCookie::new("session", "s3cr3t").http_only();
        let shown = format!("{cookie:?}");
        assert_eq!(shown, "SetCookie { name: \"session\", .. }");
    }

    #[test]
    fn attributes() {
        let host = SetCookie::new("__Host-a", "1").secure();
        let cases = [
            (cookie(), "a=1; Path=/"),
            (cookie().path(""), "a=1"),
            (
                cookie().path("/x").domain("example.com"),
                "a=1; Domain=example.com; Path=/x",
            ),
            (
                cookie().max_age(Duration::from_millis(61_500)),
                "a=1; Max-Age=61; Path=/",
            ),
            // 0 has browsers forget it.
            (
                cookie().max_age(Duration::from_millis(900)),
                "a=1; Max-Age=1; Path=/",
            ),
            (
                cookie().expires(Timestamp::from_millis(1_792_567_680_999.0)),
                "a=1; Path=/; Expires=Wed, 21 Oct 2026 07:28:00 GMT",
            ),
            (
                cookie().http_only().secure(),
                "a=1; Path=/; HttpOnly; Secure",
            ),
            (
                cookie().same_site(SameSite::Strict),
                "a=1; Path=/; SameSite=Strict",
            ),
            (
                cookie().same_site(SameSite::Lax),
                "a=1; Path=/; SameSite=Lax",
            ),
            (
                cookie().same_site(SameSite::None).secure(),
                "a=1; Path=/; Secure; SameSite=None",
            ),
            (
                cookie().partitioned().secure(),
                "a=1; Path=/; Secure; Partitioned",
            ),
            (host, "__Host-a=1; Path=/; Secure"),
            (SetCookie::removal("a"), "a=; Max-Age=0; Path=/"),
            (
                SetCookie::new("a", "é; \"x\"(~)\r\n"),
                "a=%C3%A9%3B%20%22x%22(~)%0D%0A; Path=/",
            ),
        ];
        for (cookie, expected) in cases {
            assert_eq!(cookie.to_header().unwrap(), expected);
        }
    }

    #[test]
    fn as_long_as_browsers_keep() {
        assert!(SetCookie::new("a", "b".repeat(4095)).to_header().is_ok());
        let error = SetCookie::new("a", "b".repeat(4096))
            .to_header()
            .unwrap_err();
        assert!(error.is_too_large());
    }

    #[test]
    fn what_is_written_is_read() {
        for value in [
            "",
            "plain",
            "a b",
            "100%",
            "%20",
            "é;=\"\u{1F600}\"",
            "\"quoted\"",
        ] {
            let header = SetCookie::new("a", value).path("").to_header().unwrap();
            assert_eq!(
                super::super::parse(&header),
                [("a".into(), value.to_owned())]
            );
        }
    }

    /// The examples of RFC 6265, 3.1.
    #[test]
    fn examples_of_the_specification() {
        let session = || SetCookie::new("SID", "31d4d96e407aad42");
        let cases = [
            (session().path(""), "SID=31d4d96e407aad42"),
            (
                session().domain("example.com"),
                "SID=31d4d96e407aad42; Domain=example.com; Path=/",
            ),
            (
                session().secure().http_only(),
                "SID=31d4d96e407aad42; Path=/; HttpOnly; Secure",
            ),
            (
                SetCookie::new("lang", "en-US")
                    .path("/")
                    .domain("example.com"),
                "lang=en-US; Domain=example.com; Path=/",
            ),
            (
                SetCookie::new("lang", "")
                    .path("")
                    .expires(Timestamp::from_millis(784_111_777_000.0)),
                "lang=; Expires=Sun, 06 Nov 1994 08:49:37 GMT",
            ),
        ];
        for (cookie, expected) in cases {
            assert_eq!(cookie.to_header().unwrap(), expected);
        }
        let both = super::super::parse("SID=31d4d96e407aad42; lang=en-US");
        assert_eq!(both.len(), 2);
    }

    /// What browsers ignore is an error: RFC 6265bis, 5.7.
    #[test]
    fn what_is_too_long() {
        let of = |name: usize, value: usize| {
            SetCookie::new("a".repeat(name), "b".repeat(value)).to_header()
        };
        assert!(of(96, 4000).is_ok() && of(1, 4095).is_ok());
        assert_eq!(
            SetCookie::new("a", "b".repeat(4096))
                .to_header()
                .unwrap_err()
                .to_string(),
            "browsers refuse the cookie `a`: name and encoded value have more than 4096 bytes, or path or domain more \
             than 1024; store what is large elsewhere, and its key in the cookie"
        );
        assert!(of(97, 4000).is_err());
        assert!(
            SetCookie::new("a", "é".repeat(700)).to_header().is_err(),
            "encoded"
        );
        let long = |length| "/".repeat(length);
        assert!(cookie().path(long(1024)).to_header().is_ok());
        assert!(cookie().path(long(1025)).to_header().is_err());
        assert!(cookie().domain("a".repeat(1025)).to_header().is_err());
    }

    #[test]
    fn mistakes_are_named() {
        let cases = [
            (
                SetCookie::new("a b", ""),
                "`a b` is not a cookie name; use letters, digits and any of !#$%&'*+-.^_`|~",
            ),
            (
                SetCookie::new("", ""),
                "`` is not a cookie name; use letters, digits and any of !#$%&'*+-.^_`|~",
            ),
            (
                cookie().path("/;x"),
                "the path of cookie `a` has a semicolon, a control character or a character that is not ASCII; leave \
                 it out or encode it",
            ),
            (
                cookie().domain("x\r\ny"),
                "the domain of cookie `a` has a semicolon, a control character or a character that is not ASCII; \
                 leave it out or encode it",
            ),
            (
                SetCookie::new("__Secure-a", ""),
                "browsers refuse the cookie `__Secure-a`: its prefix `__Secure-` requires `Secure`; add `.secure()`",
            ),
            (
                SetCookie::new("__host-a", ""),
                "browsers refuse the cookie `__host-a`: its prefix `__Host-` requires `Secure`; add `.secure()`",
            ),
            (
                SetCookie::new("__Host-a", "").secure().path("/x"),
                "browsers refuse the cookie `__Host-a`: its prefix `__Host-` requires the path `/`; leave `.path()` \
                 out",
            ),
            (
                SetCookie::new("__Host-a", "").secure().domain("b.c"),
                "browsers refuse the cookie `__Host-a`: its prefix `__Host-` allows no domain; leave `.domain()` out",
            ),
            (
                SetCookie::new("__Http-a", ""),
                "browsers refuse the cookie `__Http-a`: its prefix `__Http-` requires `Secure`; add `.secure()`",
            ),
            (
                SetCookie::new("__Http-a", "").secure(),
                "browsers refuse the cookie `__Http-a`: its prefix requires `HttpOnly`; add `.http_only()`",
            ),
            (
                SetCookie::new("__host-http-a", "").secure(),
                "browsers refuse the cookie `__host-http-a`: its prefix requires `HttpOnly`; add `.http_only()`",
            ),
            (
                SetCookie::new("__Host-Http-a", "")
                    .secure()
                    .http_only()
                    .path("/x"),
                "browsers refuse the cookie `__Host-Http-a`: its prefix `__Host-` requires the path `/`; leave `.path()` \
                 out",
            ),
            (
                cookie().partitioned(),
                "browsers refuse the cookie `a`: `Partitioned` requires `Secure`; add `.secure()`",
            ),
            (
                cookie().same_site(SameSite::None),
                "browsers refuse the cookie `a`: `SameSite=None` requires `Secure`; add `.secure()`",
            ),
        ];
        for (cookie, expected) in cases {
            assert_eq!(cookie.to_header().unwrap_err().to_string(), expected);
        }
    }
}
