//! What keys are for.

use super::Hash;
use crate::js::{self, Options};

/// A curve of NIST.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Curve {
    /// P-256, also called secp256r1 and prime256v1.
    P256,
    /// P-384, also called secp384r1.
    P384,
    /// P-521, also called secp521r1.
    P521,
}

impl Curve {
    /// The name that the platform knows.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::P256 => "P-256",
            Self::P384 => "P-384",
            Self::P521 => "P-521",
        }
    }
}

/// What a [`Key`](super::Key) is for.
///
/// | to | take |
/// |---|---|
/// | encrypt with a key that both sides have | [`AesGcm`](Algorithm::AesGcm), which finds out about changes as well |
/// | show that a message is yours, to who has the same key | [`Hmac`](Algorithm::Hmac) |
/// | show it to everybody | [`Ed25519`](Algorithm::Ed25519), or what the other side knows |
/// | agree on a key with somebody | [`X25519`](Algorithm::X25519) or [`Ecdh`](Algorithm::Ecdh), then [`Hkdf`](Algorithm::Hkdf) |
/// | make a key of a password | [`Pbkdf2`](Algorithm::Pbkdf2) |
///
/// See <https://developers.cloudflare.com/workers/runtime-apis/web-crypto/#supported-algorithms>.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Algorithm {
    /// AES in Galois/Counter Mode.
    AesGcm,
    /// AES with Cipher Block Chaining. It does not find out about changes.
    AesCbc,
    /// AES in Counter Mode. It does not find out about changes.
    AesCtr,
    /// AES Key Wrap (RFC 3394): keys that encrypt keys.
    AesKw,
    /// Keyed hashes.
    Hmac(Hash),
    /// RSA signatures of PKCS #1 1.5: `RS256` of JSON Web Tokens, and most of TLS.
    RsaPkcs1(Hash),
    /// RSA signatures with a salt as long as the hash: `PS256` of JSON Web Tokens.
    RsaPss(Hash),
    /// As [`RsaPss`](Algorithm::RsaPss), with a salt of this number of bytes.
    RsaPssSalt(Hash, u16),
    /// RSA encryption, of no more than a key.
    RsaOaep(Hash),
    /// Signatures with a curve, of the hash that is named: `ES256` is P-256 with SHA-256. They are the two numbers one
    /// after the other, as in JSON Web Tokens, not ASN.1 as in TLS.
    Ecdsa(Curve, Hash),
    /// Signatures with Ed25519: `EdDSA` of JSON Web Tokens.
    Ed25519,
    /// Agreement on a key with a curve.
    Ecdh(Curve),
    /// Agreement on a key with Curve25519.
    X25519,
    /// Keys of keys.
    Hkdf,
    /// Keys of passwords.
    Pbkdf2,
}

/// Which half of a pair a key is, or that it is no pair's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// A key that both sides have.
    Secret,
    /// The half of a pair that everybody may have.
    Public,
    /// The half of a pair that nobody else may have.
    Private,
}

/// Something that a key can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Usage {
    /// [`Key::encrypt`](super::Key::encrypt).
    Encrypt,
    /// [`Key::decrypt`](super::Key::decrypt).
    Decrypt,
    /// [`Key::sign`](super::Key::sign).
    Sign,
    /// [`Key::verify`](super::Key::verify).
    Verify,
    /// [`Key::derive`](super::Key::derive).
    DeriveKey,
    /// [`Key::derive_bytes`](super::Key::derive_bytes).
    DeriveBits,
    /// [`Key::wrap`](super::Key::wrap).
    WrapKey,
    /// [`Key::unwrap_secret`](super::Key::unwrap_secret) and its relatives.
    UnwrapKey,
}

impl Usage {
    /// The name that the platform knows.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Encrypt => "encrypt",
            Self::Decrypt => "decrypt",
            Self::Sign => "sign",
            Self::Verify => "verify",
            Self::DeriveKey => "deriveKey",
            Self::DeriveBits => "deriveBits",
            Self::WrapKey => "wrapKey",
            Self::UnwrapKey => "unwrapKey",
        }
    }
}

impl Algorithm {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::AesGcm => "AES-GCM",
            Self::AesCbc => "AES-CBC",
            Self::AesCtr => "AES-CTR",
            Self::AesKw => "AES-KW",
            Self::Hmac(_) => "HMAC",
            Self::RsaPkcs1(_) => "RSASSA-PKCS1-v1_5",
            Self::RsaPss(_) | Self::RsaPssSalt(..) => "RSA-PSS",
            Self::RsaOaep(_) => "RSA-OAEP",
            Self::Ecdsa(..) => "ECDSA",
            Self::Ed25519 => "Ed25519",
            Self::Ecdh(_) => "ECDH",
            Self::X25519 => "X25519",
            Self::Hkdf => "HKDF",
            Self::Pbkdf2 => "PBKDF2",
        }
    }

    /// As keys are imported, generated and derived.
    pub(super) fn of_key(self) -> Options {
        let options = named(self.name());
        match self {
            Self::Hmac(hash)
            | Self::RsaPkcs1(hash)
            | Self::RsaPss(hash)
            | Self::RsaPssSalt(hash, _)
            | Self::RsaOaep(hash) => options.value("hash", js::constant(hash.name())),
            Self::Ecdsa(curve, _) | Self::Ecdh(curve) => {
                options.value("namedCurve", js::constant(curve.name()))
            }
            _ => options,
        }
    }

    /// As messages are signed.
    pub(super) fn of_signature(self) -> Options {
        let options = named(self.name());
        match self {
            Self::RsaPss(hash) => options.number("saltLength", f64::from(hash.length())),
            Self::RsaPssSalt(_, length) => options.number("saltLength", f64::from(length)),
            Self::Ecdsa(_, hash) => options.value("hash", js::constant(hash.name())),
            _ => options,
        }
    }

    pub(super) const fn usages(self, role: Role) -> &'static [&'static str] {
        match (self, role) {
            (Self::AesGcm | Self::AesCbc | Self::AesCtr, _) => {
                &["encrypt", "decrypt", "wrapKey", "unwrapKey"]
            }
            (Self::AesKw, _) => &["wrapKey", "unwrapKey"],
            (Self::Hmac(_), _) => &["sign", "verify"],
            (Self::RsaOaep(_), Role::Public) => &["encrypt", "wrapKey"],
            (Self::RsaOaep(_), _) => &["decrypt", "unwrapKey"],
            (Self::Ecdh(_) | Self::X25519, Role::Public) => &[],
            (Self::Ecdh(_) | Self::X25519 | Self::Hkdf | Self::Pbkdf2, _) => {
                &["deriveBits", "deriveKey"]
            }
            (_, Role::Public) => &["verify"],
            (_, _) => &["sign"],
        }
    }

    /// What a key has that comes as bytes alone.
    pub(super) const fn raw_role(self) -> Role {
        match self {
            Self::Ecdsa(..) | Self::Ed25519 | Self::Ecdh(_) | Self::X25519 => Role::Public,
            _ => Role::Secret,
        }
    }
}

pub(super) fn named(name: &'static str) -> Options {
    Options::new().value("name", js::constant(name))
}
