//! Who checks tokens.

use std::time::Duration;

use super::claims::Registered;
use super::error::{Reason, Refused};
use super::keys::{Keys, unknown};
use super::token::{Header, Parts, Token};
use super::{Algorithm, Key};
use crate::time::{Timestamp, now};

/// How many keys are tried for one token.
const MOST_TRIED: usize = 8;

/// Checks tokens: their signature, and what they claim. Cheap to clone.
///
/// What it asks for without being told:
///
/// | | |
/// |---|---|
/// | `exp` | has to be there, and in the future; [`allow_no_expiry`](Verifier::allow_no_expiry) |
/// | `nbf`, `iat` | if they are there, in the past |
/// | `aud` | if it is there, the verifier has to be told its own name ([`audience`](Verifier::audience)), as RFC 7519 demands; [`any_audience`](Verifier::any_audience) |
/// | times | may be wrong by 60 seconds ([`leeway`](Verifier::leeway)) |
/// | length | at most 8 KiB ([`max_length`](Verifier::max_length)) |
/// | `crit`, `b64` | a token that asks for an extension is refused |
///
/// Keys in a header (`jwk`, `jku`, `x5c`, `x5u`) are never looked at.
///
/// # Examples
///
/// ```no_run
/// use worker_sdk::env::Secret;
/// use worker_sdk::jwt::{Algorithm, Key, Refused, Verifier};
///
/// #[derive(serde::Deserialize)]
/// struct User {
///     sub: String,
/// }
///
/// fn verifier(secret: &Secret) -> worker_sdk::Result<Verifier> {
///     let key = Key::secret(Algorithm::HS256, secret.expose())?;
///     Ok(Verifier::new(key).issuer("https://issuer.example.com/").audience("api"))
/// }
///
/// async fn user(verifier: &Verifier, token: &str) -> Result<User, Refused> {
///     verifier.verify(token).await?.claims()
/// }
/// ```
///
/// See <https://www.rfc-editor.org/rfc/rfc8725>.
#[derive(Clone, Debug)]
#[must_use = "a verifier does nothing until it is asked"]
pub struct Verifier {
    keys: Keys,
    issuers: Vec<String>,
    audiences: Vec<String>,
    subject: Option<String>,
    required: Vec<&'static str>,
    typ: Option<String>,
    leeway: Duration,
    max_age: Option<Duration>,
    max_length: usize,
    needs_expiry: bool,
    any_audience: bool,
}

impl Verifier {
    /// Checks tokens that were signed with one of the keys.
    pub fn new(keys: impl Into<Keys>) -> Self {
        Self {
            keys: keys.into(),
            issuers: Vec::new(),
            audiences: Vec::new(),
            subject: None,
            required: Vec::new(),
            typ: None,
            leeway: Duration::from_secs(60),
            max_age: None,
            max_length: 8 * 1024,
            needs_expiry: true,
            any_audience: false,
        }
    }

    /// Takes tokens of this issuer (`iss`) only, or of one of several if called again.
    pub fn issuer(mut self, issuer: impl Into<String>) -> Self {
        self.issuers.push(issuer.into());
        self
    }

    /// The name that tokens have to be for (`aud`), or one of several if called again.
    pub fn audience(mut self, audience: impl Into<String>) -> Self {
        self.audiences.push(audience.into());
        self
    }

    /// Takes tokens for everybody. Whoever may use a token of the same issuer may use it here then.
    pub fn any_audience(mut self) -> Self {
        self.any_audience = true;
        self
    }

    /// Takes tokens about this subject (`sub`) only.
    pub fn subject(mut self, subject: impl Into<String>) -> Self {
        self.subject = Some(subject.into());
        self
    }

    /// Takes tokens with all of these claims only, whatever they are.
    pub fn require(mut self, claims: impl IntoIterator<Item = &'static str>) -> Self {
        self.required.extend(claims);
        self
    }

    /// Takes tokens of this type (`typ` of the header) only, such as `at+jwt`; in either case, and without `application/`.
    pub fn typ(mut self, typ: impl Into<String>) -> Self {
        self.typ = Some(typ.into());
        self
    }

    /// How wrong the clocks of others may be; 60 seconds.
    pub fn leeway(mut self, leeway: Duration) -> Self {
        self.leeway = leeway;
        self
    }

    /// Takes tokens only that were issued (`iat`) no longer ago, even if they expire later.
    pub fn max_age(mut self, age: Duration) -> Self {
        self.max_age = Some(age);
        self
    }

    /// How many bytes a token may have; 8192. Longer ones are refused unread.
    pub fn max_length(mut self, bytes: usize) -> Self {
        self.max_length = bytes;
        self
    }

    /// Takes tokens without `exp`, which are good for ever.
    pub fn allow_no_expiry(mut self) -> Self {
        self.needs_expiry = false;
        self
    }

    /// Checks a token.
    ///
    /// # Errors
    ///
    /// Fails with the [`Reason`] for which it is refused. [`Reason::NoKeys`] says nothing about the token: the keys could
    /// not be had.
    pub async fn verify(&self, token: &str) -> Result<Token, Refused> {
        if token.len() > self.max_length {
            return Err(Refused::new(Reason::TooLong));
        }
        let parts = Parts::of(token).ok_or_else(|| Refused::new(Reason::Malformed))?;
        let header = parts.header()?;
        let algorithm = self.check_header(&header)?;
        let signature = parts.signature()?;
        let found = self.keys.0.find(header.kid.as_deref()).await?;
        let key = signer(found, algorithm, &signature, parts.signed.as_bytes()).await?;
        let (claims, registered) = parts.claims()?;
        self.check_claims(&registered, now())?;
        Ok(Token::new(&key, claims, registered))
    }

    fn check_header(&self, header: &Header) -> Result<Algorithm, Refused> {
        if header.extended {
            return Err(Refused::new(Reason::Extension));
        }
        let bare = |typ: &str| bare_type(typ).to_ascii_lowercase();
        let typ = header.typ.as_deref().map(bare);
        if self.typ.is_some() && typ != self.typ.as_deref().map(bare) {
            return Err(Refused::new(Reason::Type));
        }
        Algorithm::from_name(&header.alg).ok_or_else(|| Refused::new(Reason::Algorithm))
    }

    fn check_claims(&self, claims: &Registered, now: Timestamp) -> Result<(), Refused> {
        let has = |name: &str| {
            claims
                .names
                .binary_search_by(|known| known.as_str().cmp(name))
                .is_ok()
        };
        if let Some(missing) = self.needed().find(|name| !has(name)) {
            return Err(Refused::without(missing));
        }
        self.check_times(claims, now.as_millis() / 1_000.0)?;
        let is_one_of = |known: &[String], text: &String| known.contains(text);
        if !self.issuers.is_empty() && !claims.iss.iter().any(|iss| is_one_of(&self.issuers, iss)) {
            return Err(Refused::new(Reason::Issuer));
        }
        let for_us =
            |names: &Vec<String>| names.iter().any(|name| is_one_of(&self.audiences, name));
        if !self.any_audience && !claims.aud.as_ref().is_none_or(for_us) {
            return Err(Refused::new(Reason::Audience));
        }
        match &self.subject {
            Some(_) if claims.sub != self.subject => Err(Refused::new(Reason::Subject)),
            _ => Ok(()),
        }
    }

    fn needed(&self) -> impl Iterator<Item = &'static str> {
        let asked = [
            (self.needs_expiry, "exp"),
            (self.max_age.is_some(), "iat"),
            (!self.issuers.is_empty(), "iss"),
            (!self.audiences.is_empty() && !self.any_audience, "aud"),
            (self.subject.is_some(), "sub"),
        ];
        let asked = asked
            .into_iter()
            .filter_map(|(is_asked, name)| is_asked.then_some(name));
        asked.chain(self.required.iter().copied())
    }

    /// RFC 7519 has a token expired at `exp`, and good from `nbf` on.
    fn check_times(&self, claims: &Registered, now: f64) -> Result<(), Refused> {
        let leeway = self.leeway.as_secs_f64();
        let is_over = |end: f64| now >= end + leeway;
        let is_ahead = |begin: f64| now < begin - leeway;
        if claims.nbf.is_some_and(is_ahead) || claims.iat.is_some_and(is_ahead) {
            return Err(Refused::new(Reason::NotYetValid));
        }
        let oldest = self
            .max_age
            .zip(claims.iat)
            .map(|(age, at)| at + age.as_secs_f64());
        if claims.exp.is_some_and(is_over) || oldest.is_some_and(is_over) {
            return Err(Refused::new(Reason::Expired));
        }
        Ok(())
    }
}

/// RFC 7515, 4.1.9.
fn bare_type(typ: &str) -> &str {
    match typ.get(..12) {
        Some(prefix) if prefix.eq_ignore_ascii_case("application/") => typ.get(12..).unwrap_or(typ),
        _ => typ,
    }
}

/// The key that has signed; that it was meant is no proof.
async fn signer(
    found: Vec<Key>,
    algorithm: Algorithm,
    signature: &[u8],
    signed: &[u8],
) -> Result<Key, Refused> {
    if found.is_empty() {
        return Err(unknown());
    }
    let mut fitting = found
        .into_iter()
        .filter(|key| key.algorithm() == algorithm)
        .peekable();
    if fitting.peek().is_none() {
        return Err(Refused::new(Reason::Algorithm));
    }
    let mut refused = Refused::new(Reason::Signature);
    for key in fitting.take(MOST_TRIED) {
        match key.verify(signature, signed).await {
            Ok(true) => return Ok(key),
            Ok(false) => {}
            // Another key may have signed.
            Err(error) => refused = Refused::because(Reason::NoKeys, error),
        }
    }
    Err(refused)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: f64 = 1_000_000.0;

    fn verifier() -> Verifier {
        Verifier::new(Key::secret(Algorithm::HS256, [1; 32]).unwrap())
    }

    fn check(verifier: &Verifier, claims: &str) -> Option<String> {
        let claims: Registered = serde_json::from_str(claims).unwrap();
        let now = Timestamp::from_millis(NOW * 1_000.0);
        verifier
            .check_claims(&claims, now)
            .err()
            .map(|refused| refused.to_string())
    }

    #[test]
    fn times() {
        let strict = || verifier().leeway(Duration::ZERO);
        let aged = || strict().max_age(Duration::from_secs(10));
        let (over, early) = (
            Some("the token has expired"),
            Some("the token is not valid yet"),
        );
        let no_exp = Some("the token lacks a claim `exp`");
        let cases = [
            (strict(), r#"{"exp":1000001}"#, None),
            (strict(), r#"{"exp":1000000.5}"#, None),
            (strict(), r#"{"exp":1000000}"#, over),
            (strict(), r#"{"exp":0}"#, over),
            (strict(), r#"{"exp":-1e300}"#, over),
            (strict(), r#"{"exp":1e300}"#, None),
            (strict(), "{}", no_exp),
            (strict().allow_no_expiry(), "{}", None),
            (strict().allow_no_expiry(), r#"{"exp":999999}"#, over),
            (verifier(), r#"{"exp":999941}"#, None),
            (verifier(), r#"{"exp":999940}"#, over),
            (strict(), r#"{"exp":1000001,"nbf":1000000}"#, None),
            (strict(), r#"{"exp":1000001,"nbf":1000000.5}"#, early),
            (verifier(), r#"{"exp":1000001,"nbf":1000060}"#, None),
            (verifier(), r#"{"exp":1000001,"nbf":1000061}"#, early),
            (strict(), r#"{"exp":1000001,"iat":1000001}"#, early),
            (strict(), r#"{"exp":1000001,"iat":999999}"#, None),
            (
                aged(),
                r#"{"exp":1000001}"#,
                Some("the token lacks a claim `iat`"),
            ),
            (aged(), r#"{"exp":1000001,"iat":999991}"#, None),
            (aged(), r#"{"exp":1000001,"iat":999990}"#, over),
        ];
        for (verifier, claims, expected) in cases {
            assert_eq!(check(&verifier, claims).as_deref(), expected, "{claims}");
        }
    }

    #[test]
    fn who_and_for_whom() {
        let plain = || verifier().allow_no_expiry();
        let ours = || plain().audience("a").audience("b");
        let issued = || plain().issuer("i").issuer("j");
        let audience = Some("the token is for somebody else");
        let issuer = Some("the token was issued by somebody else");
        let cases = [
            (plain(), r#"{"iss":"x","sub":"y"}"#, None),
            (plain(), r#"{"aud":"a"}"#, audience),
            (plain(), r#"{"aud":[]}"#, audience),
            (plain().any_audience(), r#"{"aud":"a"}"#, None),
            (ours(), r#"{"aud":"a"}"#, None),
            (ours(), r#"{"aud":["x","b"]}"#, None),
            (ours(), r#"{"aud":["x"]}"#, audience),
            (ours(), r#"{"aud":"A"}"#, audience),
            (ours(), r#"{"aud":"a "}"#, audience),
            (ours(), "{}", Some("the token lacks a claim `aud`")),
            (issued(), r#"{"iss":"j"}"#, None),
            (issued(), r#"{"iss":"i/"}"#, issuer),
            (issued(), "{}", Some("the token lacks a claim `iss`")),
            (plain().subject("s"), r#"{"sub":"s"}"#, None),
            (
                plain().subject("s"),
                r#"{"sub":"t"}"#,
                Some("the token is about somebody else"),
            ),
            (
                plain().subject("s"),
                "{}",
                Some("the token lacks a claim `sub`"),
            ),
            (
                plain().require(["jti", "x"]),
                r#"{"jti":"1","x":null}"#,
                None,
            ),
            (
                plain().require(["jti", "x"]),
                r#"{"jti":"1","y":1}"#,
                Some("the token lacks a claim `x`"),
            ),
        ];
        for (verifier, claims, expected) in cases {
            assert_eq!(check(&verifier, claims).as_deref(), expected, "{claims}");
        }
    }

    #[test]
    fn types_of_headers() {
        let of = |typ: Option<&str>| Header {
            alg: "HS256".into(),
            typ: typ.map(Into::into),
            ..Header::default()
        };
        let access = verifier().typ("at+jwt");
        for typ in [
            "at+jwt",
            "AT+JWT",
            "application/at+jwt",
            "Application/At+jwt",
        ] {
            assert!(access.check_header(&of(Some(typ))).is_ok(), "{typ}");
        }
        for typ in [
            None,
            Some("JWT"),
            Some(""),
            Some("at+jwt "),
            Some("text/at+jwt"),
        ] {
            let refused = access.check_header(&of(typ)).unwrap_err();
            assert_eq!(refused.reason(), Reason::Type, "{typ:?}");
        }
        assert!(verifier().check_header(&of(Some("anything"))).is_ok());
    }
}
