//! Tokens that are refused, and keys that are none.

use std::fmt;

use super::Algorithm;
use super::claims::Wrong;
use crate::error::{Detail, Error, Kind};
use crate::quoted::escaped;

/// Why a token is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Reason {
    /// It is longer than the verifier reads.
    TooLong,
    /// It is not a signed token of three parts, or one of them cannot be read.
    Malformed,
    /// The header asks for an extension (`crit`, `b64`), and there are none here.
    Extension,
    /// The header has another type (`typ`) than the verifier asks for.
    Type,
    /// The header names an algorithm that is not that of the key, or none.
    Algorithm,
    /// No key has the name in the header (`kid`).
    UnknownKey,
    /// The signature is not one of the key.
    Signature,
    /// The token has expired (`exp`), or is older than the verifier takes (`iat`).
    Expired,
    /// The token is not valid yet (`nbf`), or was issued in the future (`iat`).
    NotYetValid,
    /// It was issued by somebody else (`iss`).
    Issuer,
    /// It is for somebody else (`aud`).
    Audience,
    /// It is about somebody else (`sub`).
    Subject,
    /// A claim that the verifier asks for is missing.
    MissingClaim,
    /// A claim has not the form that is asked for.
    Claims,
    /// The keys could not be had: nothing is known about the token.
    NoKeys,
}

impl Reason {
    /// What the client may read: constant text, without anything of the token.
    pub(crate) const fn text(self) -> &'static str {
        match self {
            Self::TooLong => "the token is too long",
            Self::Malformed => "the token is malformed",
            Self::Extension => "the token needs an extension that is not known",
            Self::Type => "the token is of another type",
            Self::Algorithm => "the token names an algorithm that is not that of the key",
            Self::UnknownKey => "the token names an unknown key",
            Self::Signature => "the signature of the token is wrong",
            Self::Expired => "the token has expired",
            Self::NotYetValid => "the token is not valid yet",
            Self::Issuer => "the token was issued by somebody else",
            Self::Audience => "the token is for somebody else",
            Self::Subject => "the token is about somebody else",
            Self::MissingClaim => "the token lacks a claim",
            Self::Claims => "the claims of the token have another form",
            Self::NoKeys => "the keys of tokens cannot be had",
        }
    }
}

/// A token that is refused.
///
/// Its text is constant for each [`Reason`], except where a claim is named, and may be shown: it has nothing of the
/// token.
///
/// # Examples
///
/// ```no_run
/// use worker_sdk::jwt::{Reason, Verifier};
///
/// async fn is_over(verifier: &Verifier, token: &str) -> bool {
///     let refused = verifier.verify(token).await.err();
///     refused.is_some_and(|refused| refused.reason() == Reason::Expired)
/// }
/// ```
pub struct Refused {
    reason: Reason,
    claim: Option<Claim>,
    source: Option<Error>,
}

/// What is wrong with a single claim.
#[derive(Debug)]
enum Claim {
    Missing(&'static str),
    Wrong(Wrong),
}

impl Refused {
    #[cold]
    pub(crate) fn new(reason: Reason) -> Self {
        Self {
            reason,
            claim: None,
            source: None,
        }
    }

    #[cold]
    pub(super) fn without(claim: &'static str) -> Self {
        Self {
            claim: Some(Claim::Missing(claim)),
            ..Self::new(Reason::MissingClaim)
        }
    }

    #[cold]
    pub(super) fn of_form(wrong: Wrong) -> Self {
        Self {
            claim: Some(Claim::Wrong(wrong)),
            ..Self::new(Reason::Claims)
        }
    }

    /// As [`new`](Self::new), with what is written to the log only.
    #[cold]
    pub(super) fn because(reason: Reason, source: Error) -> Self {
        Self {
            source: Some(source),
            ..Self::new(reason)
        }
    }

    /// Why.
    #[must_use]
    pub fn reason(&self) -> Reason {
        self.reason
    }

    /// What it came of, if that is more than the token.
    #[must_use]
    pub fn into_source(self) -> Option<Error> {
        self.source
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.reason.text();
        match &self.claim {
            Some(Claim::Missing(name)) => write!(f, "{text} `{name}`"),
            Some(Claim::Wrong(wrong)) => wrong.fmt(f),
            None => f.write_str(text),
        }
    }
}

impl fmt::Debug for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Refused")
            .field("reason", &self.reason)
            .field("claim", &self.claim)
            .field("source", &self.source)
            .finish()
    }
}

impl std::error::Error for Refused {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_ref().map(|source| source as _)
    }
}

impl From<Refused> for Error {
    fn from(refused: Refused) -> Self {
        Self::new(refused)
    }
}

/// What is wrong with a key or a set of them.
pub(super) enum KeyMistake {
    ShortSecret { algorithm: Algorithm, length: usize },
    NotSecret(Algorithm),
    NotPem,
    PemLabel(String),
    OtherFamily(Algorithm),
    NoAlgorithm,
    NotForSignatures,
    OtherAlgorithm(Algorithm),
    ShortModulus(u32),
    CannotSign,
    CannotVerify,
    NotJson(crate::json::Error),
    TooManyKeys(usize),
    NoKeys,
}

impl Detail for KeyMistake {
    fn kind(&self) -> Kind {
        match self {
            Self::NotPem | Self::NotJson(_) => Kind::Malformed,
            _ => Kind::Other,
        }
    }
}

impl fmt::Display for KeyMistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ShortSecret { algorithm, length } => write!(
                f,
                "a secret of {length} bytes is too short for `{algorithm}`; make a random one of at least {} (RFC \
                 7518, section 3.2)",
                super::key::least(*algorithm)
            ),
            Self::NotSecret(algorithm) => {
                write!(
                    f,
                    "`{algorithm}` has no secret; give the key as PEM or as a JSON web key"
                )
            }
            Self::NotPem => {
                f.write_str("the text is not a key in PEM; it begins with `-----BEGIN`")
            }
            Self::PemLabel(label) => write!(
                f,
                "a PEM file with `{}` is not read; convert it to `PUBLIC KEY` (`openssl pkey -pubout`) or `PRIVATE KEY` \
                 (`openssl pkcs8 -topk8 -nocrypt`)",
                escaped(label)
            ),
            Self::OtherFamily(algorithm) => write!(
                f,
                "the JSON web key is not one of `{algorithm}`; its `kty` and `crv` have to fit"
            ),
            Self::NoAlgorithm => f.write_str(
                "the JSON web key does not say what it is for; give it an `alg`, such as `RS256`",
            ),
            Self::NotForSignatures => f.write_str(
                "the `use` of the JSON web key is not `sig`; take the one for signatures",
            ),
            Self::OtherAlgorithm(algorithm) => {
                write!(
                    f,
                    "the key was imported for something else than `{algorithm}`"
                )
            }
            Self::ShortModulus(bits) => write!(
                f,
                "an RSA key of {bits} bits is too short; it has to have at least 2048 (RFC 7518, section 3.3)"
            ),
            Self::CannotSign => f.write_str("a public key signs nothing; give the private one"),
            Self::CannotVerify => {
                f.write_str("a private key in PEM checks nothing; give the public one")
            }
            Self::NotJson(error) => write!(f, "the keys cannot be read: {error}"),
            Self::TooManyKeys(most) => {
                write!(f, "the set has more than {most} keys for signatures")
            }
            Self::NoKeys => f.write_str("the set has no key for signatures that is known here"),
        }
    }
}
