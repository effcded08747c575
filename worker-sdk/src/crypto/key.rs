//! Keys, and what they do.

use std::fmt;

use wasm_bindgen::JsValue;

use super::algorithm::Role;
use super::{Algorithm, Cipher, Derivation, Import, Verification, sys};
use crate::error::Result;
use crate::js;

/// A key that the platform keeps. Cheap to clone.
///
/// Its bytes do not enter wasm, unless it is [extractable](Import::extractable) and exported. It can do everything that
/// its [`Algorithm`] is for, or what its [usages](Import::usages) leave of that.
///
/// # Example: encrypt and decrypt
///
/// ```no_run
/// # async fn run() -> worker_sdk::Result<()> {
/// use worker_sdk::crypto::{Algorithm, Cipher, Key, random_bytes};
///
/// let key = Key::generate(Algorithm::AesGcm).await?;
/// let iv = random_bytes(12)?;
/// let secret = key.encrypt(Cipher::gcm(&iv), "attack at dawn").await?;
/// let text = key.decrypt(Cipher::gcm(&iv), secret).await?;
/// # drop(text);
/// # Ok(())
/// # }
/// ```
///
/// # Example: check a signature
///
/// ```no_run
/// # async fn run(spki: &[u8], signature: &[u8], token: &str) -> worker_sdk::Result<bool> {
/// use worker_sdk::crypto::{Algorithm, Curve, Hash, Key};
///
/// let key = Key::import_spki(Algorithm::Ecdsa(Curve::P256, Hash::Sha256), spki).await?;
/// Ok(key.verify(signature, token).await?.is_valid())
/// # }
/// ```
///
/// See <https://developers.cloudflare.com/workers/runtime-apis/web-crypto/>.
#[derive(Clone)]
pub struct Key {
    raw: JsValue,
    algorithm: Algorithm,
}

impl Key {
    /// Wraps a JavaScript `CryptoKey`, which was made for `algorithm`.
    #[must_use]
    pub fn from_raw(raw: JsValue, algorithm: Algorithm) -> Self {
        Self { raw, algorithm }
    }

    /// The JavaScript `CryptoKey`.
    #[must_use]
    pub fn as_raw(&self) -> &JsValue {
        &self.raw
    }

    /// The JavaScript `CryptoKey`.
    #[must_use]
    pub fn into_raw(self) -> JsValue {
        self.raw
    }

    /// What the key is for.
    #[must_use]
    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// Whether the key can be exported.
    #[must_use]
    pub fn is_extractable(&self) -> bool {
        js::property(&self.raw, "extractable") == JsValue::TRUE
    }

    /// What the key can do, as the platform calls it: `encrypt`, `sign`.
    #[must_use]
    pub fn usages(&self) -> Vec<String> {
        js::list_to_strings(&js::property(&self.raw, "usages"))
    }

    /// The length of the key in bits: of AES and HMAC, and of the modulus of RSA. The others have one length each.
    #[must_use]
    pub fn bits(&self) -> Option<u32> {
        let algorithm = js::property(&self.raw, "algorithm");
        let number = |name| js::number(&js::property(&algorithm, name));
        let bits = number("length").or_else(|| number("modulusLength"))?;
        Some(bits as u32)
    }

    /// Whether it is the private half of a pair.
    #[must_use]
    pub fn is_private(&self) -> bool {
        self.kind() == "private"
    }

    /// Whether it is the public half of a pair.
    #[must_use]
    pub fn is_public(&self) -> bool {
        self.kind() == "public"
    }

    fn kind(&self) -> String {
        js::string_property(&self.raw, "type").unwrap_or_default()
    }

    /// A key of these bytes: a secret one, or the public one of a curve.
    pub fn import_raw(algorithm: Algorithm, bytes: impl AsRef<[u8]>) -> Import {
        let role = algorithm.raw_role();
        Import::new(algorithm, "raw", js::bytes_to_js(bytes.as_ref()), role)
    }

    /// A private key as PKCS #8, the content of a PEM file that begins with `BEGIN PRIVATE KEY`.
    pub fn import_pkcs8(algorithm: Algorithm, der: impl AsRef<[u8]>) -> Import {
        let data = js::bytes_to_js(der.as_ref());
        Import::new(algorithm, "pkcs8", data, Role::Private)
    }

    /// A public key as SPKI, the content of a PEM file that begins with `BEGIN PUBLIC KEY`.
    pub fn import_spki(algorithm: Algorithm, der: impl AsRef<[u8]>) -> Import {
        let data = js::bytes_to_js(der.as_ref());
        Import::new(algorithm, "spki", data, Role::Public)
    }

    /// The bytes of a secret key, or of the public one of a curve.
    ///
    /// # Errors
    ///
    /// Fails for other keys, and for those that are not [extractable](Import::extractable).
    pub async fn export_raw(&self) -> Result<Vec<u8>> {
        self.export("raw").await
    }

    /// A private key as PKCS #8.
    ///
    /// # Errors
    ///
    /// As [`export_raw`](Key::export_raw).
    pub async fn export_pkcs8(&self) -> Result<Vec<u8>> {
        self.export("pkcs8").await
    }

    /// A public key as SPKI.
    ///
    /// # Errors
    ///
    /// As [`export_raw`](Key::export_raw).
    pub async fn export_spki(&self) -> Result<Vec<u8>> {
        self.export("spki").await
    }

    async fn export(&self, format: &'static str) -> Result<Vec<u8>> {
        let arguments = [js::constant(format), self.raw.clone()];
        bytes("exportKey", arguments, "exporting a key").await
    }

    /// The signature of `data`, or with [`Algorithm::Hmac`] its keyed hash.
    ///
    /// # Errors
    ///
    /// Fails when the key is not one that signs.
    pub async fn sign(&self, data: impl AsRef<[u8]>) -> Result<Vec<u8>> {
        let algorithm = self.algorithm.of_signature().into_js();
        let data = js::bytes_to_js(data.as_ref());
        let arguments = [algorithm, self.raw.clone(), data];
        bytes("sign", arguments, "signing").await
    }

    /// Checks whether `signature` is one of `data`. It is compared in the same time wherever it differs.
    ///
    /// # Errors
    ///
    /// Fails when the key is not one that checks signatures. A signature that is wrong, or none at all, is no error.
    pub async fn verify(
        &self,
        signature: impl AsRef<[u8]>,
        data: impl AsRef<[u8]>,
    ) -> Result<Verification> {
        let signature = signature.as_ref();
        // The platform throws for another length.
        if self.algorithm == Algorithm::Ed25519 && signature.len() != 64 {
            return Ok(Verification(false));
        }
        let algorithm = self.algorithm.of_signature().into_js();
        let signature = js::bytes_to_js(signature);
        let data = js::bytes_to_js(data.as_ref());
        let arguments = [algorithm, self.raw.clone(), signature, data];
        let same = call("verify", arguments, "checking a signature").await?;
        Ok(Verification(same == JsValue::TRUE))
    }

    /// `data` so that only who has the key can read it.
    ///
    /// # Errors
    ///
    /// Fails when the key is not one that encrypts, when the cipher does not fit it, and when there is too much data: RSA
    /// takes less than its modulus is long.
    pub async fn encrypt(&self, cipher: Cipher, data: impl AsRef<[u8]>) -> Result<Vec<u8>> {
        let data = js::bytes_to_js(data.as_ref());
        let arguments = [cipher.into_js(), self.raw.clone(), data];
        bytes("encrypt", arguments, "encrypting").await
    }

    /// What was encrypted with the same key, or with the public one that belongs to it.
    ///
    /// # Errors
    ///
    /// Fails when key or cipher are others than at that time, and when the data was changed, as far as the cipher finds
    /// that out.
    pub async fn decrypt(&self, cipher: Cipher, data: impl AsRef<[u8]>) -> Result<Vec<u8>> {
        let data = js::bytes_to_js(data.as_ref());
        let arguments = [cipher.into_js(), self.raw.clone(), data];
        bytes("decrypt", arguments, "decrypting").await
    }

    /// Bytes that follow from this key, of any number that is a multiple of eight bits.
    ///
    /// # Errors
    ///
    /// Fails when the key is not one that others are derived from, when the derivation does not fit it, and for more bytes
    /// than it can give.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(password: &str, salt: &[u8]) -> worker_sdk::Result<Vec<u8>> {
    /// use worker_sdk::crypto::{Algorithm, Derivation, Hash, Key};
    ///
    /// let key = Key::import_raw(Algorithm::Pbkdf2, password).await?;
    /// key.derive_bytes(Derivation::pbkdf2(Hash::Sha256, salt, 100_000), 32).await
    /// # }
    /// ```
    pub async fn derive_bytes(&self, derivation: Derivation, length: u32) -> Result<Vec<u8>> {
        let bits = JsValue::from_f64(f64::from(length) * 8.0);
        let arguments = [derivation.into_js(), self.raw.clone(), bits];
        bytes("deriveBits", arguments, "deriving from a key").await
    }

    /// The bytes of `key`, encrypted with this one. `key` must be extractable; a private one goes as PKCS #8, others as
    /// their bytes.
    ///
    /// # Errors
    ///
    /// Fails when this key is not one that encrypts, and when `key` cannot be exported.
    pub async fn wrap(&self, key: &Key, cipher: Cipher) -> Result<Vec<u8>> {
        let format = if key.is_private() { "pkcs8" } else { "raw" };
        self.wrap_as(format, key, cipher).await
    }

    /// `key` as a JSON web key, encrypted with this one. `key` must be extractable.
    ///
    /// # Errors
    ///
    /// As [`wrap`](Key::wrap). AES-KW takes multiples of eight bytes alone, which such a key is by chance.
    pub async fn wrap_jwk(&self, key: &Key, cipher: Cipher) -> Result<Vec<u8>> {
        self.wrap_as("jwk", key, cipher).await
    }

    async fn wrap_as(&self, format: &'static str, key: &Key, cipher: Cipher) -> Result<Vec<u8>> {
        let format = js::constant(format);
        let arguments = [format, key.raw.clone(), self.raw.clone(), cipher.into_js()];
        bytes("wrapKey", arguments, "wrapping a key").await
    }

    /// A key that was [wrapped as a JSON web key](Key::wrap_jwk), and what it is: the platform has to know before it looks.
    pub fn unwrap_jwk(
        &self,
        wrapped: impl AsRef<[u8]>,
        cipher: Cipher,
        algorithm: Algorithm,
        role: Role,
    ) -> Import {
        let data = js::bytes_to_js(wrapped.as_ref());
        Import::new(algorithm, "jwk", data, role).wrapped(self, cipher)
    }

    /// A secret key that was [wrapped](Key::wrap).
    pub fn unwrap_secret(
        &self,
        wrapped: impl AsRef<[u8]>,
        cipher: Cipher,
        algorithm: Algorithm,
    ) -> Import {
        let data = js::bytes_to_js(wrapped.as_ref());
        let role = algorithm.raw_role();
        Import::new(algorithm, "raw", data, role).wrapped(self, cipher)
    }

    /// A private key that was [wrapped](Key::wrap).
    pub fn unwrap_private(
        &self,
        wrapped: impl AsRef<[u8]>,
        cipher: Cipher,
        algorithm: Algorithm,
    ) -> Import {
        let data = js::bytes_to_js(wrapped.as_ref());
        Import::new(algorithm, "pkcs8", data, Role::Private).wrapped(self, cipher)
    }
}

/// A call of the platform's `subtle`.
pub(super) async fn call(
    method: &'static str,
    arguments: impl IntoIterator<Item = JsValue>,
    doing: &'static str,
) -> Result<JsValue> {
    let promise = sys::subtle(&js::constant(method), &js::list(arguments));
    js::settled(promise, doing).await
}

async fn bytes(
    method: &'static str,
    arguments: impl IntoIterator<Item = JsValue>,
    doing: &'static str,
) -> Result<Vec<u8>> {
    let buffer = call(method, arguments, doing).await?;
    Ok(js::bytes_from_js(&buffer))
}

/// Shows nothing of a secret.
impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Key").field(&self.algorithm).finish()
    }
}
