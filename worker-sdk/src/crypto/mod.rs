//! Hashes, signatures, encryption, keys and random values, computed by the platform.
//!
//! The platform's code is native: faster than what is compiled to wasm, and it adds nothing to the size of the worker.
//!
//! [`digest`], [`digest_body`], [`hmac`] and [`verify_hmac`] are functions; everything else is done with a [`Key`].
//!
//! Crates that ask for random values themselves, such as `rand` and `uuid`, do so through `getrandom`. The features
//! `getrandom-02`, `-03` and `-04` of this crate let that version ask the platform. Like
//! [`random_bytes`], it has nothing to give in `#[event(start)]`.
//!
//! See <https://developers.cloudflare.com/workers/runtime-apis/web-crypto/>.

mod algorithm;
mod cipher;
mod digest_stream;
mod generate;
mod hmac;
mod import;
#[cfg(feature = "serde")]
mod jwk;
mod key;
mod random;
mod sys;
mod verification;

pub use algorithm::{Algorithm, Curve, Role, Usage};
pub use cipher::{Cipher, Derivation};
pub use digest_stream::{Digest, digest_stream};
pub use generate::{Generate, KeyPair};
pub use hmac::{hmac, verify_hmac};
pub use import::Import;
#[cfg(feature = "serde")]
pub use jwk::Jwk;
pub use key::Key;
pub use random::{random_bytes, random_uuid, timing_safe_equal};
pub use verification::Verification;

use wasm_bindgen::JsValue;

use crate::error::Result;
use crate::http::Body;
use crate::js;

/// A hash function.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Hash {
    /// MD5, 16 bytes. Broken: only to match checksums that others made.
    Md5,
    /// SHA-1, 20 bytes. Broken: only to match checksums that others made.
    Sha1,
    /// SHA-256, 32 bytes.
    Sha256,
    /// SHA-384, 48 bytes.
    Sha384,
    /// SHA-512, 64 bytes.
    Sha512,
}

impl Hash {
    /// The name that the platform knows.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Md5 => "MD5",
            Self::Sha1 => "SHA-1",
            Self::Sha256 => "SHA-256",
            Self::Sha384 => "SHA-384",
            Self::Sha512 => "SHA-512",
        }
    }

    /// The length of the hash, in bytes.
    #[must_use]
    pub const fn length(self) -> u8 {
        match self {
            Self::Md5 => 16,
            Self::Sha1 => 20,
            Self::Sha256 => 32,
            Self::Sha384 => 48,
            Self::Sha512 => 64,
        }
    }
}

/// The hash of `data`.
///
/// The platform reads the bytes where they are, when the future is first polled. What came in a body and is not needed
/// otherwise need not come to Rust: see [`digest_body`]. Bytes that come in pieces go to a [`digest_stream`].
///
/// # Errors
///
/// Fails when the platform refuses the algorithm.
///
/// # Examples
///
/// ```no_run
/// # async fn run() -> worker_sdk::Result<()> {
/// use worker_sdk::crypto::{Hash, digest};
///
/// let hash = digest(Hash::Sha256, "hello").await?;
/// assert_eq!(hash.len(), 32);
/// # Ok(())
/// # }
/// ```
///
/// See <https://developers.cloudflare.com/workers/runtime-apis/web-crypto/>.
pub async fn digest(hash: Hash, data: impl AsRef<[u8]>) -> Result<Vec<u8>> {
    let bytes = data.as_ref();
    let (at, length) = (bytes.as_ptr() as i32, bytes.len() as i32);
    let promise = sys::digest(&js::constant(hash.name()), at, length);
    drop(data);
    hashed(promise).await
}

/// The hash of a body, which does not enter wasm. The platform keeps all of it in memory meanwhile, at most 128 MB: larger
/// ones are piped to a [`digest_stream`].
///
/// # Errors
///
/// Fails when the platform refuses the algorithm, and when the body was read already or its sender went away.
///
/// # Examples
///
/// ```no_run
/// # use worker_sdk::{Request, Result};
/// use worker_sdk::crypto::{Hash, digest_body, hex};
///
/// async fn checksum(request: Request) -> Result<String> {
///     Ok(hex(&digest_body(Hash::Sha256, request.into_body()).await?))
/// }
/// ```
pub async fn digest_body(hash: Hash, body: Body) -> Result<Vec<u8>> {
    let source = body.into_source()?;
    hashed(sys::digest_body(&js::constant(hash.name()), &source)).await
}

async fn hashed(promise: JsValue) -> Result<Vec<u8>> {
    let buffer = js::settled(promise, "hashing").await?;
    Ok(js::bytes_from_js(&buffer))
}

/// `bytes` in hexadecimal, lower case.
///
/// # Examples
///
/// ```
/// assert_eq!(worker_sdk::crypto::hex(&[0, 255]), "00ff");
/// ```
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    let digit = |value: u8| char::from_digit(u32::from(value), 16).unwrap_or_default();
    bytes
        .iter()
        .flat_map(|byte| [digit(byte >> 4), digit(byte & 15)])
        .collect()
}

/// The bytes of a text in hexadecimal, in either case; `None` for anything else.
///
/// # Examples
///
/// ```
/// assert_eq!(worker_sdk::crypto::from_hex("00Ff"), Some(vec![0, 255]));
/// assert_eq!(worker_sdk::crypto::from_hex("0"), None);
/// ```
#[must_use]
pub fn from_hex(text: &str) -> Option<Vec<u8>> {
    let mut digits = text.chars().map(|digit| digit.to_digit(16));
    let mut bytes = Vec::with_capacity(text.len() / 2);
    while let Some(high) = digits.next() {
        let (high, low) = (high?, digits.next()??);
        bytes.push((high << 4 | low) as u8);
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::{from_hex, hex};

    #[test]
    fn hexadecimal_keeps_zeros() {
        assert_eq!(hex(&[]), "");
        assert_eq!(hex(&[0x01, 0xa0, 0x7f]), "01a07f");
    }

    #[test]
    fn hexadecimal_is_read_back() {
        let all: Vec<u8> = (0..=255).collect();
        assert_eq!(from_hex(&hex(&all)), Some(all));
        assert_eq!(from_hex(""), Some(Vec::new()));
        for text in ["0", "0g", "é0", "+1", "0x"] {
            assert_eq!(from_hex(text), None, "{text}");
        }
    }
}
