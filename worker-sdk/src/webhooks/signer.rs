//! Who signs webhooks.

use std::fmt;

use super::standard::{ID, SIGNATURE, TIMESTAMP, base64, is_id, shared_secret, signed_before};
use crate::Headers;
use crate::base64::encode;
use crate::crypto::{self, Algorithm, Hash, hmac, random_bytes};
use crate::error::{Error, Result};
use crate::quoted::escaped;
use crate::time::{Timestamp, now};

/// The least that Standard Webhooks asks of a secret, in bytes.
const LEAST: usize = 24;

/// Signs webhooks as [Standard Webhooks](https://www.standardwebhooks.com) asks for, so that whoever gets them can check them
/// with a library that there is.
///
/// # Examples
///
/// ```no_run
/// use worker_sdk::webhooks::Signer;
/// use worker_sdk::{Request, Result};
///
/// async fn send(signer: &Signer, url: &str, order: u64) -> Result<()> {
///     let body = format!("{{\"type\":\"order.shipped\",\"order\":{order}}}");
///     let headers = signer.sign(&format!("shipped_{order}"), &body).await?;
///     let request = Request::post(url).headers(headers).header("content-type", "application/json");
///     request.body(body).await.map(drop)
/// }
/// ```
#[must_use = "a signer does nothing until it is asked"]
pub struct Signer(Vec<Key>);

enum Key {
    Shared(Vec<u8>),
    /// The seed of an Ed25519 key.
    Private(Vec<u8>),
}

impl Signer {
    /// Signs with a secret (`whsec_…`; [`new_secret`] makes one) or a private key (`whsk_…`, of 32 or 64 bytes).
    ///
    /// # Errors
    ///
    /// Fails when it is neither of the two, or the secret is shorter than 24 bytes.
    pub fn new(secret: &str) -> Result<Self> {
        Self(Vec::new()).and(secret)
    }

    /// Signs with this one as well, until all receivers know the new secret.
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new).
    pub fn and(mut self, secret: &str) -> Result<Self> {
        self.0.push(Key::of(secret)?);
        Ok(self)
    }

    /// The headers of a webhook that is sent now: `webhook-id`, `webhook-timestamp` and `webhook-signature`.
    ///
    /// Take one id for each event, also when it is sent again: receivers know by it what they have had. Each time it is sent, it
    /// is signed anew. Send the body byte by byte as it was signed.
    ///
    /// # Errors
    ///
    /// Fails when the id is empty, or has something else than visible characters of ASCII without full stops.
    pub async fn sign(&self, id: &str, body: impl AsRef<[u8]>) -> Result<Headers> {
        self.sign_at(id, now(), body).await
    }

    /// As [`sign`](Self::sign), of a webhook that is sent at another time, which receivers take for whole seconds.
    ///
    /// # Errors
    ///
    /// As [`sign`](Self::sign), and for a time before 1970.
    pub async fn sign_at(
        &self,
        id: &str,
        time: Timestamp,
        body: impl AsRef<[u8]>,
    ) -> Result<Headers> {
        let time = time.as_secs();
        if !is_id(id) {
            return Err(Error::saying(format!(
                "`{}` cannot be the id of a webhook; take letters, digits, `_` and `-`",
                escaped(id)
            )));
        }
        if time < 0 {
            return Err(Error::saying("a webhook cannot have been sent before 1970"));
        }
        let time = time.to_string();
        let content = [signed_before(id, &time).as_bytes(), body.as_ref()].concat();
        drop(body);
        self.headers(id, &time, &content).await
    }

    async fn headers(&self, id: &str, time: &str, content: &[u8]) -> Result<Headers> {
        let mut signatures = Vec::with_capacity(self.0.len());
        for key in &self.0 {
            signatures.push(key.sign(content).await?);
        }
        let mut headers = Headers::new();
        headers.put(ID, id)?;
        headers.put(TIMESTAMP, time)?;
        headers.put(SIGNATURE, &signatures.join(" "))?;
        Ok(headers)
    }
}

impl Key {
    fn of(text: &str) -> Result<Self> {
        match text.strip_prefix("whsk_") {
            Some(key) => Self::private(key),
            None => Self::shared(shared_secret(text)?),
        }
    }

    fn shared(secret: Vec<u8>) -> Result<Self> {
        if secret.len() < LEAST {
            return Err(Error::saying(format!(
                "a secret of {} bytes is too short for webhooks; it has to have at least {LEAST}, `webhooks::new_secret` makes one",
                secret.len()
            )));
        }
        Ok(Self::Shared(secret))
    }

    /// Some write the public half behind the seed.
    fn private(text: &str) -> Result<Self> {
        let bytes = base64(text).filter(|bytes| matches!(bytes.len(), 32 | 64));
        let seed = bytes.and_then(|bytes| bytes.get(..32).map(<[u8]>::to_vec));
        seed.map(Self::Private).ok_or_else(|| {
            Error::saying("the private key of the webhooks is not one of Ed25519; it has to be `whsk_` and 32 or 64 bytes as base64")
        })
    }

    async fn sign(&self, content: &[u8]) -> Result<String> {
        let (version, signature) = match self {
            Self::Shared(secret) => ("v1", hmac(Hash::Sha256, secret, content).await?),
            Self::Private(seed) => {
                let key = crypto::Key::import_pkcs8(Algorithm::Ed25519, pkcs8(seed)).await?;
                ("v1a", key.sign(content).await?)
            }
        };
        Ok(format!("{version},{}", encode(&signature)))
    }
}

/// RFC 8410, section 7.
fn pkcs8(seed: &[u8]) -> Vec<u8> {
    let before = b"\x30\x2e\x02\x01\x00\x30\x05\x06\x03\x2b\x65\x70\x04\x22\x04\x20";
    [before, seed].concat()
}

/// A random secret for a receiver of webhooks: `whsec_` and 32 bytes as base64.
///
/// # Errors
///
/// As [`random_bytes`].
///
/// # Examples
///
/// ```no_run
/// # fn run() -> worker_sdk::Result<()> {
/// let secret = worker_sdk::webhooks::new_secret()?;
/// assert!(secret.starts_with("whsec_"));
/// # Ok(())
/// # }
/// ```
pub fn new_secret() -> Result<String> {
    Ok(format!("whsec_{}", encode(&random_bytes(32)?)))
}

/// Shows no key.
impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signer")
            .field("keys", &self.0.len())
            .finish_non_exhaustive()
    }
}
