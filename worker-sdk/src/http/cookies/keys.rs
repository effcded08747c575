//! Cookies that nobody else can make, or read.

use std::cell::OnceCell;
use std::fmt;
use std::sync::Arc;

use wasm_bindgen::JsValue;

use super::SetCookie;
use super::error::ShortSecret;
use crate::base64::{Alphabet, decode, encode_url};
use crate::crypto::{Algorithm, Cipher, Derivation, Hash, Key, random_bytes};
use crate::env::Binding;
use crate::error::{Error, Result};
use crate::js::{self, Local};

/// The least number of bytes of a secret.
const LEAST: usize = 32;

/// The length of a MAC in base64.
const MAC: usize = 43;

/// Secrets that sign cookies, or hide what is in them. Cheap to clone.
///
/// | | others can read the value | others can change it | |
/// |---|---|---|---|
/// | [`sign`](Self::sign), [`verify`](Self::verify) | yes | no | HMAC with SHA-256 |
/// | [`seal`](Self::seal), [`open`](Self::open) | no | no | AES-256 in GCM |
///
/// A value is good for the name of its cookie only. Signing and hiding use keys of their own, which are derived from the
/// secret (HKDF). It can be used again by who has it, for as long as the secret is: put a time into the value if that
/// matters. A secret should not hide more than 4,000,000,000 values.
///
/// To change the secret, put the new one first and keep the older ones for a while: they check and open, and no longer sign
/// and seal. In a struct with `#[derive(Bindings)]` it is a secret whose text has them on a line each, or between spaces, the newest
/// first; `openssl rand -base64 32` makes one.
///
/// Handlers take [`SignedCookies`](crate::extract::SignedCookies) and
/// [`PrivateCookies`](crate::extract::PrivateCookies).
///
/// # Examples
///
/// ```no_run
/// use worker_sdk::http::SetCookie;
/// use worker_sdk::http::cookies::Keys;
/// use worker_sdk::{Request, Response, Result};
///
/// async fn visit(request: &Request, keys: &Keys) -> Result<Response> {
///     let before = keys.verify_in(request, "__Host-visits").await?;
///     let visits = before.and_then(|text| text.parse().ok()).unwrap_or(0) + 1;
///     let cookie = SetCookie::new("__Host-visits", visits.to_string()).secure().http_only();
///     Response::text(format!("visit {visits}")).with_cookie(keys.sign(cookie).await?)
/// }
/// ```
#[derive(Clone)]
pub struct Keys(Arc<[Secret]>);

struct Secret {
    bytes: Vec<u8>,
    signing: Local<OnceCell<Key>>,
    sealing: Local<OnceCell<Key>>,
}

impl Keys {
    /// A secret, of 32 random bytes at least.
    ///
    /// # Errors
    ///
    /// Fails when there are fewer.
    pub fn new(secret: impl AsRef<[u8]>) -> Result<Self> {
        Self::of([secret])
    }

    /// Several secrets, the newest first.
    ///
    /// # Errors
    ///
    /// Fails when there is none, and when one has fewer than 32 bytes.
    pub fn of<K: AsRef<[u8]>>(secrets: impl IntoIterator<Item = K>) -> Result<Self> {
        let secrets = secrets
            .into_iter()
            .map(|secret| Secret::new(secret.as_ref()));
        let secrets: Arc<[Secret]> = secrets.collect::<Result<_>>()?;
        match secrets.is_empty() {
            true => Err(Error::of(ShortSecret { length: 0 })),
            false => Ok(Self(secrets)),
        }
    }

    /// The cookie with a signature before its value.
    ///
    /// # Errors
    ///
    /// Fails when the platform cannot compute.
    pub async fn sign(&self, cookie: SetCookie) -> Result<SetCookie> {
        let Some(newest) = self.0.first() else {
            return Ok(cookie);
        };
        let key = newest.signing().await?;
        let mac = key.sign(signed(cookie.name(), cookie.value())).await?;
        let value = format!("{}.{}", encode_url(&mac), cookie.value());
        Ok(cookie.with_value(value))
    }

    /// The value of the cookie `name` without its signature; `None` if that is none of ours.
    ///
    /// # Errors
    ///
    /// Fails when the platform cannot compute.
    pub async fn verify(&self, name: &str, value: &str) -> Result<Option<String>> {
        let Some((mac, value)) = value.split_at_checked(MAC) else {
            return Ok(None);
        };
        let (Some(mac), Some(value)) = (decode(mac, Alphabet::Url), value.strip_prefix('.')) else {
            return Ok(None);
        };
        for secret in &*self.0 {
            let key = secret.signing().await?;
            let signature = key.verify(&mac, signed(name, value)).await?;
            if signature.is_valid() {
                return Ok(Some(value.to_owned()));
            }
        }
        Ok(None)
    }

    /// The cookie with its value hidden.
    ///
    /// # Errors
    ///
    /// Fails when the platform cannot compute, and outside of an event, where it has no random values.
    pub async fn seal(&self, cookie: SetCookie) -> Result<SetCookie> {
        let Some(newest) = self.0.first() else {
            return Ok(cookie);
        };
        let mut sealed = random_bytes(12)?;
        let cipher = Cipher::gcm(&sealed).additional_data(cookie.name());
        let hidden = newest
            .sealing()
            .await?
            .encrypt(cipher, cookie.value())
            .await?;
        sealed.extend(hidden);
        Ok(cookie.with_value(encode_url(&sealed)))
    }

    /// What was hidden in the value of the cookie `name`; `None` if it was not hidden by us.
    ///
    /// # Errors
    ///
    /// Fails when the platform cannot compute.
    pub async fn open(&self, name: &str, value: &str) -> Result<Option<String>> {
        let sealed = decode(value, Alphabet::Url).unwrap_or_default();
        let Some((iv, hidden)) = sealed.split_at_checked(12) else {
            return Ok(None);
        };
        for secret in &*self.0 {
            let key = secret.sealing().await?;
            let cipher = Cipher::gcm(iv).additional_data(name);
            // A wrong key and a changed value are the same to the platform: it throws.
            if let Ok(bytes) = key.decrypt(cipher, hidden).await {
                return Ok(String::from_utf8(bytes).ok());
            }
        }
        Ok(None)
    }

    /// The value of the first cookie `name` of a request whose signature is right.
    ///
    /// # Errors
    ///
    /// As [`verify`](Self::verify).
    pub async fn verify_in(&self, request: &crate::Request, name: &str) -> Result<Option<String>> {
        self.first_signed(&request.cookies(), name).await
    }

    /// What was hidden in the first cookie `name` of a request that was hidden by us.
    ///
    /// # Errors
    ///
    /// As [`open`](Self::open).
    pub async fn open_in(&self, request: &crate::Request, name: &str) -> Result<Option<String>> {
        self.first_sealed(&request.cookies(), name).await
    }

    /// Other hosts of the site can add a cookie of the same name before ours: those are skipped, up to a number.
    pub(crate) async fn first_signed(
        &self,
        cookies: &[(String, String)],
        name: &str,
    ) -> Result<Option<String>> {
        for value in named(cookies, name) {
            if let Some(value) = self.verify(name, value).await? {
                return Ok(Some(value));
            }
        }
        Ok(None)
    }

    pub(crate) async fn first_sealed(
        &self,
        cookies: &[(String, String)],
        name: &str,
    ) -> Result<Option<String>> {
        for value in named(cookies, name) {
            if let Some(value) = self.open(name, value).await? {
                return Ok(Some(value));
            }
        }
        Ok(None)
    }
}

pub(crate) fn named<'a>(
    cookies: &'a [(String, String)],
    name: &'a str,
) -> impl Iterator<Item = &'a str> {
    const MOST: usize = 4;
    let found = cookies.iter().filter(move |(known, _)| known == name);
    found.map(|(_, value)| value.as_str()).take(MOST)
}

/// A name has no `=`.
fn signed(name: &str, value: &str) -> String {
    format!("{name}={value}")
}

impl Secret {
    fn new(bytes: &[u8]) -> Result<Self> {
        let length = bytes.len();
        if length < LEAST {
            return Err(Error::of(ShortSecret { length }));
        }
        Ok(Self {
            bytes: bytes.to_vec(),
            signing: Local::new(OnceCell::new()),
            sealing: Local::new(OnceCell::new()),
        })
    }

    async fn signing(&self) -> Result<Key> {
        let algorithm = Algorithm::Hmac(Hash::Sha256);
        self.derived(&self.signing, "worker-sdk: signed cookies", algorithm)
            .await
    }

    async fn sealing(&self) -> Result<Key> {
        let algorithm = Algorithm::AesGcm;
        self.derived(&self.sealing, "worker-sdk: private cookies", algorithm)
            .await
    }

    /// The platform's key belongs to no request, so it is kept for all.
    async fn derived(
        &self,
        place: &OnceCell<Key>,
        purpose: &'static str,
        algorithm: Algorithm,
    ) -> Result<Key> {
        if let Some(key) = place.get() {
            return Ok(key.clone());
        }
        let secret = Key::import_raw(Algorithm::Hkdf, &self.bytes).await?;
        let derivation = Derivation::hkdf(Hash::Sha256, "", purpose);
        let bytes = secret.derive_bytes(derivation, 32).await?;
        let key = Key::import_raw(algorithm, bytes).await?;
        Ok(place.get_or_init(|| key).clone())
    }
}

impl Binding for Keys {
    const SECTION: &'static str = "secrets";
    const EXPECTED: &'static str = "secrets of 32 bytes at least, one on each line";

    fn from_value(value: JsValue) -> Option<Self> {
        Self::of(js::string(&value)?.split_ascii_whitespace()).ok()
    }
}

/// Shows nothing of them.
impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keys { .. }")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_long_enough() {
        assert!(Keys::new([1; 32]).is_ok());
        let error = Keys::of([[1; 32].as_slice(), &[1; 31]]).unwrap_err();
        assert_eq!(
            error.to_string(),
            "a secret of 31 bytes is too short for cookies; make a random one of at least 32, for instance with `openssl \
             rand -base64 32`"
        );
        assert!(Keys::of::<&str>([]).is_err());
    }
}
