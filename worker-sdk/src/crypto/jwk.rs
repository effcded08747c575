//! JSON web keys.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::algorithm::Role;
use super::key::call;
use super::{Algorithm, Import, Key};
use crate::error::Result;
use crate::js;

macro_rules! jwk {
    ($($(#[$doc:meta])* $field:ident: $type:ty)*) => {
        /// A JSON web key (RFC 7517), as it stands in the key sets of those who issue tokens. Numbers are base64url.
        ///
        /// What else a key says, such as its certificates, is left out.
        ///
        /// # Examples
        ///
        /// ```
        /// let key = r#"{"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;
        /// let key: worker_sdk::crypto::Jwk = serde_json::from_str(key).unwrap();
        /// assert_eq!((key.kty.as_deref(), key.d), (Some("OKP"), None));
        /// ```
        #[derive(Clone, Default, PartialEq, Eq)]
        #[non_exhaustive]
        pub struct Jwk {
            $($(#[$doc])* pub $field: Option<$type>,)*
        }

        impl Serialize for Jwk {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let mut map = serializer.serialize_map(None)?;
                $(if let Some(value) = &self.$field {
                    map.serialize_entry(name(stringify!($field)), value)?;
                })*
                map.end()
            }
        }

        impl<'de> Visitor<'de> for Fields {
            type Value = Jwk;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a JSON web key")
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Jwk, M::Error> {
                let mut key = Jwk::default();
                while let Some(found) = map.next_key::<String>()? {
                    match found.as_str() {
                        $(found if found == name(stringify!($field)) => key.$field = map.next_value()?,)*
                        _ => drop(map.next_value::<IgnoredAny>()?),
                    }
                }
                Ok(key)
            }
        }
    };
}

jwk! {
    /// The family: `RSA`, `EC`, `OKP`, or `oct` for a secret.
    kty: String
    /// The name of the key among others.
    kid: String
    /// What it is for: `sig` or `enc`.
    r#use: String
    /// The algorithm, such as `RS256`.
    alg: String
    /// The curve, such as `P-256` or `Ed25519`.
    crv: String
    /// The first number of a public key with a curve.
    x: String
    /// The second number of a public key with a curve.
    y: String
    /// The private number.
    d: String
    /// The modulus of RSA.
    n: String
    /// The public exponent of RSA.
    e: String
    /// The first factor of the modulus.
    p: String
    /// The second factor of the modulus.
    q: String
    /// The exponent for the first factor.
    dp: String
    /// The exponent for the second factor.
    dq: String
    /// The coefficient of the factors.
    qi: String
    /// The bytes of a secret.
    k: String
    /// Whether it may be extractable: where this is false, an import with [`extractable`](Import::extractable) fails.
    ext: bool
    /// What it may do, such as `verify`; an import can do no more.
    key_ops: Vec<String>
    /// The factors of an RSA modulus that has more than two, each with `r`, `d` and `t`. The platform refuses such keys.
    oth: Vec<BTreeMap<String, String>>
}

struct Fields;

/// The name of a field without what Rust needs.
fn name(field: &'static str) -> &'static str {
    field.strip_prefix("r#").unwrap_or(field)
}

impl<'de> Deserialize<'de> for Jwk {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Fields)
    }
}

/// Shows nothing of the key but what it is.
impl fmt::Debug for Jwk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Jwk")
            .field("kty", &self.kty)
            .field("kid", &self.kid)
            .finish_non_exhaustive()
    }
}

impl Jwk {
    fn role(&self) -> Role {
        match (&self.k, &self.d) {
            (Some(_), _) => Role::Secret,
            (None, Some(_)) => Role::Private,
            (None, None) => Role::Public,
        }
    }
}

impl Key {
    /// A JSON web key: secret, private or public, as it has the numbers for.
    ///
    /// # Errors
    ///
    /// Fails for a key that JavaScript cannot hold; that it does not fit `algorithm` is an error of the import. So is what it
    /// does not allow: to be extractable where it says `ext: false`, and [usages](Import::usages) beyond its `key_ops`.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(key: worker_sdk::crypto::Jwk, signature: &[u8], token: &str) -> worker_sdk::Result<bool> {
    /// use worker_sdk::crypto::{Algorithm, Hash, Key};
    ///
    /// let key = Key::import_jwk(Algorithm::RsaPkcs1(Hash::Sha256), &key)?.await?;
    /// Ok(key.verify(signature, token).await?.is_valid())
    /// # }
    /// ```
    pub fn import_jwk(algorithm: Algorithm, key: &Jwk) -> Result<Import> {
        let data = js::codec::to_js(key)?;
        let import = Import::new(algorithm, "jwk", data, key.role());
        Ok(match &key.key_ops {
            Some(allowed) => import.allowed(allowed),
            None => import,
        })
    }

    /// This key as a JSON web key.
    ///
    /// # Errors
    ///
    /// Fails for a key that is not [extractable](Import::extractable).
    pub async fn export_jwk(&self) -> Result<Jwk> {
        let arguments = [js::constant("jwk"), self.as_raw().clone()];
        js::codec::from_js(&call("exportKey", arguments, "exporting a key").await?)
    }
}
