//! Tokens of the standards, and our own.

use std::time::Duration;

use serde_json::{Value, json};
use worker_sdk::Result;
use worker_sdk::crypto::{self, Jwk};
use worker_sdk::jwt::{self, Algorithm, Key, Reason, Verifier};

/// RFC 7515, A.1: the token of RFC 7519, 3.1.
pub(crate) const HS256: &str = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const HS256_KEY: &str = r#"{"kty":"oct","alg":"HS256","k":"AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow"}"#;
/// RFC 7515, A.2.
const RS256: &str = "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw";
pub(crate) const RS256_KEY: &str = r#"{"kty":"RSA","alg":"RS256","e":"AQAB","n":"ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ"}"#;
/// RFC 7515, A.3.
const ES256: &str = "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";
const ES256_KEY: &str = r#"{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}"#;
/// RFC 7515, A.4, signs a text that is no JSON.
const ES512: &str = "eyJhbGciOiJFUzUxMiJ9.UGF5bG9hZA.AdwMgeerwtHoh-l192l60hp9wAHZFVJbLfD_UxMi70cwnZOYaRI1bKPWROc-mZZqwqT2SI-KGDKB34XO0aw_7XdtAG8GaSwFKdCAPZgoXD2YBJZCPEX3xKpRwcdOO8KpEHwJjyqOgzDO7iKvU8vcnwNrmxYbSW9ERBXukOXolLzeO_Jn";
const ES512_KEY: &str = r#"{"kty":"EC","crv":"P-521","x":"AekpBQ8ST8a8VcfVOTNl353vSrDCLLJXmPk06wTjxrrjcBpXp5EOnYG_NjFZ6OvLFV1jSfS9tsz4qUxcWceqwQGk","y":"ADSmRA43Z1DSNx_RvcLI87cdL07l6jQyyBXMoxVg_l2Th-x3S1WDhjDly79ajL4Kkd0AZMaZmh9ubmf63e3kyMj2"}"#;
/// RFC 8037, A.4, too.
const EDDSA: &str = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";
const EDDSA_KEY: &str =
    r#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;
/// RFC 7515, A.5, and RFC 7519, 6.1.
pub(crate) const UNSECURED: &str = "eyJhbGciOiJub25lIn0.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.";

pub(crate) fn key(json: &str) -> Key {
    Key::jwk(&serde_json::from_str(json).unwrap()).unwrap()
}

/// As if it were 2011.
fn of_2011(key: Key) -> Verifier {
    let years = Duration::from_secs(100 * 366 * 24 * 3600);
    Verifier::new(key).leeway(years).issuer("joe")
}

/// The token with another last letter that is a signature of the same length.
fn tampered(token: &str) -> String {
    let (signed, signature) = token.rsplit_once('.').unwrap();
    let (first, rest) = signature.split_at(1);
    format!("{signed}.{}{rest}", if first == "A" { "B" } else { "A" })
}

#[worker_sdk::test]
async fn tokens_of_the_standards() {
    for (token, json) in [(HS256, HS256_KEY), (RS256, RS256_KEY), (ES256, ES256_KEY)] {
        let verifier = of_2011(key(json));
        let checked = verifier.verify(token).await.unwrap();
        let claims: Value = checked.claims().unwrap();
        assert_eq!(
            claims,
            json!({"iss": "joe", "exp": 1_300_819_380, "http://example.com/is_root": true})
        );
        assert_eq!((checked.issuer(), checked.subject()), (Some("joe"), None));
        assert_eq!(checked.expires().unwrap().as_secs(), 1_300_819_380);
        let refused = verifier.verify(&tampered(token)).await.unwrap_err();
        assert_eq!(refused.reason(), Reason::Signature, "{token}");
        let refused = Verifier::new(key(json)).verify(token).await.unwrap_err();
        assert_eq!(refused.reason(), Reason::Expired);
    }
}

/// A signature is checked before what it is one of is read: a wrong one is another reason.
#[worker_sdk::test]
async fn signatures_of_the_standards_over_what_is_no_token() {
    for (token, json) in [(ES512, ES512_KEY), (EDDSA, EDDSA_KEY)] {
        let verifier = of_2011(key(json));
        let refused = verifier.verify(token).await.unwrap_err();
        assert_eq!(refused.reason(), Reason::Malformed, "{token}");
        let refused = verifier.verify(&tampered(token)).await.unwrap_err();
        assert_eq!(refused.reason(), Reason::Signature, "{token}");
    }
}

/// A private key and its public one, for each algorithm.
async fn pairs() -> Result<Vec<(Key, Key)>> {
    use Algorithm::*;
    let mut pairs = Vec::new();
    for algorithm in [HS256, HS384, HS512] {
        let key = Key::secret(algorithm, crypto::random_bytes(64)?)?;
        pairs.push((key.clone(), key));
    }
    let rsa = exported(crypto::Algorithm::RsaPkcs1(crypto::Hash::Sha256)).await?;
    for algorithm in [RS256, RS384, RS512, PS256, PS384, PS512] {
        let public = Jwk::clone(&rsa.1);
        pairs.push((
            Key::jwk_for(algorithm, &rsa.0)?,
            Key::jwk_for(algorithm, &public)?,
        ));
    }
    let curves = [
        (
            ES256,
            crypto::Algorithm::Ecdsa(crypto::Curve::P256, crypto::Hash::Sha256),
        ),
        (
            ES384,
            crypto::Algorithm::Ecdsa(crypto::Curve::P384, crypto::Hash::Sha384),
        ),
        (
            ES512,
            crypto::Algorithm::Ecdsa(crypto::Curve::P521, crypto::Hash::Sha512),
        ),
        (EdDSA, crypto::Algorithm::Ed25519),
    ];
    for (algorithm, host) in curves {
        let (private, public) = exported(host).await?;
        pairs.push((
            Key::jwk_for(algorithm, &private)?,
            Key::jwk_for(algorithm, &public)?,
        ));
    }
    Ok(pairs)
}

async fn exported(algorithm: crypto::Algorithm) -> Result<(Jwk, Jwk)> {
    let pair = crypto::KeyPair::generate(algorithm)
        .extractable(true)
        .await?;
    Ok((
        pair.private.export_jwk().await?,
        pair.public.export_jwk().await?,
    ))
}

#[worker_sdk::test]
async fn every_algorithm_signs_and_checks() -> Result<()> {
    let claims =
        json!({"sub": "ada", "exp": jwt::after(Duration::from_secs(60)), "é": "\u{1F600}"});
    for (private, public) in pairs().await? {
        let private = private.named("k");
        let token = jwt::sign(&private, &claims).await?;
        for key in [public.clone(), public.clone().named("k"), private.clone()] {
            let checked = Verifier::new(key).verify(&token).await?;
            assert_eq!(checked.claims::<Value>()?, claims);
            assert_eq!(checked.algorithm(), private.algorithm());
        }
        let refused = Verifier::new(public.clone())
            .verify(&tampered(&token))
            .await;
        assert_eq!(
            refused.unwrap_err().reason(),
            Reason::Signature,
            "{public:?}"
        );
        let refused = Verifier::new(public.clone().named("K"))
            .verify(&token)
            .await;
        assert_eq!(refused.unwrap_err().reason(), Reason::UnknownKey);
        // Of another length than signatures have.
        let (signed, _) = token.rsplit_once('.').unwrap();
        let refused = Verifier::new(public)
            .verify(&format!("{signed}.AAAA"))
            .await;
        assert_eq!(refused.unwrap_err().reason(), Reason::Signature, "{token}");
    }
    Ok(())
}

#[worker_sdk::test]
async fn keys_in_pem() -> Result<()> {
    let algorithm = crypto::Algorithm::Ecdsa(crypto::Curve::P256, crypto::Hash::Sha256);
    let pair = crypto::KeyPair::generate(algorithm)
        .extractable(true)
        .await?;
    let private = pem("PRIVATE", &pair.private.export_pkcs8().await?);
    let public = pem("PUBLIC", &pair.public.export_spki().await?);
    let private = Key::pem(Algorithm::ES256, &private)?;
    let public = Key::pem(Algorithm::ES256, &public)?;
    let token = jwt::sign_typed(&private, "at+jwt", &json!({"sub": "ada"})).await?;
    let verifier = Verifier::new(public.clone())
        .allow_no_expiry()
        .typ("at+jwt");
    assert_eq!(verifier.verify(&token).await?.subject(), Some("ada"));
    let error = jwt::sign(&public, &json!({})).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "a public key signs nothing; give the private one"
    );
    let refused = Verifier::new(private).verify(&token).await.unwrap_err();
    assert_eq!(
        refused.into_source().unwrap().to_string(),
        "a private key in PEM checks nothing; give the public one"
    );
    Ok(())
}

fn pem(kind: &str, der: &[u8]) -> String {
    let text = base64(der);
    let lines: Vec<&str> = (0..text.len())
        .step_by(64)
        .map(|at| &text[at..text.len().min(at + 64)])
        .collect();
    format!(
        "-----BEGIN {kind} KEY-----\n{}\n-----END {kind} KEY-----\n",
        lines.join("\n")
    )
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let bits = chunk
            .iter()
            .fold(0, |bits, byte| bits << 8 | usize::from(*byte))
            << (8 * (3 - chunk.len()));
        for place in 0..4 {
            let digit = char::from(DIGITS[bits >> (18 - 6 * place) & 63]);
            text.push(if place <= chunk.len() { digit } else { '=' });
        }
    }
    text
}

#[worker_sdk::test]
async fn what_cannot_be_signed() {
    let key = Key::secret(Algorithm::HS256, [1; 32]).unwrap();
    for claims in [json!([1]), json!("a"), json!(null)] {
        let error = jwt::sign(&key, &claims).await.unwrap_err();
        assert_eq!(
            error.to_string(),
            "the claims of a token are an object; sign a struct or a map"
        );
    }
}

/// A [`Verifier`] would refuse each of them.
#[worker_sdk::test]
async fn claims_of_another_form_are_not_signed() {
    let key = Key::secret(Algorithm::HS256, [1; 32]).unwrap();
    for (claims, expected) in [
        (json!({"sub": 42}), "the claim `sub` is no text"),
        (json!({"iss": null}), "the claim `iss` is no text"),
        (json!({"exp": "soon"}), "the claim `exp` is no number"),
        (
            json!({"aud": ["a", 1]}),
            "the claim `aud` is no text and no list of texts",
        ),
    ] {
        let error = jwt::sign(&key, &claims).await.unwrap_err();
        let expected = format!("{expected}; a `Verifier` would refuse the token");
        assert_eq!(error.to_string(), expected);
    }
    let good = json!({"sub": "1", "aud": ["a"], "exp": 1.5, "roles": [{"id": null}], "x": true});
    assert!(jwt::sign(&key, &good).await.is_ok());
}

/// As an `Option` is serialized.
#[worker_sdk::test]
async fn scopes_that_are_null_count_as_absent() -> Result<()> {
    let key = Key::secret(Algorithm::HS256, [1; 32])?;
    let claims = json!({"sub": "1", "exp": 9e9, "scope": null, "scp": null});
    let token = jwt::sign(&key, &claims).await?;
    let verifier = Verifier::new(key);
    assert_eq!(verifier.verify(&token).await?.scopes().count(), 0);
    let refused = verifier.require(["scope"]).verify(&token).await;
    let refused = refused.unwrap_err();
    assert_eq!(refused.to_string(), "the token lacks a claim `scope`");
    Ok(())
}

/// Two fields of a struct may be called the same in JSON.
#[worker_sdk::test]
async fn names_that_stand_twice_are_not_signed() {
    #[derive(serde::Serialize)]
    struct Twice {
        exp: i64,
        #[serde(rename = "exp")]
        until: i64,
    }
    let key = Key::secret(Algorithm::HS256, [1; 32]).unwrap();
    let error = jwt::sign(&key, &Twice { exp: 1, until: 2 })
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "the claims cannot be read again: a name stands there twice at line 1 column 17; a `Verifier` would refuse the token"
    );
}

#[worker_sdk::test]
async fn short_keys_of_rsa_are_refused() -> Result<()> {
    let algorithm = crypto::Algorithm::RsaPkcs1(crypto::Hash::Sha256);
    let pair = crypto::KeyPair::generate(algorithm)
        .bits(1024)
        .extractable(true)
        .await?;
    let key = Key::jwk_for(Algorithm::RS256, &pair.private.export_jwk().await?)?;
    let error = jwt::sign(&key, &json!({})).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "an RSA key of 1024 bits is too short; it has to have at least 2048 (RFC 7518, section 3.3)"
    );
    Ok(())
}

#[worker_sdk::test]
async fn one_of_several_keys_has_signed() -> Result<()> {
    let make = |byte: u8| Key::secret(Algorithm::HS256, [byte; 32]).unwrap();
    let token = jwt::sign(&make(3), &json!({})).await?;
    let verifier = |keys: Vec<Key>| {
        let keys: jwt::Keys = keys.into_iter().collect();
        Verifier::new(keys).allow_no_expiry()
    };
    assert!(
        verifier((1..=8).map(make).collect())
            .verify(&token)
            .await
            .is_ok()
    );
    let late = [9, 10, 11, 12, 13, 14, 15, 16, 3].map(make).to_vec();
    let refused = verifier(late).verify(&token).await.unwrap_err();
    assert_eq!(
        refused.reason(),
        Reason::Signature,
        "no more than eight are tried"
    );
    let refused = verifier(Vec::new()).verify(&token).await.unwrap_err();
    assert_eq!(refused.reason(), Reason::UnknownKey);
    Ok(())
}
