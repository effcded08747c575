//! How keys are used.

use std::fmt;

use wasm_bindgen::JsValue;

use super::algorithm::{Algorithm, named};
use super::{Hash, Key};
use crate::js::{self, Options};

/// How to encrypt: what has to be the same when it is decrypted.
///
/// See <https://developers.cloudflare.com/workers/runtime-apis/web-crypto/>.
#[derive(Clone)]
pub struct Cipher {
    algorithm: Algorithm,
    bytes: Vec<(&'static str, Vec<u8>)>,
    number: Option<(&'static str, u8)>,
}

impl Cipher {
    /// For [`Algorithm::AesGcm`]. `iv` should have 12 bytes, and never be used twice with the same key; it is no secret.
    #[must_use]
    pub fn gcm(iv: impl AsRef<[u8]>) -> Self {
        Self::new(Algorithm::AesGcm).bytes("iv", iv.as_ref())
    }

    /// For [`Algorithm::AesCbc`]. `iv` has 16 bytes that nobody can foretell; it is no secret.
    #[must_use]
    pub fn cbc(iv: impl AsRef<[u8]>) -> Self {
        Self::new(Algorithm::AesCbc).bytes("iv", iv.as_ref())
    }

    /// For [`Algorithm::AesCtr`]. The last `bits` of the 16 bytes of `counter` count blocks; the rest must never be the same
    /// twice with the same key.
    #[must_use]
    pub fn ctr(counter: impl AsRef<[u8]>, bits: u8) -> Self {
        let cipher = Self::new(Algorithm::AesCtr).bytes("counter", counter.as_ref());
        cipher.number("length", bits)
    }

    /// For [`Algorithm::RsaOaep`].
    #[must_use]
    pub fn oaep() -> Self {
        Self::new(Algorithm::RsaOaep(Hash::Sha256))
    }

    /// For [`Algorithm::AesKw`].
    #[must_use]
    pub fn kw() -> Self {
        Self::new(Algorithm::AesKw)
    }

    /// Data that is not encrypted, but must not be changed either. Only AES-GCM has it.
    #[must_use]
    pub fn additional_data(self, data: impl AsRef<[u8]>) -> Self {
        self.bytes("additionalData", data.as_ref())
    }

    /// The length of what AES-GCM finds changes with; without this, 128 bits.
    #[must_use]
    pub fn tag_bits(self, bits: u8) -> Self {
        self.number("tagLength", bits)
    }

    /// What the message is for. Only RSA-OAEP has it.
    #[must_use]
    pub fn label(self, label: impl AsRef<[u8]>) -> Self {
        self.bytes("label", label.as_ref())
    }

    fn new(algorithm: Algorithm) -> Self {
        Self {
            algorithm,
            bytes: Vec::new(),
            number: None,
        }
    }

    fn bytes(mut self, name: &'static str, bytes: &[u8]) -> Self {
        self.bytes.push((name, bytes.to_vec()));
        self
    }

    fn number(mut self, name: &'static str, number: u8) -> Self {
        self.number = Some((name, number));
        self
    }

    pub(super) fn into_js(self) -> JsValue {
        let mut options = named(self.algorithm.name());
        for (name, bytes) in &self.bytes {
            options = options.bytes(name, bytes.as_slice());
        }
        if let Some((name, number)) = self.number {
            options = options.number(name, f64::from(number));
        }
        options.into_js()
    }
}

impl fmt::Debug for Cipher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Cipher { .. }")
    }
}

/// How one key follows from another.
///
/// See <https://developers.cloudflare.com/workers/runtime-apis/web-crypto/>.
#[derive(Clone)]
pub struct Derivation(Options);

impl Derivation {
    /// For [`Algorithm::Pbkdf2`]. The platform does at most 100,000 `iterations`.
    #[must_use]
    pub fn pbkdf2(hash: Hash, salt: impl AsRef<[u8]>, iterations: u32) -> Self {
        let options = Self::salted(Algorithm::Pbkdf2, hash, salt.as_ref());
        Self(options.number("iterations", f64::from(iterations)))
    }

    /// For [`Algorithm::Hkdf`]. `info` says what the result is for.
    #[must_use]
    pub fn hkdf(hash: Hash, salt: impl AsRef<[u8]>, info: impl AsRef<[u8]>) -> Self {
        let options = Self::salted(Algorithm::Hkdf, hash, salt.as_ref());
        Self(options.bytes("info", info.as_ref()))
    }

    /// For [`Algorithm::Ecdh`] and [`Algorithm::X25519`]: what a private key has in common with the public one of somebody
    /// else. Derive keys from that with [`hkdf`](Derivation::hkdf).
    #[must_use]
    pub fn shared_with(public: &Key) -> Self {
        let options = named(public.algorithm().name());
        Self(options.value("public", public.as_raw().clone()))
    }

    fn salted(algorithm: Algorithm, hash: Hash, salt: &[u8]) -> Options {
        let options = named(algorithm.name()).bytes("salt", salt);
        options.value("hash", js::constant(hash.name()))
    }

    pub(super) fn into_js(self) -> JsValue {
        self.0.into_js()
    }
}

impl fmt::Debug for Derivation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Derivation { .. }")
    }
}
