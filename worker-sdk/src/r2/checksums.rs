//! Checksums of objects.

use wasm_bindgen::JsValue;

use super::error::{NotHex, WrongLength};
use crate::crypto::{Hash, from_hex};
use crate::error::{Error, Result};
use crate::js;

/// A checksum that R2 compares with the content that it receives.
///
/// # Examples
///
/// ```no_run
/// # async fn run(bucket: worker_sdk::r2::Bucket) -> worker_sdk::Result<()> {
/// use worker_sdk::crypto::{Hash, digest};
/// use worker_sdk::r2::Checksum;
///
/// let sum = digest(Hash::Sha256, "content").await?;
/// bucket.put("key", "content").checksum(Checksum::new(Hash::Sha256, sum)?).await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checksum {
    hash: Hash,
    bytes: Vec<u8>,
}

impl Checksum {
    /// A checksum that `hash` made.
    ///
    /// # Errors
    ///
    /// Fails when such a checksum has another number of bytes; the error [is malformed](Error::is_malformed).
    pub fn new(hash: Hash, bytes: impl AsRef<[u8]>) -> Result<Self> {
        let bytes = bytes.as_ref().to_vec();
        let found = bytes.len();
        let (_, expected, what) = facts(hash);
        if found != expected {
            return Err(Error::of(WrongLength {
                what,
                expected,
                found,
            }));
        }
        Ok(Self { hash, bytes })
    }

    /// A checksum that `hash` made, in hexadecimal.
    ///
    /// # Errors
    ///
    /// As [`Checksum::new`]; also when the text is not hexadecimal.
    pub fn from_hex(hash: Hash, text: &str) -> Result<Self> {
        let (_, _, what) = facts(hash);
        let bytes = from_hex(text).ok_or_else(|| Error::of(NotHex { what }))?;
        Self::new(hash, bytes)
    }

    /// The name at the platform.
    pub(super) fn name(&self) -> &'static str {
        facts(self.hash).0
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }
}

/// Name at the platform, length in bytes, and name in messages.
const fn facts(hash: Hash) -> (&'static str, usize, &'static str) {
    match hash {
        Hash::Md5 => ("md5", 16, "an MD5 checksum"),
        Hash::Sha1 => ("sha1", 20, "a SHA-1 checksum"),
        Hash::Sha256 => ("sha256", 32, "a SHA-256 checksum"),
        Hash::Sha384 => ("sha384", 48, "a SHA-384 checksum"),
        Hash::Sha512 => ("sha512", 64, "a SHA-512 checksum"),
    }
}

/// The checksums that R2 keeps of an object.
///
/// Of an object that was put in one piece there is always MD5, and the one that was given; of a multipart upload there
/// may be none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Checksums {
    /// MD5.
    pub md5: Option<[u8; 16]>,
    /// SHA-1.
    pub sha1: Option<[u8; 20]>,
    /// SHA-256.
    pub sha256: Option<[u8; 32]>,
    /// SHA-384.
    pub sha384: Option<[u8; 48]>,
    /// SHA-512.
    pub sha512: Option<[u8; 64]>,
}

impl Checksums {
    pub(super) fn from_js(value: &JsValue) -> Self {
        Self {
            md5: sum(value, "md5"),
            sha1: sum(value, "sha1"),
            sha256: sum(value, "sha256"),
            sha384: sum(value, "sha384"),
            sha512: sum(value, "sha512"),
        }
    }
}

fn sum<const LENGTH: usize>(value: &JsValue, name: &'static str) -> Option<[u8; LENGTH]> {
    let bytes = js::property(value, name);
    if bytes.is_undefined() || bytes.is_null() {
        return None;
    }
    js::bytes_from_js(&bytes).try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checksums_have_the_length_of_their_hash() {
        for (hash, length) in [
            (Hash::Md5, 16),
            (Hash::Sha1, 20),
            (Hash::Sha256, 32),
            (Hash::Sha384, 48),
            (Hash::Sha512, 64),
        ] {
            let sum = Checksum::new(hash, vec![0xAB; length]).unwrap();
            assert_eq!(Checksum::from_hex(hash, &"aB".repeat(length)).unwrap(), sum);
            assert!(
                Checksum::new(hash, vec![0; length + 1])
                    .unwrap_err()
                    .is_malformed()
            );
            assert!(
                Checksum::from_hex(hash, &"x".repeat(length))
                    .unwrap_err()
                    .is_malformed()
            );
        }
    }
}
