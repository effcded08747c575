//! Headers that make browsers careful.

use super::marks::{Before, Marks, marking};
use super::{Next, Personal};
use crate::error::{Error, Result};
use crate::extract::{FromRequestParts, OptionalFromRequestParts, Parts};
use crate::{Headers, Request, Response, crypto};

/// Adds the headers that make browsers careful, as Hono and helmet do, where the handler has not set them itself.
///
/// | header | value |
/// |---|---|
/// | `cross-origin-opener-policy` | `same-origin` |
/// | `cross-origin-resource-policy` | `same-origin` |
/// | `origin-agent-cluster` | `?1` |
/// | `referrer-policy` | `no-referrer` |
/// | `strict-transport-security` | `max-age=15552000; includeSubDomains` |
/// | `x-content-type-options` | `nosniff` |
/// | `x-dns-prefetch-control` | `off` |
/// | `x-download-options` | `noopen` |
/// | `x-frame-options` | `SAMEORIGIN` |
/// | `x-permitted-cross-domain-policies` | `none` |
/// | `x-xss-protection` | `0` |
///
/// # Example: a policy with a nonce
///
/// `{nonce}` in the policy stands for random text that is new for each request. The handler takes it as [`Nonce`].
///
/// ```no_run
/// use worker_sdk::http::Html;
/// use worker_sdk::middleware::{Nonce, SecureHeaders};
/// use worker_sdk::router::{Router, get};
///
/// async fn page(nonce: Nonce) -> Html<String> {
///     Html(format!("<script nonce=\"{nonce}\">console.log('ours')</script>"))
/// }
///
/// let router: Router = Router::new()
///     .route("/", get(page))
///     .layer(SecureHeaders::new().content_security_policy("script-src 'nonce-{nonce}'; object-src 'none'"));
/// ```
///
/// See <https://developers.cloudflare.com/workers/examples/security-headers/>.
#[derive(Clone)]
#[must_use = "a middleware is added with `Router::layer`"]
pub struct SecureHeaders {
    fields: Vec<(&'static str, &'static str)>,
    policy: Option<Policy>,
}

/// The policy of a response, and the nonce in it.
type Written = (String, Option<Nonce>);

#[derive(Clone)]
struct Policy {
    text: String,
    /// Writes it for a response. Called by its address, it is no part of workers without a policy.
    written: fn(&str) -> Result<Written>,
}

const DEFAULTS: [(&str, &str); 11] = [
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("origin-agent-cluster", "?1"),
    ("referrer-policy", "no-referrer"),
    (
        "strict-transport-security",
        "max-age=15552000; includeSubDomains",
    ),
    ("x-content-type-options", "nosniff"),
    ("x-dns-prefetch-control", "off"),
    ("x-download-options", "noopen"),
    ("x-frame-options", "SAMEORIGIN"),
    ("x-permitted-cross-domain-policies", "none"),
    ("x-xss-protection", "0"),
];

impl SecureHeaders {
    /// All headers of the table.
    pub fn new() -> Self {
        Self {
            fields: DEFAULTS.to_vec(),
            policy: None,
        }
    }

    /// Sets one of the headers, or a further one.
    pub fn set(mut self, name: &'static str, value: &'static str) -> Self {
        self = self.without(name);
        self.fields.push((name, value));
        self
    }

    /// Leaves one of the headers out.
    pub fn without(mut self, name: &str) -> Self {
        self.fields
            .retain(|(known, _)| !known.eq_ignore_ascii_case(name));
        self
    }

    /// Sets `content-security-policy`; `{nonce}` is random text, new for each request.
    pub fn content_security_policy(mut self, policy: impl Into<String>) -> Self {
        self.policy = Some(Policy {
            text: policy.into(),
            written,
        });
        self
    }
}

impl SecureHeaders {
    /// The policy of this request, and the nonce in it.
    fn policy_and_nonce(&self) -> Result<(Option<String>, Option<Nonce>)> {
        let Some(policy) = &self.policy else {
            return Ok((None, None));
        };
        let (text, nonce) = (policy.written)(&policy.text)?;
        Ok((Some(text), nonce))
    }

    fn mark(&self, headers: &mut Headers, policy: Option<String>) -> Result<()> {
        for (name, value) in &self.fields {
            if !headers.has(name) {
                headers.put(name, value)?;
            }
        }
        match policy {
            Some(policy) if !headers.has("content-security-policy") => {
                headers.put("content-security-policy", &policy)
            }
            _ => Ok(()),
        }
    }
}

impl std::fmt::Debug for SecureHeaders {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let policy = self.policy.as_ref().map(|policy| &policy.text);
        f.debug_struct("SecureHeaders")
            .field("fields", &self.fields)
            .field("policy", &policy)
            .finish()
    }
}

impl Default for SecureHeaders {
    fn default() -> Self {
        Self::new()
    }
}

/// The random text of this request in `content-security-policy`, for the scripts of the page.
///
/// A handler without [`SecureHeaders`] around it, or with a policy without `{nonce}`, is a mistake of the worker.
///
/// [`Cache`](super::Cache) keeps no answer of a handler that takes it, not even a `public` one: the text is for one answer.
#[derive(Clone, Debug)]
pub struct Nonce(String);

impl std::fmt::Display for Nonce {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl<S> FromRequestParts<S> for Nonce {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self> {
        let none = || {
            Error::saying(
                "there is no nonce; put `SecureHeaders` with a policy that has `{nonce}` around the route",
            )
        };
        taken(parts).ok_or_else(none)
    }
}

impl<S> OptionalFromRequestParts<S> for Nonce {
    type Rejection = Error;

    async fn optional_from_request_parts(parts: &mut Parts, _: &S) -> Result<Option<Self>> {
        Ok(taken(parts))
    }
}

fn taken(parts: &Parts) -> Option<Nonce> {
    let nonce = parts.extension().cloned()?;
    if let Some(personal) = parts.extension::<Personal>() {
        personal.mark_single();
    }
    Some(nonce)
}

marking!(SecureHeaders);

impl Marks for SecureHeaders {
    fn before(&self, _: &Request, next: &mut Next) -> Result<Before> {
        let (policy, nonce) = self.policy_and_nonce()?;
        if let Some(nonce) = nonce {
            next.insert(nonce);
        }
        Ok(Before::Asked(policy))
    }

    fn after(&self, response: &mut Response, policy: Option<String>) -> Result<()> {
        self.mark(response.headers_mut(), policy)
    }
}

fn written(policy: &str) -> Result<Written> {
    let random = || Ok(crypto::hex(&crypto::random_bytes(16)?));
    Ok(match with_nonce(policy, random)? {
        Some((policy, nonce)) => (policy, Some(nonce)),
        None => (policy.to_owned(), None),
    })
}

/// `policy` with `nonce` in the places that are for it; `None` if there are none.
fn with_nonce(
    policy: &str,
    nonce: impl FnOnce() -> Result<String>,
) -> Result<Option<(String, Nonce)>> {
    let parts: Vec<&str> = policy.split('{').collect();
    let is_place = |part: &&str| part.starts_with("nonce}");
    if !parts.iter().skip(1).any(is_place) {
        return Ok(None);
    }
    let nonce = nonce()?;
    let mut text = String::new();
    for (index, part) in parts.into_iter().enumerate() {
        match part.strip_prefix("nonce}") {
            Some(behind) if index > 0 => {
                text.push_str(&nonce);
                text.push_str(behind);
            }
            _ => {
                text.push_str(if index > 0 { "{" } else { "" });
                text.push_str(part);
            }
        }
    }
    Ok(Some((text, Nonce(nonce))))
}

#[cfg(test)]
mod tests {
    use super::with_nonce;

    #[test]
    fn each_place_gets_the_nonce() {
        let written = |policy| {
            let made = with_nonce(policy, || Ok("7".to_owned())).unwrap();
            made.map(|(policy, _)| policy)
        };
        let cases = [
            (
                "script-src 'nonce-{nonce}'; x {nonce}",
                Some("script-src 'nonce-7'; x 7"),
            ),
            ("{nonce}", Some("7")),
            ("{{nonce} {a} {nonce", Some("{7 {a} {nonce")),
            ("nonce} {", None),
            ("", None),
        ];
        for (policy, expected) in cases {
            assert_eq!(written(policy).as_deref(), expected, "{policy}");
        }
    }
}
