//! Keys to choose from.

use std::fmt;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};
use wasm_bindgen::JsValue;

use super::error::{KeyMistake, Refused};
use super::key::said;
use super::remote::Remote;
use super::{Algorithm, Key, Reason};
use crate::crypto::Jwk;
use crate::env::Binding;
use crate::error::{Error, Result};
use crate::js;
use crate::json::Raw;

/// How many keys a set may have.
pub(super) const MOST_KEYS: usize = 100;

/// The keys that tokens may be signed with: one, some, or those of a set. Cheap to clone.
///
/// Where several fit a token, because neither it nor they have a name, up to eight are tried.
///
/// As a field of a struct with `#[derive(Bindings)]` it is a secret whose text is a JSON web key or a set of them:
///
/// ```no_run
/// use worker_sdk::{Bindings, jwt::Keys};
///
/// #[derive(Bindings, Clone)]
/// struct App {
///     token_keys: Keys,
/// }
/// ```
///
/// # Example: the set of somebody who issues tokens
///
/// ```no_run
/// use std::sync::LazyLock;
/// use worker_sdk::jwt::{Keys, Verifier};
///
/// static VERIFIER: LazyLock<Verifier> = LazyLock::new(|| {
///     Verifier::new(Keys::url("https://issuer.example.com/.well-known/jwks.json"))
///         .issuer("https://issuer.example.com/")
///         .audience("api")
/// });
/// ```
#[derive(Clone)]
pub struct Keys(pub(super) Arc<dyn Source>);

pub(super) type Found<'a> = Pin<Box<dyn Future<Output = Result<Vec<Key>, Refused>> + Send + 'a>>;

/// Where keys come from. Those that come from afar are linked only where they are asked for.
pub(super) trait Source: Send + Sync {
    /// All keys that a token with this `kid` may be signed with; none if there are none.
    fn find<'a>(&'a self, id: Option<&'a str>) -> Found<'a>;
}

struct Fixed(Vec<Key>);

impl Source for Fixed {
    fn find<'a>(&'a self, id: Option<&'a str>) -> Found<'a> {
        let found = meant(&self.0, id);
        Box::pin(std::future::ready(Ok(found)))
    }
}

pub(super) fn meant(keys: &[Key], id: Option<&str>) -> Vec<Key> {
    keys.iter()
        .filter(|key| key.is_meant(id))
        .cloned()
        .collect()
}

impl Keys {
    /// Reads a JSON web key or a set of them (RFC 7517).
    ///
    /// Keys of a set that are not for signatures, or of a kind that is not known here, are left out. RSA keys that do not
    /// say what they are for are taken for `RS256`, as most of those mean who leave it out.
    ///
    /// # Errors
    ///
    /// Fails when the text is neither, when no key remains or more than 100, and where [`Key::jwk`] does.
    ///
    /// # Examples
    ///
    /// ```
    /// let keys = worker_sdk::jwt::Keys::parse(
    ///     r#"{"keys": [{"kty": "OKP", "crv": "Ed25519", "kid": "1", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]}"#,
    /// );
    /// assert!(keys.is_ok());
    /// ```
    pub fn parse(json: &str) -> Result<Self> {
        let set: Set<Jwk> = read(json)?;
        let Some(keys) = set.keys else {
            return Ok(Key::jwk(&read(json)?)?.into());
        };
        let keys = keys.iter();
        let keys = keys.filter_map(|key| usable(key, Algorithm::RS256).transpose());
        Ok(counted(keys.collect::<Result<_>>()?)?.into_iter().collect())
    }

    /// The set at a URL, as those who issue tokens publish it. It is fetched when the first token comes.
    ///
    /// See [`Remote`] for how long it is kept. Make it once: a `static`, the router's state or a middleware keeps it for all
    /// requests of an instance, and what makes it anew for each request fetches for each request.
    pub fn url(url: impl Into<String>) -> Remote {
        Remote::new(url.into())
    }
}

impl From<Key> for Keys {
    fn from(key: Key) -> Self {
        Self::from_iter([key])
    }
}

impl FromIterator<Key> for Keys {
    fn from_iter<I: IntoIterator<Item = Key>>(keys: I) -> Self {
        Self(Arc::new(Fixed(keys.into_iter().collect())))
    }
}

impl From<Remote> for Keys {
    fn from(remote: Remote) -> Self {
        Self(Arc::new(remote))
    }
}

impl Binding for Keys {
    const SECTION: &'static str = "secrets";
    const EXPECTED: &'static str = "JSON web keys";

    fn from_value(value: JsValue) -> Option<Self> {
        Self::parse(&js::string(&value)?).ok()
    }
}

impl Binding for Key {
    const SECTION: &'static str = "secrets";
    const EXPECTED: &'static str = "a JSON web key with an `alg`";

    fn from_value(value: JsValue) -> Option<Self> {
        Self::jwk(&read(&js::string(&value)?).ok()?).ok()
    }
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keys { .. }")
    }
}

fn read<'j, T: Deserialize<'j>>(json: &'j str) -> Result<T> {
    crate::json::from_str(json).map_err(|error| Error::of(KeyMistake::NotJson(error)))
}

/// The keys of a set from afar: there are no secrets among them, and what cannot be used here is for others.
pub(super) fn published(json: &str, rsa: Algorithm) -> Result<Vec<Key>> {
    let set: Set<Raw<'_>> = read(json)?;
    let keys = set.keys.unwrap_or_default().into_iter();
    let keys = keys.filter_map(|key| read::<Jwk>(key.0).ok());
    let public = keys.filter(|key| key.kty.as_deref() != Some("oct"));
    counted(public.filter_map(|key| usable(&key, rsa).ok()?).collect())
}

struct Set<K> {
    keys: Option<Vec<K>>,
}

fn counted(keys: Vec<Key>) -> Result<Vec<Key>> {
    match keys.len() {
        0 => Err(Error::of(KeyMistake::NoKeys)),
        count if count > MOST_KEYS => Err(Error::of(KeyMistake::TooManyKeys(MOST_KEYS))),
        _ => Ok(keys),
    }
}

/// `None` for a key that others have a use for.
fn usable(key: &Jwk, rsa: Algorithm) -> Result<Option<Key>> {
    let is_rsa = key.kty.as_deref() == Some("RSA") && key.alg.is_none();
    let algorithm = if is_rsa { Some(rsa) } else { said(key) };
    let is_other = key.r#use.as_deref().is_some_and(|purpose| purpose != "sig");
    match algorithm {
        Some(algorithm) if !is_other => Key::jwk_for(algorithm, key).map(Some),
        _ => Ok(None),
    }
}

impl<'de, K: Deserialize<'de>> Deserialize<'de> for Set<K> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(SetFields(PhantomData))
    }
}

struct SetFields<K>(PhantomData<K>);

impl<'de, K: Deserialize<'de>> Visitor<'de> for SetFields<K> {
    type Value = Set<K>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON web key, or a set of them")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Set<K>, M::Error> {
        let mut set = Set { keys: None };
        while let Some(name) = map.next_key::<String>()? {
            match name.as_str() {
                "keys" => set.keys = Some(map.next_value()?),
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(set)
    }
}

/// The answer to a token whose `kid` no key has.
pub(super) fn unknown() -> Refused {
    Refused::new(Reason::UnknownKey)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CURVE: &str =
        r#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;

    fn names(json: &str, rsa: Algorithm) -> Vec<&'static str> {
        let keys = published(json, rsa).unwrap();
        keys.iter().map(|key| key.algorithm().name()).collect()
    }

    #[test]
    fn what_others_have_a_use_for_is_left_out() {
        let json = format!(
            r#"{{"keys":[{CURVE},{{"kty":"RSA","n":"a","e":"b"}},{{"kty":"RSA","alg":"RSA-OAEP"}},
               {{"kty":"RSA","use":"enc"}},{{"kty":"oct","k":"{}","alg":"HS256"}},{{"kty":"EC","crv":"secp256k1"}},{{"kty":"new"}},
               {{"kty":"OKP","crv":"Ed448","alg":"EdDSA"}},{{"kty":"RSA","n":"a","e":65537}},"text",null],"more":[1]}}"#,
            "A".repeat(43)
        );
        assert_eq!(names(&json, Algorithm::RS256), ["EdDSA", "RS256"]);
        assert_eq!(names(&json, Algorithm::PS512), ["EdDSA", "PS512"]);
    }

    #[test]
    fn sets_that_are_none() {
        let many = format!(r#"{{"keys":[{}]}}"#, vec![CURVE; MOST_KEYS + 1].join(","));
        let cases = [
            (
                "{\"keys\":[]}",
                "the set has no key for signatures that is known here",
            ),
            (&many, "the set has more than 100 keys for signatures"),
            (
                "[]",
                "the keys cannot be read: invalid type: sequence, expected a JSON web key, or a set of them at line 1 column 0",
            ),
            (
                "<html>",
                "the keys cannot be read: expected value at line 1 column 1",
            ),
            (
                r#"{"keys":[{"kty":"EC","crv":"P-384","alg":"ES256"}]}"#,
                "the JSON web key is not one of `ES256`; its `kty` and `crv` have to fit",
            ),
            (
                r#"{"keys":[{"kty":"RSA","e":65537}]}"#,
                "the keys cannot be read: invalid type: integer `65537`, expected a string at line 1 column 31",
            ),
            (
                "{}",
                "the JSON web key does not say what it is for; give it an `alg`, such as `RS256`",
            ),
        ];
        for (json, expected) in cases {
            let error = Keys::parse(json).unwrap_err();
            assert_eq!(error.to_string(), expected, "{json}");
        }
        assert!(Keys::parse(CURVE).is_ok());
    }
}
