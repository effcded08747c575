//! What can be wrong with a cookie.

use std::fmt;

use crate::error::{Detail, Kind};
use crate::quoted::escaped;

pub(super) struct CookieName {
    pub(super) name: String,
}

pub(super) struct CookieAttribute {
    pub(super) name: String,
    pub(super) attribute: &'static str,
}

/// A cookie that every browser throws away.
pub(super) struct Refused {
    pub(super) name: String,
    pub(super) rule: Rule,
}

/// A secret that can be guessed.
pub(super) struct ShortSecret {
    pub(super) length: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rule {
    SecurePrefix,
    HttpPrefixSecure,
    HttpPrefixHttpOnly,
    HostPrefixSecure,
    HostPrefixPath,
    HostPrefixDomain,
    PartitionedSecure,
    SameSiteNoneSecure,
    TooLong,
}

impl Rule {
    const fn text(self) -> &'static str {
        match self {
            Self::SecurePrefix => "its prefix `__Secure-` requires `Secure`; add `.secure()`",
            Self::HttpPrefixSecure => "its prefix `__Http-` requires `Secure`; add `.secure()`",
            Self::HttpPrefixHttpOnly => "its prefix requires `HttpOnly`; add `.http_only()`",
            Self::HostPrefixSecure => "its prefix `__Host-` requires `Secure`; add `.secure()`",
            Self::HostPrefixPath => {
                "its prefix `__Host-` requires the path `/`; leave `.path()` out"
            }
            Self::HostPrefixDomain => {
                "its prefix `__Host-` allows no domain; leave `.domain()` out"
            }
            Self::PartitionedSecure => "`Partitioned` requires `Secure`; add `.secure()`",
            Self::SameSiteNoneSecure => "`SameSite=None` requires `Secure`; add `.secure()`",
            Self::TooLong => {
                "name and encoded value have more than 4096 bytes, or path or domain more than 1024; store what is large \
                 elsewhere, and its key in the cookie"
            }
        }
    }
}

impl Detail for CookieName {}
impl Detail for CookieAttribute {}
impl Detail for ShortSecret {}

impl Detail for Refused {
    fn kind(&self) -> Kind {
        match self.rule {
            Rule::TooLong => Kind::TooLarge,
            _ => Kind::Other,
        }
    }
}

impl fmt::Display for ShortSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "a secret of {} bytes is too short for cookies; make a random one of at least 32, for instance with \
             `openssl rand -base64 32`",
            self.length
        )
    }
}

impl fmt::Display for CookieName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = escaped(&self.name);
        write!(
            f,
            "`{name}` is not a cookie name; use letters, digits and any of !#$%&'*+-.^_`|~"
        )
    }
}

impl fmt::Display for CookieAttribute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, attribute } = self;
        write!(
            f,
            "the {attribute} of cookie `{name}` has a semicolon, a control character or a character that is not \
             ASCII; leave it out or encode it"
        )
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "browsers refuse the cookie `{}`: {}",
            self.name,
            self.rule.text()
        )
    }
}
