//! Cookies.

use std::convert::Infallible;
use std::fmt;

use super::{FromRequestParts, Parts};

/// The cookies of a request. The answer sets some with [`SetCookie`](crate::http::SetCookie).
///
/// # Examples
///
/// ```no_run
/// use worker_sdk::IntoResponse;
/// use worker_sdk::extract::Cookies;
/// use worker_sdk::http::SetCookie;
///
/// async fn visits(cookies: Cookies) -> impl IntoResponse {
///     let visits: u32 = cookies.get("visits").and_then(|text| text.parse().ok()).unwrap_or(0) + 1;
///     (SetCookie::new("visits", visits.to_string()).http_only(), format!("visit {visits}"))
/// }
/// ```
#[derive(Clone, Default)]
pub struct Cookies(Vec<(String, String)>);

impl Cookies {
    /// The decoded value of the first cookie `name`.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.iter()
            .find(|(key, _)| *key == name)
            .map(|(_, value)| value)
    }

    /// Names and decoded values, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

/// Cookies for tests.
///
/// # Examples
///
/// ```
/// use worker_sdk::extract::Cookies;
///
/// let cookies = Cookies::from_iter([("visits", "3")]);
/// assert_eq!(cookies.get("visits"), Some("3"));
/// ```
impl<N: Into<String>, V: Into<String>> FromIterator<(N, V)> for Cookies {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(cookies: I) -> Self {
        let cookies = cookies.into_iter();
        Self(
            cookies
                .map(|(name, value)| (name.into(), value.into()))
                .collect(),
        )
    }
}

impl IntoIterator for Cookies {
    type Item = (String, String);
    type IntoIter = std::vec::IntoIter<Self::Item>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

/// Shows the names only: values are often secrets.
impl fmt::Debug for Cookies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set()
            .entries(self.iter().map(|(name, _)| name))
            .finish()
    }
}

impl<S> FromRequestParts<S> for Cookies {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self(parts.request.cookies()))
    }
}
