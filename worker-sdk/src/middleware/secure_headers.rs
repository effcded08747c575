//! Headers that make browsers careful.

use super::{Middleware, Next};
use crate::error::{Error, Result};
use crate::extract::{FromRequestParts, OptionalFromRequestParts, Parts};
use crate::{Request, Response, crypto};

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
#[derive(Clone, Debug)]
#[must_use = "a middleware is added with `Router::layer`"]
pub struct SecureHeaders {
    fields: Vec<(&'static str, &'static str)>,
    policy: Option<String>,
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
        self.policy = Some(policy.into());
        self
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
            Error::new(
                "there is no nonce; put `SecureHeaders` with a policy that has `{nonce}` around the route",
            )
        };
        parts.extension().cloned().ok_or_else(none)
    }
}

impl<S> OptionalFromRequestParts<S> for Nonce {
    type Rejection = Error;

    async fn optional_from_request_parts(parts: &mut Parts, _: &S) -> Result<Option<Self>> {
        Ok(parts.extension().cloned())
    }
}

impl<S> Middleware<S> for SecureHeaders {
    async fn handle(&self, request: Request, mut next: Next, _: &S) -> Result<Response> {
        let mut policy = self.policy.clone();
        if let Some(policy) = policy.as_mut().filter(|policy| policy.contains("{nonce}")) {
            let nonce = crypto::hex(&crypto::random_bytes(16)?);
            *policy = policy.replace("{nonce}", &nonce);
            next.insert(Nonce(nonce));
        }
        let mut response = next.run(request).await?;
        let headers = response.headers_mut();
        for (name, value) in &self.fields {
            if !headers.has(name) {
                headers.set(*name, *value)?;
            }
        }
        if let Some(policy) = policy
            && !headers.has("content-security-policy")
        {
            headers.set("content-security-policy", policy)?;
        }
        Ok(response)
    }
}
