//! TLS: certificates of clients, exported authenticators.

use std::fmt;

use wasm_bindgen::JsValue;

use super::{properties, text};

/// The certificate that a client presented.
///
/// Without a certificate the texts are empty or absent.
///
/// See <https://developers.cloudflare.com/workers/runtime-apis/request/#incomingrequestcfproperties>.
#[derive(Clone)]
pub struct TlsClientAuth(JsValue);

impl TlsClientAuth {
    /// Wraps the JavaScript object.
    #[must_use]
    pub fn from_raw(raw: JsValue) -> Self {
        Self(raw)
    }

    /// The JavaScript object.
    #[must_use]
    pub fn as_raw(&self) -> &JsValue {
        &self.0
    }

    /// Whether the client presented a certificate.
    #[must_use]
    pub fn is_presented(&self) -> bool {
        text(&self.0, "certPresented").as_deref() == Some("1")
    }

    /// Whether the certificate is valid; [`cert_verified`](TlsClientAuth::cert_verified) says what is wrong otherwise.
    #[must_use]
    pub fn is_verified(&self) -> bool {
        self.cert_verified().as_deref() == Some("SUCCESS")
    }

    /// Whether the certificate was revoked.
    #[must_use]
    pub fn is_revoked(&self) -> bool {
        text(&self.0, "certRevoked").as_deref() == Some("1")
    }
}

properties! {
    TlsClientAuth, text -> String:
    cert_verified "certVerified" "`SUCCESS`, `NONE`, or `FAILED` with the reason.";
    cert_issuer_dn "certIssuerDN" "The name of the issuer.";
    cert_subject_dn "certSubjectDN" "The name of the owner.";
    cert_issuer_dn_rfc2253 "certIssuerDNRFC2253" "The name of the issuer, in the form of RFC 2253.";
    cert_subject_dn_rfc2253 "certSubjectDNRFC2253" "The name of the owner, in the form of RFC 2253.";
    cert_issuer_dn_legacy "certIssuerDNLegacy" "The name of the issuer, in its old form.";
    cert_subject_dn_legacy "certSubjectDNLegacy" "The name of the owner, in its old form.";
    cert_serial "certSerial" "The serial number, in hexadecimal.";
    cert_issuer_serial "certIssuerSerial" "The serial number of the issuer's certificate, in hexadecimal.";
    cert_ski "certSKI" "The identifier of the owner's key.";
    cert_issuer_ski "certIssuerSKI" "The identifier of the issuer's key.";
    cert_fingerprint_sha1 "certFingerprintSHA1" "SHA-1 of the certificate, in hexadecimal.";
    cert_fingerprint_sha256 "certFingerprintSHA256" "SHA-256 of the certificate, in hexadecimal.";
    cert_not_before "certNotBefore" "When the certificate begins to be valid, such as `Dec 22 19:39:00 2018 GMT`.";
    cert_not_after "certNotAfter" "When the certificate stops to be valid.";
    cert_rfc9440 "certRFC9440" "The certificate, as the header `client-cert` of RFC 9440 has it.";
    cert_chain_rfc9440 "certChainRFC9440" "The chain, as the header `client-cert-chain` of RFC 9440 has it.";
}

properties! {
    TlsClientAuth, boolean -> bool:
    cert_rfc9440_too_large "certRFC9440TooLarge" "Whether the certificate was left out because of its size.";
    cert_chain_rfc9440_too_large "certChainRFC9440TooLarge" "Whether the chain was left out because of its size.";
}

impl fmt::Debug for TlsClientAuth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TlsClientAuth { .. }")
    }
}

/// Hashes of the messages of a TLS handshake, in hexadecimal.
#[derive(Clone)]
pub struct TlsExportedAuthenticator(JsValue);

impl TlsExportedAuthenticator {
    /// Wraps the JavaScript object.
    #[must_use]
    pub fn from_raw(raw: JsValue) -> Self {
        Self(raw)
    }

    /// The JavaScript object.
    #[must_use]
    pub fn as_raw(&self) -> &JsValue {
        &self.0
    }
}

properties! {
    TlsExportedAuthenticator, text -> String:
    client_handshake "clientHandshake" "Of the client's handshake.";
    server_handshake "serverHandshake" "Of the server's handshake.";
    client_finished "clientFinished" "Of the client's last message.";
    server_finished "serverFinished" "Of the server's last message.";
}

impl fmt::Debug for TlsExportedAuthenticator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TlsExportedAuthenticator { .. }")
    }
}
