//! Who checks webhooks.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::discord::Discord;
use super::hmac::Hmac;
use super::keys::Key;
use super::refusal::{mismatch, too_large, too_many, untimely};
use super::scheme::{Scheme, Sent};
use super::slack::Slack;
use super::standard::Standard;
use super::stripe::Stripe;
use super::verified::Verified;
use crate::error::Result;
use crate::http::{HttpError, read_limited};
use crate::time::now;
use crate::{Headers, Request};

/// Checking a signature of Ed25519 takes work, which whoever sends a request must not multiply.
const MOST_SIGNATURES: usize = 16;

/// Checks the signatures of one service's webhooks. Cheap to clone.
///
/// The module has the [services](super), and what is refused.
///
/// # Example: two secrets while one is replaced
///
/// ```no_run
/// use worker_sdk::Result;
/// use worker_sdk::env::Secret;
/// use worker_sdk::webhooks::Verifier;
///
/// fn verifier(secret: &Secret, old_secret: Option<&Secret>) -> Result<Verifier> {
///     let verifier = Verifier::stripe(secret.expose())?;
///     match old_secret {
///         Some(old) => verifier.or(old.expose()),
///         None => Ok(verifier),
///     }
/// }
/// ```
#[derive(Clone)]
#[must_use = "a verifier does nothing until it is asked"]
pub struct Verifier {
    scheme: Arc<dyn Scheme>,
    keys: Vec<Arc<dyn Key>>,
    tolerance: Duration,
    body_limit: u64,
}

impl Verifier {
    fn new(scheme: impl Scheme + 'static, secret: &[u8]) -> Result<Self> {
        Self {
            scheme: Arc::new(scheme),
            keys: Vec::new(),
            tolerance: Duration::from_secs(300),
            body_limit: 1024 * 1024,
        }
        .or(secret)
    }

    /// Webhooks of GitHub, with the secret that was set for them: `X-Hub-Signature-256`.
    ///
    /// They have no time that is signed, so one that was overheard is good [for ever](super#the-same-webhook-twice). GitHub
    /// sends up to 25 MB: see [`body_limit`](Self::body_limit).
    ///
    /// # Errors
    ///
    /// Fails when the secret is empty.
    ///
    /// See <https://docs.github.com/webhooks/using-webhooks/validating-webhook-deliveries>.
    pub fn github(secret: impl AsRef<[u8]>) -> Result<Self> {
        let scheme = Hmac::hex("x-hub-signature-256").prefix("sha256=");
        Self::new(scheme, secret.as_ref())
    }

    /// Webhooks of Stripe, with the signing secret of the endpoint: `Stripe-Signature`.
    ///
    /// # Errors
    ///
    /// Fails when the secret is empty.
    ///
    /// See <https://docs.stripe.com/webhooks#verify-manually>.
    pub fn stripe(secret: impl AsRef<[u8]>) -> Result<Self> {
        Self::new(Stripe, secret.as_ref())
    }

    /// Requests of Slack (events, commands, interactions), with the signing secret of the app: `X-Slack-Signature`.
    ///
    /// # Errors
    ///
    /// Fails when the secret is empty.
    ///
    /// See <https://docs.slack.dev/authentication/verifying-requests-from-slack>.
    pub fn slack(secret: impl AsRef<[u8]>) -> Result<Self> {
        Self::new(Slack, secret.as_ref())
    }

    /// Webhooks of Shopify, with the client secret of the app: `X-Shopify-Hmac-Sha256`.
    ///
    /// They have no time that is signed, as those of [GitHub](Self::github).
    ///
    /// # Errors
    ///
    /// Fails when the secret is empty.
    ///
    /// See <https://shopify.dev/docs/apps/build/webhooks/subscribe/https>.
    pub fn shopify(secret: impl AsRef<[u8]>) -> Result<Self> {
        Self::new(Hmac::base64("x-shopify-hmac-sha256"), secret.as_ref())
    }

    /// Webhooks that follow Standard Webhooks, with a secret (`whsec_…`) or a public key (`whpk_…`): `webhook-signature`, or
    /// `svix-signature` where they come from Svix.
    ///
    /// [`Verified::id`] is theirs. An id with a full stop, which the standard forbids, is refused.
    ///
    /// # Errors
    ///
    /// Fails when it is neither of the two.
    ///
    /// See <https://www.standardwebhooks.com>.
    pub fn standard(secret: impl AsRef<[u8]>) -> Result<Self> {
        Self::new(Standard, secret.as_ref())
    }

    /// Interactions of Discord, with the public key of the application: `X-Signature-Ed25519`.
    ///
    /// # Errors
    ///
    /// Fails when it is not 32 bytes in hexadecimal.
    ///
    /// See <https://discord.com/developers/docs/interactions/receiving-and-responding>.
    pub fn discord(public_key: impl AsRef<[u8]>) -> Result<Self> {
        Self::new(Discord, public_key.as_ref())
    }

    /// Webhooks of another service, which has an HMAC of the body in a header.
    ///
    /// # Errors
    ///
    /// Fails when the secret is empty.
    pub fn hmac(scheme: Hmac, secret: impl AsRef<[u8]>) -> Result<Self> {
        Self::new(scheme, secret.as_ref())
    }

    /// Takes what was signed with this secret as well, while one is replaced by another.
    ///
    /// # Errors
    ///
    /// As the function that has made the verifier.
    pub fn or(mut self, secret: impl AsRef<[u8]>) -> Result<Self> {
        self.keys.push(self.scheme.key(secret.as_ref())?);
        Ok(self)
    }

    /// How far the time of a webhook may be from now, in whole seconds; 5 minutes, before and after. With [`Duration::MAX`] any
    /// time is good.
    pub fn tolerance(mut self, tolerance: Duration) -> Self {
        self.tolerance = tolerance;
        self
    }

    /// How many bytes of a body are read; 1 MiB. One that is larger is answered with 413.
    pub fn body_limit(mut self, bytes: u64) -> Self {
        self.body_limit = bytes;
        self
    }

    /// Reads the body of a request, and checks that the service has signed it.
    ///
    /// What the headers say is looked at before the body is. Headers that are not signed, such as `x-github-event`, can still be
    /// read of the request; the body cannot.
    ///
    /// # Errors
    ///
    /// Fails with the answer to what is [refused](super#what-is-refused): it can be returned as it is.
    pub async fn verify(&self, request: &mut Request) -> Result<Verified, HttpError> {
        let sent = self.sent(&request.headers())?;
        let body = read_limited(request.as_raw(), self.body_limit).await;
        let body = body.map_err(unreadable)?;
        let body = body.ok_or_else(|| too_large(self.body_limit))?;
        self.check(sent, body).await
    }

    /// As [`verify`](Self::verify), of headers and a body that are at hand: of a request of another crate, a message of a
    /// queue. The body has to be what was sent, byte by byte; the limit is not for it.
    ///
    /// # Errors
    ///
    /// As [`verify`](Self::verify).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use http::HeaderMap;
    /// use worker_sdk::webhooks::Verifier;
    /// use worker_sdk::{Headers, HttpError};
    ///
    /// async fn event(verifier: &Verifier, headers: &HeaderMap, body: Vec<u8>) -> Result<String, HttpError> {
    ///     let headers = Headers::try_from(headers)?;
    ///     Ok(verifier.verify_parts(&headers, body).await?.text())
    /// }
    /// ```
    pub async fn verify_parts(
        &self,
        headers: &Headers,
        body: impl Into<Vec<u8>>,
    ) -> Result<Verified, HttpError> {
        let body = body.into();
        self.check(self.sent(headers)?, body).await
    }

    /// What the headers say, if it can be true.
    fn sent(&self, headers: &Headers) -> Result<Sent, HttpError> {
        let sent = self.scheme.read(headers)?;
        if sent.signatures.len() > MOST_SIGNATURES {
            return Err(too_many(MOST_SIGNATURES));
        }
        let age = sent.timestamp.map(|at| now().as_secs().saturating_sub(at));
        let tolerance = self.tolerance.as_secs();
        match age {
            Some(age) if age.unsigned_abs() > tolerance => Err(untimely(age, tolerance)),
            _ => Ok(sent),
        }
    }

    async fn check(&self, sent: Sent, body: Vec<u8>) -> Result<Verified, HttpError> {
        let content = content(&sent.before, &body);
        for key in &self.keys {
            if key.check(&sent.signatures, &content).await? {
                drop(content);
                return Ok(Verified::new(sent, body));
            }
        }
        Err(mismatch())
    }

    #[cfg(feature = "router")]
    pub(crate) fn limit(&self) -> u64 {
        self.body_limit
    }
}

fn content<'a>(before: &str, body: &'a [u8]) -> Cow<'a, [u8]> {
    match before {
        "" => body.into(),
        before => [before.as_bytes(), body].concat().into(),
    }
}

#[cold]
fn unreadable(error: crate::Error) -> HttpError {
    HttpError::bad_request("the body could not be read").with_source(error)
}

/// Shows no key.
impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verifier")
            .field("keys", &self.keys.len())
            .field("tolerance", &self.tolerance)
            .field("body_limit", &self.body_limit)
            .finish_non_exhaustive()
    }
}
