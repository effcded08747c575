//! The body alone, signed with a secret that both sides know.

use std::sync::Arc;

use super::keys::{self, Key};
use super::refusal::malformed;
use super::scheme::{Scheme, Sent, hex_behind, required};
use crate::Headers;
use crate::crypto::Hash;
use crate::error::Result;
use crate::http::HttpError;

/// How a service signs that has an HMAC of the body in a header, for [`Verifier::hmac`](super::Verifier::hmac).
///
/// | service | |
/// |---|---|
/// | Dropbox | `Hmac::hex("x-dropbox-signature")` |
/// | Gitea, Forgejo | `Hmac::hex("x-gitea-signature")` |
/// | Linear | `Hmac::hex("linear-signature")` |
/// | Typeform | `Hmac::base64("typeform-signature").prefix("sha256=")` |
///
/// # Examples
///
/// ```
/// use worker_sdk::crypto::Hash;
/// use worker_sdk::webhooks::{Hmac, Verifier};
///
/// # fn main() -> worker_sdk::Result<()> {
/// let scheme = Hmac::hex("x-signature").prefix("sha512=").hash(Hash::Sha512);
/// let verifier = Verifier::hmac(scheme, "not to be guessed")?;
/// # drop(verifier);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use = "a scheme is given to `Verifier::hmac`"]
pub struct Hmac {
    header: String,
    prefix: String,
    hash: Hash,
    encoding: Encoding,
}

#[derive(Clone, Copy, Debug)]
enum Encoding {
    Hex,
    Base64,
}

impl Hmac {
    /// The header has the signature in hexadecimal, in either case.
    pub fn hex(header: impl Into<String>) -> Self {
        Self::of(header.into(), Encoding::Hex)
    }

    /// The header has the signature in base64, of the standard alphabet.
    pub fn base64(header: impl Into<String>) -> Self {
        Self::of(header.into(), Encoding::Base64)
    }

    fn of(header: String, encoding: Encoding) -> Self {
        Self {
            header,
            prefix: String::new(),
            hash: Hash::Sha256,
            encoding,
        }
    }

    /// Sets what stands in the header before the signature; nothing without this.
    pub fn prefix(mut self, prefix: impl Into<String>) -> Self {
        self.prefix = prefix.into();
        self
    }

    /// Sets the hash function; SHA-256 without this.
    pub fn hash(mut self, hash: Hash) -> Self {
        self.hash = hash;
        self
    }

    fn signature(&self, value: &str) -> Option<Vec<u8>> {
        match self.encoding {
            Encoding::Hex => hex_behind(value, &self.prefix),
            Encoding::Base64 => super::standard::base64(value.strip_prefix(&self.prefix)?),
        }
    }

    fn form(&self) -> String {
        let encoding = match self.encoding {
            Encoding::Hex => "hex",
            Encoding::Base64 => "base64",
        };
        format!("{}<{encoding}>", self.prefix)
    }
}

impl Scheme for Hmac {
    fn read(&self, headers: &Headers) -> Result<Sent, HttpError> {
        let value = required(headers, &self.header)?;
        let signature = self.signature(&value);
        let signature = signature.ok_or_else(|| malformed(&self.header, &self.form()))?;
        Ok(Sent {
            signatures: vec![signature],
            ..Sent::default()
        })
    }

    fn key(&self, secret: &[u8]) -> Result<Arc<dyn Key>> {
        keys::shared(self.hash, secret)
    }
}
