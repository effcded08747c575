//! How tokens are signed.

use std::fmt;

use crate::crypto::{self, Curve, Hash};

macro_rules! algorithms {
    ($($(#[$doc:meta])* $name:ident => $host:expr;)*) => {
        /// How a token is signed, by the names of RFC 7518 and 8037. A [`Key`](super::Key) is for one of them.
        ///
        /// `none` is not among them.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Algorithm {
            $($(#[$doc])* $name,)*
        }

        impl Algorithm {
            /// The name in the header of a token.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$name => stringify!($name),)*
                }
            }

            /// The algorithm of this name. Names are compared exactly, as RFC 7515 has it.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                match name {
                    $(stringify!($name) => Some(Self::$name),)*
                    "Ed25519" => Some(Self::EdDSA),
                    _ => None,
                }
            }

            /// What the platform's keys are for.
            pub(super) const fn host(self) -> crypto::Algorithm {
                match self {
                    $(Self::$name => $host,)*
                }
            }
        }
    };
}

algorithms! {
    /// HMAC with SHA-256: who can check a token can make one.
    HS256 => crypto::Algorithm::Hmac(Hash::Sha256);
    /// HMAC with SHA-384.
    HS384 => crypto::Algorithm::Hmac(Hash::Sha384);
    /// HMAC with SHA-512.
    HS512 => crypto::Algorithm::Hmac(Hash::Sha512);
    /// RSA PKCS #1 1.5 with SHA-256: what most of those who issue tokens use.
    RS256 => crypto::Algorithm::RsaPkcs1(Hash::Sha256);
    /// RSA PKCS #1 1.5 with SHA-384.
    RS384 => crypto::Algorithm::RsaPkcs1(Hash::Sha384);
    /// RSA PKCS #1 1.5 with SHA-512.
    RS512 => crypto::Algorithm::RsaPkcs1(Hash::Sha512);
    /// RSA-PSS with SHA-256.
    PS256 => crypto::Algorithm::RsaPss(Hash::Sha256);
    /// RSA-PSS with SHA-384.
    PS384 => crypto::Algorithm::RsaPss(Hash::Sha384);
    /// RSA-PSS with SHA-512.
    PS512 => crypto::Algorithm::RsaPss(Hash::Sha512);
    /// The curve P-256 with SHA-256.
    ES256 => crypto::Algorithm::Ecdsa(Curve::P256, Hash::Sha256);
    /// The curve P-384 with SHA-384.
    ES384 => crypto::Algorithm::Ecdsa(Curve::P384, Hash::Sha384);
    /// The curve P-521 with SHA-512.
    ES512 => crypto::Algorithm::Ecdsa(Curve::P521, Hash::Sha512);
    /// Ed25519, which RFC 9864 calls `Ed25519` as well.
    EdDSA => crypto::Algorithm::Ed25519;
}

impl Algorithm {
    /// The family of keys, as `kty` of RFC 7517.
    pub(super) const fn family(self) -> &'static str {
        match self.host() {
            crypto::Algorithm::Hmac(_) => "oct",
            crypto::Algorithm::Ecdsa(..) => "EC",
            crypto::Algorithm::Ed25519 => "OKP",
            _ => "RSA",
        }
    }

    /// The curve of keys, as `crv` of RFC 7517.
    pub(super) const fn curve(self) -> Option<&'static str> {
        match self.host() {
            crypto::Algorithm::Ecdsa(curve, _) => Some(curve.name()),
            crypto::Algorithm::Ed25519 => Some("Ed25519"),
            _ => None,
        }
    }
}

impl fmt::Display for Algorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::Algorithm;

    #[test]
    fn names_are_compared_exactly() {
        for name in [
            "HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512",
            "ES256", "ES384", "ES512", "EdDSA",
        ] {
            let algorithm = Algorithm::from_name(name).unwrap();
            assert_eq!(algorithm.name(), name);
        }
        assert_eq!(Algorithm::from_name("Ed25519"), Some(Algorithm::EdDSA));
        for name in [
            "none", "None", "NONE", "", "hs256", "HS256 ", "ES256K", "Ed448", "RSA1_5", "dir",
        ] {
            assert_eq!(Algorithm::from_name(name), None, "{name}");
        }
    }

    #[test]
    fn families_and_curves() {
        let cases = [
            (Algorithm::HS512, "oct", None),
            (Algorithm::RS256, "RSA", None),
            (Algorithm::PS384, "RSA", None),
            (Algorithm::ES384, "EC", Some("P-384")),
            (Algorithm::EdDSA, "OKP", Some("Ed25519")),
        ];
        for (algorithm, family, curve) in cases {
            assert_eq!((algorithm.family(), algorithm.curve()), (family, curve));
        }
    }
}
