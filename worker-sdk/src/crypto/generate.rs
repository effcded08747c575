//! New keys.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::marker::PhantomData;
use std::pin::Pin;

use wasm_bindgen::JsValue;

use super::algorithm::{Role, Usage};
use super::import::usages;
use super::key::call;
use super::{Algorithm, Derivation, Key};
use crate::error::Result;
use crate::js::{self, Options};

/// The two halves of a key: one to keep, and one to give away.
///
/// # Examples
///
/// ```no_run
/// # async fn run() -> worker_sdk::Result<()> {
/// use worker_sdk::crypto::{Algorithm, KeyPair};
///
/// let pair = KeyPair::generate(Algorithm::Ed25519).await?;
/// let signature = pair.private.sign("message").await?;
/// assert!(pair.public.verify(&signature, "message").await?.is_valid());
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct KeyPair {
    /// What everybody may have. It can be exported.
    pub public: Key,
    /// What nobody else may have.
    pub private: Key,
}

impl KeyPair {
    /// A new pair: for signatures, for agreement on a key, or for encryption with RSA, then of 2048 bits.
    pub fn generate(algorithm: Algorithm) -> Generate<KeyPair> {
        Generate::new(algorithm)
    }
}

impl Key {
    /// A secret key that follows from this one: of 256 bits for AES, as long as a block of its hash for HMAC.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(password: &str, salt: &[u8]) -> worker_sdk::Result<()> {
    /// use worker_sdk::crypto::{Algorithm, Derivation, Hash, Key};
    ///
    /// let password = Key::import_raw(Algorithm::Pbkdf2, password).await?;
    /// let derivation = Derivation::pbkdf2(Hash::Sha256, salt, 100_000);
    /// let key = password.derive(derivation, Algorithm::AesGcm).await?;
    /// # drop(key);
    /// # Ok(())
    /// # }
    /// ```
    pub fn derive(&self, derivation: Derivation, algorithm: Algorithm) -> Generate<Key> {
        Generate {
            source: Some((derivation, self.clone())),
            ..Generate::new(algorithm)
        }
    }

    /// A new secret key: of 256 bits for AES, as long as a block of its hash for HMAC.
    pub fn generate(algorithm: Algorithm) -> Generate<Key> {
        Generate::new(algorithm)
    }
}

/// Makes a new [`Key`] or [`KeyPair`], or one that follows from another. Nothing happens before it is awaited.
///
/// # Errors
///
/// Fails when keys of the algorithm are not made like this, when it has none of this length, and outside of an event.
#[must_use = "there is no key until it is awaited"]
pub struct Generate<T> {
    algorithm: Algorithm,
    bits: Option<u32>,
    exponent: u32,
    extractable: bool,
    usages: Option<Vec<Usage>>,
    source: Option<(Derivation, Key)>,
    output: PhantomData<fn() -> T>,
}

impl<T> Generate<T> {
    fn new(algorithm: Algorithm) -> Self {
        Self {
            algorithm,
            bits: None,
            exponent: 65_537,
            extractable: false,
            usages: None,
            source: None,
            output: PhantomData,
        }
    }

    /// The length of the key, where the algorithm leaves a choice.
    pub fn bits(mut self, bits: u32) -> Self {
        self.bits = Some(bits);
        self
    }

    /// The public exponent of RSA, 65537 unless it is set. Apart from that, the platform makes keys with 3 alone.
    pub fn public_exponent(mut self, exponent: u32) -> Self {
        self.exponent = exponent;
        self
    }

    /// Whether a secret or private key can be exported and wrapped. Without this it cannot.
    pub fn extractable(mut self, extractable: bool) -> Self {
        self.extractable = extractable;
        self
    }

    /// Limits what the key can do; of a pair, each half gets what of it is for that half. Without this it can do all that
    /// its algorithm is for.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run() -> worker_sdk::Result<()> {
    /// use worker_sdk::crypto::{Algorithm, Key, Usage};
    ///
    /// let sealing = Key::generate(Algorithm::AesGcm).usages([Usage::Encrypt]).await?;
    /// # drop(sealing);
    /// # Ok(())
    /// # }
    /// ```
    pub fn usages(mut self, usages: impl IntoIterator<Item = Usage>) -> Self {
        self.usages = Some(usages.into_iter().collect());
        self
    }

    fn options(&self) -> Options {
        use Algorithm::{AesCbc, AesCtr, AesGcm, AesKw, RsaOaep, RsaPkcs1, RsaPss, RsaPssSalt};
        let options = self.algorithm.of_key();
        let bits = self.bits.map(f64::from);
        match self.algorithm {
            AesGcm | AesCbc | AesCtr | AesKw => options.number("length", bits.unwrap_or(256.0)),
            RsaPkcs1(_) | RsaPss(_) | RsaPssSalt(..) | RsaOaep(_) => options
                .number("modulusLength", bits.unwrap_or(2048.0))
                .bytes("publicExponent", self.exponent.to_be_bytes().as_slice()),
            _ => options.number("length", bits),
        }
    }

    async fn generate(self, roles: &'static [Role]) -> Result<(JsValue, Algorithm)> {
        let options = self.options().into_js();
        let usages = usages(self.algorithm, roles, self.usages);
        let algorithm = self.algorithm;
        let end = [options, JsValue::from_bool(self.extractable), usages];
        let made = match self.source {
            None => call("generateKey", end, "generating a key").await?,
            Some((derivation, key)) => {
                let begin = [derivation.into_js(), key.into_raw()];
                let arguments = begin.into_iter().chain(end);
                call("deriveKey", arguments, "deriving from a key").await?
            }
        };
        Ok((made, algorithm))
    }
}

impl IntoFuture for Generate<Key> {
    type Output = Result<Key>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async {
            let (made, algorithm) = self.generate(&[Role::Secret]).await?;
            Ok(Key::from_raw(made, algorithm))
        })
    }
}

impl IntoFuture for Generate<KeyPair> {
    type Output = Result<KeyPair>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async {
            let (made, algorithm) = self.generate(&[Role::Public, Role::Private]).await?;
            let half = |name| Key::from_raw(js::property(&made, name), algorithm);
            Ok(KeyPair {
                public: half("publicKey"),
                private: half("privateKey"),
            })
        })
    }
}

impl<T> fmt::Debug for Generate<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Generate").field(&self.algorithm).finish()
    }
}
