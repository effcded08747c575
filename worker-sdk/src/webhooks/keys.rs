//! What signatures are checked with.

use std::pin::Pin;
use std::sync::Arc;

use crate::crypto::{self, Algorithm, Hash, hmac, timing_safe_equal};
use crate::error::{Error, Result};

pub(super) type Checking<'a> = Pin<Box<dyn Future<Output = Result<bool>> + Send + 'a>>;

/// A key that says whether one of several signatures is its own.
pub(super) trait Key: Send + Sync {
    fn check<'a>(&'a self, signatures: &'a [Vec<u8>], content: &'a [u8]) -> Checking<'a>;
}

/// A secret that both sides know.
struct Shared {
    hash: Hash,
    secret: Vec<u8>,
}

pub(super) fn shared(hash: Hash, secret: &[u8]) -> Result<Arc<dyn Key>> {
    if secret.is_empty() {
        return Err(Error::saying(
            "the secret of the webhooks is empty, so anybody could sign; set it to that of the service",
        ));
    }
    let secret = secret.to_vec();
    Ok(Arc::new(Shared { hash, secret }))
}

impl Key for Shared {
    /// Computes once, however many signatures were sent.
    fn check<'a>(&'a self, signatures: &'a [Vec<u8>], content: &'a [u8]) -> Checking<'a> {
        Box::pin(async move {
            let mac = hmac(self.hash, &self.secret, content).await?;
            Ok(signatures.iter().any(|sent| timing_safe_equal(sent, &mac)))
        })
    }
}

/// The public half of an Ed25519 key.
struct Public(Vec<u8>);

pub(super) fn public(bytes: Option<Vec<u8>>, form: &str) -> Result<Arc<dyn Key>> {
    match bytes {
        Some(bytes) if bytes.len() == 32 => Ok(Arc::new(Public(bytes))),
        _ => Err(Error::saying(format!(
            "the public key of the webhooks is not one of Ed25519; it has to be 32 bytes as {form}"
        ))),
    }
}

impl Key for Public {
    fn check<'a>(&'a self, signatures: &'a [Vec<u8>], content: &'a [u8]) -> Checking<'a> {
        Box::pin(async move {
            let key = crypto::Key::import_raw(Algorithm::Ed25519, &self.0).await?;
            for signature in signatures {
                if key.verify(signature, content).await?.is_valid() {
                    return Ok(true);
                }
            }
            Ok(false)
        })
    }
}
