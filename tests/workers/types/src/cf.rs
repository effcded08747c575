//! `request.cf`.

use serde::Deserialize;
use worker_sdk::Result;
use worker_sdk::http::Cf;

#[derive(Debug, PartialEq, Deserialize)]
struct Customer {
    id: u32,
}

fn texts(cf: &Cf) -> Vec<Option<String>> {
    vec![
        cf.as_organization(),
        cf.client_accept_encoding(),
        cf.colo(),
        cf.http_protocol(),
        cf.request_priority(),
        cf.tls_version(),
        cf.tls_cipher(),
        cf.tls_client_random(),
        cf.tls_client_hello_length(),
        cf.tls_client_ciphers_sha1(),
        cf.tls_client_extensions_sha1(),
        cf.verified_bot_category(),
        cf.country(),
        cf.continent(),
        cf.city(),
        cf.postal_code(),
        cf.latitude(),
        cf.longitude(),
        cf.timezone(),
        cf.region(),
        cf.region_code(),
        cf.metro_code(),
    ]
}

fn numbers(cf: &Cf) -> [Option<u32>; 5] {
    [
        cf.asn(),
        cf.client_tcp_rtt(),
        cf.client_quic_rtt(),
        cf.edge_request_keep_alive_status(),
        cf.client_trust_score(),
    ]
}

/// The test sends every property, text as its own name.
pub(crate) fn full(cf: &Cf) -> Result<()> {
    let names = [
        "asOrganization",
        "clientAcceptEncoding",
        "colo",
        "httpProtocol",
        "requestPriority",
        "tlsVersion",
        "tlsCipher",
        "tlsClientRandom",
        "tlsClientHelloLength",
        "tlsClientCiphersSha1",
        "tlsClientExtensionsSha1",
        "verifiedBotCategory",
        "country",
        "continent",
        "city",
        "postalCode",
        "latitude",
        "longitude",
        "timezone",
        "region",
        "regionCode",
        "metroCode",
    ];
    assert_eq!(texts(cf), names.map(|name| Some(name.to_owned())));
    assert_eq!(numbers(cf), [1, 2, 3, 4, 5].map(Some));
    assert!(cf.is_eu_country());
    assert_eq!(cf.edge_l4_delivery_rate(), Some(1.5));
    assert_eq!((cf.text("later"), cf.number("later")), (None, Some(7.0)));
    assert_eq!(cf.host_metadata()?, Some(Customer { id: 7 }));
    assert!(cf.host_metadata::<Vec<u8>>().is_err());
    bots(cf);
    tls(cf);
    Ok(())
}

fn bots(cf: &Cf) {
    let Some(bots) = cf.bot_management() else {
        panic!("no bot management");
    };
    assert_eq!(bots.score(), Some(99));
    assert_eq!(
        (
            bots.verified_bot(),
            bots.corporate_proxy(),
            bots.static_resource()
        ),
        (Some(false), Some(true), None)
    );
    assert_eq!(
        (bots.ja3_hash().as_deref(), bots.ja4().as_deref()),
        (Some("ja3Hash"), Some("ja4"))
    );
    assert_eq!(
        (bots.detection_ids(), bots.js_detection_passed()),
        (vec![1, 2], Some(true))
    );
}

fn tls(cf: &Cf) {
    let Some(tls) = cf.tls_client_auth() else {
        panic!("no client certificate");
    };
    assert!(tls.is_presented() && tls.is_verified() && !tls.is_revoked());
    let actual = [
        tls.cert_issuer_dn(),
        tls.cert_subject_dn(),
        tls.cert_issuer_dn_rfc2253(),
        tls.cert_subject_dn_rfc2253(),
        tls.cert_issuer_dn_legacy(),
        tls.cert_subject_dn_legacy(),
        tls.cert_serial(),
        tls.cert_issuer_serial(),
        tls.cert_ski(),
        tls.cert_issuer_ski(),
        tls.cert_fingerprint_sha1(),
        tls.cert_fingerprint_sha256(),
        tls.cert_not_before(),
        tls.cert_not_after(),
        tls.cert_rfc9440(),
        tls.cert_chain_rfc9440(),
    ];
    let names = [
        "certIssuerDN",
        "certSubjectDN",
        "certIssuerDNRFC2253",
        "certSubjectDNRFC2253",
        "certIssuerDNLegacy",
        "certSubjectDNLegacy",
        "certSerial",
        "certIssuerSerial",
        "certSKI",
        "certIssuerSKI",
        "certFingerprintSHA1",
        "certFingerprintSHA256",
        "certNotBefore",
        "certNotAfter",
        "certRFC9440",
        "certChainRFC9440",
    ];
    assert_eq!(actual, names.map(|name| Some(name.to_owned())));
    assert_eq!(
        (
            tls.cert_rfc9440_too_large(),
            tls.cert_chain_rfc9440_too_large()
        ),
        (Some(true), None)
    );
    let Some(exported) = cf.tls_exported_authenticator() else {
        panic!("no exported authenticator");
    };
    let actual = [
        exported.client_handshake(),
        exported.server_handshake(),
        exported.client_finished(),
        exported.server_finished(),
    ];
    let names = [
        "clientHandshake",
        "serverHandshake",
        "clientFinished",
        "serverFinished",
    ];
    assert_eq!(actual, names.map(|name| Some(name.to_owned())));
}

pub(crate) fn absent(cf: &Cf) -> Result<()> {
    assert!(texts(cf).iter().all(Option::is_none) && numbers(cf).iter().all(Option::is_none));
    assert!(cf.bot_management().is_none() && cf.tls_client_auth().is_none() && !cf.is_eu_country());
    assert!(cf.tls_exported_authenticator().is_none() && cf.edge_l4_delivery_rate().is_none());
    assert!(cf.host_metadata::<Customer>()?.is_none());
    Ok(())
}
