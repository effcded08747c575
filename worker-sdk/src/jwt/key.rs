//! Keys, each for one algorithm.

use std::cell::OnceCell;
use std::fmt;
use std::sync::Arc;

use super::Algorithm;
use super::error::KeyMistake;
use crate::base64::{Alphabet, decode};
use crate::crypto::{self, Import, Jwk};
use crate::error::{Error, Result};
use crate::js::Local;

/// A key that signs tokens or checks them, for one [`Algorithm`]. Cheap to clone.
///
/// A token whose header names another algorithm than that of the key is refused, so that it is never the token that
/// decides.
///
/// The platform makes its key of it when it is first needed, and all clones share that one.
///
/// # Examples
///
/// ```
/// use worker_sdk::jwt::{Algorithm, Key};
///
/// # fn main() -> worker_sdk::Result<()> {
/// let key = Key::secret(Algorithm::HS256, "a secret of 32 random bytes at least")?.named("2026-11");
/// assert_eq!(key.algorithm(), Algorithm::HS256);
/// assert!(Key::secret(Algorithm::HS256, "short").is_err());
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Key {
    algorithm: Algorithm,
    id: Option<Arc<str>>,
    material: Arc<Material>,
}

struct Material {
    written: Written,
    verifying: Local<OnceCell<crypto::Key>>,
    signing: Local<OnceCell<crypto::Key>>,
}

enum Written {
    Secret(Vec<u8>),
    Public(Vec<u8>),
    Private(Vec<u8>),
    Jwk(Box<Jwk>),
    Made(crypto::Key),
}

/// The length that RFC 7518, 3.2, asks of a secret, in bytes.
pub(super) const fn least(algorithm: Algorithm) -> usize {
    match algorithm.host() {
        crypto::Algorithm::Hmac(hash) => hash.length() as usize,
        _ => 0,
    }
}

fn mistake(mistake: KeyMistake) -> Error {
    Error::of(mistake)
}

impl Key {
    fn new(algorithm: Algorithm, written: Written) -> Self {
        Self {
            algorithm,
            id: None,
            material: Arc::new(Material {
                written,
                verifying: Local::new(OnceCell::new()),
                signing: Local::new(OnceCell::new()),
            }),
        }
    }

    /// A secret, for `HS256`, `HS384` and `HS512`.
    ///
    /// # Errors
    ///
    /// Fails for another algorithm, and when there are fewer bytes than the algorithm's hash has (32, 48, 64). Where others
    /// have chosen a shorter one, see [`of`](Key::of).
    pub fn secret(algorithm: Algorithm, secret: impl AsRef<[u8]>) -> Result<Self> {
        let secret = secret.as_ref();
        if least(algorithm) == 0 {
            return Err(mistake(KeyMistake::NotSecret(algorithm)));
        }
        if secret.len() < least(algorithm) {
            let length = secret.len();
            return Err(mistake(KeyMistake::ShortSecret { algorithm, length }));
        }
        Ok(Self::new(algorithm, Written::Secret(secret.to_vec())))
    }

    /// A key in PEM: `BEGIN PUBLIC KEY` checks tokens, `BEGIN PRIVATE KEY` signs them.
    ///
    /// # Errors
    ///
    /// Fails for text that is something else, which includes certificates and keys in the older forms of OpenSSL, and for
    /// algorithms that have a secret. Whether the key is one of the algorithm is found out when it is used.
    pub fn pem(algorithm: Algorithm, text: &str) -> Result<Self> {
        if least(algorithm) != 0 {
            return Err(mistake(KeyMistake::OtherFamily(algorithm)));
        }
        let (label, der) = read_pem(text).ok_or_else(|| mistake(KeyMistake::NotPem))?;
        match label {
            "PUBLIC KEY" => Ok(Self::new(algorithm, Written::Public(der))),
            "PRIVATE KEY" => Ok(Self::new(algorithm, Written::Private(der))),
            label => Err(mistake(KeyMistake::PemLabel(label.to_owned()))),
        }
    }

    /// A JSON web key, for the algorithm in its `alg`, with the name in its `kid`. Keys of curves need no `alg`.
    ///
    /// One with the private numbers signs tokens and checks them.
    ///
    /// # Errors
    ///
    /// Fails when it does not say what it is for, when that is not signatures, and when its `kty` and `crv` do not fit.
    pub fn jwk(key: &Jwk) -> Result<Self> {
        let algorithm = said(key).ok_or_else(|| mistake(KeyMistake::NoAlgorithm))?;
        Self::jwk_for(algorithm, key)
    }

    /// A JSON web key for this algorithm, whatever its `alg` says.
    ///
    /// # Errors
    ///
    /// As [`jwk`](Key::jwk).
    pub fn jwk_for(algorithm: Algorithm, key: &Jwk) -> Result<Self> {
        let family = key.kty.as_deref() == Some(algorithm.family());
        let curve = algorithm.curve();
        if !family || (curve.is_some() && key.crv.as_deref() != curve) {
            return Err(mistake(KeyMistake::OtherFamily(algorithm)));
        }
        if key.r#use.as_deref().is_some_and(|purpose| purpose != "sig") {
            return Err(mistake(KeyMistake::NotForSignatures));
        }
        let id = key.kid.as_deref().map(Arc::from);
        if let Some(secret) = &key.k {
            let secret = decode(secret, Alphabet::Url).unwrap_or_default();
            return Ok(Self {
                id,
                ..Self::secret(algorithm, secret)?
            });
        }
        let written = Written::Jwk(Box::new(key.clone()));
        Ok(Self {
            id,
            ..Self::new(algorithm, written)
        })
    }

    /// A key that the platform has made already.
    ///
    /// It takes secrets of any length.
    ///
    /// # Errors
    ///
    /// Fails when it was made for something else than `algorithm`.
    pub fn of(algorithm: Algorithm, key: crypto::Key) -> Result<Self> {
        if key.algorithm() != algorithm.host() {
            return Err(mistake(KeyMistake::OtherAlgorithm(algorithm)));
        }
        Ok(Self::new(algorithm, Written::Made(key)))
    }

    /// Gives the key a name, which is the `kid` of tokens that it signs. A token that names another one is not for it; a
    /// key without a name is tried for each token.
    #[must_use]
    pub fn named(mut self, id: &str) -> Self {
        self.id = Some(id.into());
        self
    }

    /// What the key is for.
    #[must_use]
    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// Its name.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// Whether a token with this `kid` may be signed by it.
    pub(super) fn is_meant(&self, id: Option<&str>) -> bool {
        match (&self.id, id) {
            (Some(own), Some(id)) => **own == *id,
            _ => true,
        }
    }

    pub(super) async fn verify(&self, signature: &[u8], data: &[u8]) -> Result<bool> {
        let key = match self.material.verifying.get() {
            Some(key) => key.clone(),
            None => self.imported(&self.material.verifying, false).await?,
        };
        Ok(key.verify(signature, data).await?.is_valid())
    }

    pub(super) async fn sign(&self, data: &[u8]) -> Result<Vec<u8>> {
        let key = match self.material.signing.get() {
            Some(key) => key.clone(),
            None => self.imported(&self.material.signing, true).await?,
        };
        key.sign(data).await
    }

    /// The platform's key belongs to no request, so it is kept for all.
    async fn imported(&self, place: &OnceCell<crypto::Key>, signs: bool) -> Result<crypto::Key> {
        let host = self.algorithm.host();
        let key = match &self.material.written {
            Written::Made(key) => key.clone(),
            Written::Secret(bytes) => crypto::Key::import_raw(host, bytes).await?,
            Written::Public(_) if signs => return Err(mistake(KeyMistake::CannotSign)),
            Written::Public(der) => crypto::Key::import_spki(host, der).await?,
            Written::Private(der) if signs => crypto::Key::import_pkcs8(host, der).await?,
            Written::Private(_) => return Err(mistake(KeyMistake::CannotVerify)),
            Written::Jwk(key) if signs && key.d.is_none() => {
                return Err(mistake(KeyMistake::CannotSign));
            }
            Written::Jwk(key) => half(host, key, signs)?.await?,
        };
        if self.algorithm.family() == "RSA"
            && let Some(bits) = key.bits().filter(|bits| *bits < 2048)
        {
            return Err(mistake(KeyMistake::ShortModulus(bits)));
        }
        Ok(place.get_or_init(|| key).clone())
    }
}

/// The algorithm that a JSON web key names, or that its curve is for.
pub(super) fn said(key: &Jwk) -> Option<Algorithm> {
    match (key.alg.as_deref(), key.crv.as_deref()) {
        (Some(name), _) => Algorithm::from_name(name),
        (None, Some("P-256")) => Some(Algorithm::ES256),
        (None, Some("P-384")) => Some(Algorithm::ES384),
        (None, Some("P-521")) => Some(Algorithm::ES512),
        (None, Some("Ed25519")) => Some(Algorithm::EdDSA),
        _ => None,
    }
}

/// The numbers alone: the platform compares the names with its own, and it does not know all of them. What a private key
/// may do says nothing about its public half.
fn half(algorithm: crypto::Algorithm, key: &Jwk, private: bool) -> Result<Import> {
    let mut bare = key.clone();
    (bare.alg, bare.r#use, bare.kid) = (None, None, None);
    if !private && bare.d.is_some() {
        bare.key_ops = None;
        (bare.d, bare.p, bare.q) = (None, None, None);
        (bare.dp, bare.dq, bare.qi) = (None, None, None);
    }
    crypto::Key::import_jwk(algorithm, &bare)
}

/// Label and content of the first block of a PEM file.
fn read_pem(text: &str) -> Option<(&str, Vec<u8>)> {
    let (label, rest) = text.split_once("-----BEGIN ")?.1.split_once("-----")?;
    let (body, end) = rest.split_once("-----END ")?;
    if !end.starts_with(label) {
        return None;
    }
    let body: String = body.split_ascii_whitespace().collect();
    Some((
        label,
        decode(body.trim_end_matches('='), Alphabet::Standard)?,
    ))
}

/// Shows nothing of it.
impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Key")
            .field("algorithm", &self.algorithm)
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_as_long_as_the_hash() {
        let cases = [
            (Algorithm::HS256, 32),
            (Algorithm::HS384, 48),
            (Algorithm::HS512, 64),
        ];
        for (algorithm, least) in cases {
            assert!(Key::secret(algorithm, vec![1; least]).is_ok());
            let error = Key::secret(algorithm, vec![1; least - 1]).unwrap_err();
            let expected = format!(
                "a secret of {} bytes is too short for `{algorithm}`; make a random one of at least {least} (RFC 7518, \
                 section 3.2)",
                least - 1
            );
            assert_eq!(error.to_string(), expected);
        }
        assert_eq!(
            Key::secret(Algorithm::RS256, vec![1; 64])
                .unwrap_err()
                .to_string(),
            "`RS256` has no secret; give the key as PEM or as a JSON web key"
        );
    }

    #[test]
    fn pem_files() {
        let public = "\n-----BEGIN PUBLIC KEY-----\r\nAAEC\r\nAw==\r\n-----END PUBLIC KEY-----\r\n";
        assert_eq!(read_pem(public), Some(("PUBLIC KEY", vec![0, 1, 2, 3])));
        assert!(Key::pem(Algorithm::ES256, public).is_ok());
        let cases = [
            (
                "",
                "the text is not a key in PEM; it begins with `-----BEGIN`",
            ),
            (
                "-----BEGIN PUBLIC KEY-----\nAA=A\n-----END PUBLIC KEY-----",
                "the text is not a key in PEM; it begins with `-----BEGIN`",
            ),
            (
                "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PRIVATE KEY-----",
                "the text is not a key in PEM; it begins with `-----BEGIN`",
            ),
            (
                "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----",
                "a PEM file with `RSA PRIVATE KEY` is not read; convert it to `PUBLIC KEY` (`openssl pkey -pubout`) or \
                 `PRIVATE KEY` (`openssl pkcs8 -topk8 -nocrypt`)",
            ),
        ];
        for (text, expected) in cases {
            let error = Key::pem(Algorithm::RS256, text).unwrap_err();
            assert_eq!(error.to_string(), expected, "{text}");
        }
        // What would make a public key the secret of a MAC.
        assert!(Key::pem(Algorithm::HS256, public).is_err());
    }

    fn read(json: &str) -> Result<Key> {
        Key::jwk(&serde_json::from_str(json).unwrap())
    }

    #[test]
    fn json_web_keys() {
        let curve = read(r#"{"kty":"EC","crv":"P-256","x":"a","y":"b","kid":"1"}"#).unwrap();
        assert_eq!(
            (curve.algorithm(), curve.id()),
            (Algorithm::ES256, Some("1"))
        );
        let cases = [
            (
                r#"{"kty":"RSA","n":"a","e":"AQAB"}"#,
                "the JSON web key does not say what it is for; give it an `alg`, such as `RS256`",
            ),
            (
                r#"{"kty":"oct","k":"AAAA"}"#,
                "the JSON web key does not say what it is for; give it an `alg`, such as `RS256`",
            ),
            (
                r#"{"kty":"RSA","n":"a","e":"AQAB","alg":"none"}"#,
                "the JSON web key does not say what it is for; give it an `alg`, such as `RS256`",
            ),
            (
                r#"{"kty":"RSA","n":"a","e":"AQAB","alg":"HS256"}"#,
                "the JSON web key is not one of `HS256`; its `kty` and `crv` have to fit",
            ),
            (
                r#"{"kty":"EC","crv":"P-384","alg":"ES256"}"#,
                "the JSON web key is not one of `ES256`; its `kty` and `crv` have to fit",
            ),
            (
                r#"{"kty":"RSA","n":"a","e":"AQAB","alg":"RS256","use":"enc"}"#,
                "the `use` of the JSON web key is not `sig`; take the one for signatures",
            ),
        ];
        for (json, expected) in cases {
            assert_eq!(read(json).unwrap_err().to_string(), expected, "{json}");
        }
        assert!(
            read(r#"{"kty":"oct","k":"AAAA","alg":"HS256"}"#)
                .unwrap_err()
                .to_string()
                .starts_with("a secret of 3 bytes")
        );
    }

    #[test]
    fn names_of_keys() {
        let key = Key::secret(Algorithm::HS256, [7; 32]).unwrap();
        assert!(key.is_meant(None) && key.is_meant(Some("x")));
        let key = key.named("a");
        assert!(key.is_meant(None) && key.is_meant(Some("a")));
        for other in ["", "A", "a ", "../a", "a' or '1'='1"] {
            assert!(!key.is_meant(Some(other)), "{other}");
        }
        assert_eq!(
            format!("{key:?}"),
            "Key { algorithm: HS256, id: Some(\"a\"), .. }"
        );
    }
}
