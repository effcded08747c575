//! Tokens, taken apart.

use std::fmt;

use serde::de::{Deserialize, DeserializeOwned, Deserializer, IgnoredAny, MapAccess, Visitor};

use super::claims::Registered;
use super::error::{Reason, Refused};
use super::{Algorithm, Key};
use crate::base64::{Alphabet, decode};
use crate::time::Timestamp;

/// The three parts of a token that nobody has checked.
pub(super) struct Parts<'a> {
    /// What is signed: header and claims as they were written.
    pub(super) signed: &'a str,
    header: &'a str,
    claims: &'a str,
    signature: &'a str,
}

impl<'a> Parts<'a> {
    pub(super) fn of(token: &'a str) -> Option<Self> {
        let (signed, signature) = token.rsplit_once('.')?;
        let (header, claims) = signed.split_once('.')?;
        let has_three = !claims.contains('.');
        (has_three && !header.is_empty() && !claims.is_empty()).then_some(Self {
            signed,
            header,
            claims,
            signature,
        })
    }

    pub(super) fn header(&self) -> Result<Header, Refused> {
        read(self.header)
    }

    /// Only what is signed is to be read.
    pub(super) fn claims(&self) -> Result<(String, Registered), Refused> {
        let text = text(self.claims)?;
        let registered: Registered = parse(&text)?;
        match registered.wrong {
            Some(wrong) => Err(Refused::of_form(wrong)),
            None => Ok((text, registered)),
        }
    }

    pub(super) fn signature(&self) -> Result<Vec<u8>, Refused> {
        let bytes = decode(self.signature, Alphabet::Url).filter(|bytes| !bytes.is_empty());
        bytes.ok_or_else(|| Refused::new(Reason::Malformed))
    }
}

fn text(part: &str) -> Result<String, Refused> {
    let text = decode(part, Alphabet::Url).and_then(|bytes| String::from_utf8(bytes).ok());
    text.ok_or_else(|| Refused::new(Reason::Malformed))
}

fn parse<T: DeserializeOwned>(text: &str) -> Result<T, Refused> {
    crate::json::from_str(text).map_err(|_| Refused::new(Reason::Malformed))
}

fn read<T: DeserializeOwned>(part: &str) -> Result<T, Refused> {
    parse(&text(part)?)
}

/// What is read of a header. Keys in it (`jwk`, `jku`, `x5c`, `x5u`) are not.
#[derive(Default)]
pub(super) struct Header {
    pub(super) alg: String,
    pub(super) kid: Option<String>,
    pub(super) typ: Option<String>,
    /// Whether it asks for what RFC 7515 leaves to extensions.
    pub(super) extended: bool,
}

impl<'de> Deserialize<'de> for Header {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(HeaderFields)
    }
}

struct HeaderFields;

impl<'de> Visitor<'de> for HeaderFields {
    type Value = Header;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the header of a token")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Header, M::Error> {
        let mut header = Header::default();
        let mut names = Names::default();
        while let Some(name) = map.next_key::<String>()? {
            match name.as_str() {
                "alg" => header.alg = map.next_value()?,
                "kid" => header.kid = Some(map.next_value()?),
                "typ" => header.typ = Some(map.next_value()?),
                "crit" => {
                    header.extended = true;
                    map.next_value::<IgnoredAny>()?;
                }
                "b64" => header.extended |= !map.next_value::<bool>()?,
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
            names.0.push(name);
        }
        names.unique().map(|_| header)
    }
}

/// The names of an object.
#[derive(Default)]
pub(super) struct Names(pub(super) Vec<String>);

impl Names {
    /// Sorted; two readers could take different ones of two that are the same.
    pub(super) fn unique<E: serde::de::Error>(mut self) -> Result<Vec<String>, E> {
        self.0.sort_unstable();
        if self.0.windows(2).any(|pair| pair.first() == pair.last()) {
            return Err(E::custom("a name stands there twice"));
        }
        Ok(self.0)
    }
}

/// A token that was checked.
#[derive(Clone)]
pub struct Token {
    pub(super) algorithm: Algorithm,
    pub(super) key_id: Option<String>,
    pub(super) claims: String,
    pub(super) registered: Registered,
}

impl Token {
    pub(super) fn new(key: &Key, claims: String, registered: Registered) -> Self {
        Self {
            algorithm: key.algorithm(),
            key_id: key.id().map(ToOwned::to_owned),
            claims,
            registered,
        }
    }

    /// The claims as a type of your own.
    ///
    /// # Errors
    ///
    /// Fails with [`Reason::Claims`] when they have another form.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use worker_sdk::jwt::{Refused, Verifier};
    ///
    /// #[derive(serde::Deserialize)]
    /// struct User {
    ///     sub: String,
    ///     email: Option<String>,
    /// }
    ///
    /// async fn user(verifier: &Verifier, token: &str) -> Result<User, Refused> {
    ///     verifier.verify(token).await?.claims()
    /// }
    /// ```
    pub fn claims<T: DeserializeOwned>(&self) -> Result<T, Refused> {
        crate::json::from_str(&self.claims)
            .map_err(|error| Refused::because(Reason::Claims, error.into()))
    }

    /// The claims as they were signed, in JSON.
    #[must_use]
    pub fn claims_json(&self) -> &str {
        &self.claims
    }

    /// How it was signed.
    #[must_use]
    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// The name of the key that has signed it, if that has one.
    #[must_use]
    pub fn key_id(&self) -> Option<&str> {
        self.key_id.as_deref()
    }

    /// Who issued it: `iss`.
    #[must_use]
    pub fn issuer(&self) -> Option<&str> {
        self.registered.iss.as_deref()
    }

    /// Whom it is about: `sub`.
    #[must_use]
    pub fn subject(&self) -> Option<&str> {
        self.registered.sub.as_deref()
    }

    /// Its own name: `jti`. To take a token once only, keep these until they expire.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        self.registered.jti.as_deref()
    }

    /// When it expires: `exp`.
    #[must_use]
    pub fn expires(&self) -> Option<Timestamp> {
        let seconds = self.registered.exp?;
        Some(Timestamp::from_millis(seconds * 1_000.0))
    }

    /// What it allows: the words of `scope`, or of `scp`, which some write instead, as a list.
    pub fn scopes(&self) -> impl Iterator<Item = &str> {
        let scopes = self.registered.scopes.iter();
        scopes.flat_map(|words| words.split_ascii_whitespace())
    }
}

/// Shows what is no secret: not the claims.
impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Token")
            .field("algorithm", &self.algorithm)
            .field("key_id", &self.key_id)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base64::encode_url;

    #[test]
    fn three_parts() {
        let parts = Parts::of("a.b.c").unwrap();
        assert_eq!((parts.signed, parts.signature), ("a.b", "c"));
        for token in [
            "",
            ".",
            "..",
            "a",
            "a.b",
            "a.b.c.d",
            "a.b.c.d.e",
            ".b.c",
            "a..c",
        ] {
            assert!(Parts::of(token).is_none(), "{token}");
        }
        assert_eq!(
            Parts::of("a.b.").unwrap().signature().unwrap_err().reason(),
            Reason::Malformed
        );
    }

    fn header(json: &str) -> Result<Header, Refused> {
        read(&encode_url(json.as_bytes()))
    }

    #[test]
    fn headers() {
        let read =
            header(r#"{"typ":"JWT","alg":"ES256","kid":"1","jwk":{"kty":"oct"},"b64":true}"#)
                .unwrap();
        assert_eq!(
            (
                &*read.alg,
                read.kid.as_deref(),
                read.typ.as_deref(),
                read.extended
            ),
            ("ES256", Some("1"), Some("JWT"), false)
        );
        for extended in [
            r#"{"alg":"HS256","crit":["exp"]}"#,
            r#"{"alg":"HS256","crit":[]}"#,
            r#"{"alg":"HS256","b64":false}"#,
        ] {
            assert!(header(extended).unwrap().extended, "{extended}");
        }
        for wrong in [
            "",
            "[]",
            "null",
            "{",
            "{}x",
            r#"{"alg":null}"#,
            r#"{"alg":["HS256"]}"#,
            r#"{"alg":"HS256","alg":"none"}"#,
            r#"{"alg":"HS256","kid":1}"#,
            r#"{"alg":"HS256","b64":"false"}"#,
            r#"{"alg":"HS256","x":1,"x":2}"#,
            r#"{"alg":"HS256",}"#,
            "{\"alg\":\"HS256\"}\u{0}",
            "\u{feff}{\"alg\":\"HS256\"}",
        ] {
            assert!(header(wrong).is_err(), "{wrong}");
        }
        assert!(read_bytes(b"{\"alg\":\"\xff\"}").is_err(), "UTF-8");
        assert_eq!(header("{}").unwrap().alg, "");
    }

    fn read_bytes(bytes: &[u8]) -> Result<Header, Refused> {
        read(&encode_url(bytes))
    }
}
