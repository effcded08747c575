//! Keys that are made, exported, wrapped, and refused.

use wasm_bindgen::prelude::*;
use worker_sdk::Result;
use worker_sdk::crypto::{
    Algorithm, Cipher, Curve, Derivation, Hash, Jwk, Key, KeyPair, Role, Usage, random_bytes,
};

#[wasm_bindgen(inline_js = "export const length_of = (key) => key.algorithm.length;")]
extern "C" {
    fn length_of(key: &JsValue) -> u32;
}

const SECRETS: [Algorithm; 5] = [
    Algorithm::AesGcm,
    Algorithm::AesCbc,
    Algorithm::AesCtr,
    Algorithm::AesKw,
    Algorithm::Hmac(Hash::Sha256),
];

#[worker_sdk::test]
async fn secrets() -> Result<()> {
    for algorithm in SECRETS {
        let key = Key::generate(algorithm).extractable(true).await?;
        assert!(!key.is_public() && !key.is_private() && key.is_extractable());
        let bytes = key.export_raw().await?;
        assert_eq!(
            bytes.len(),
            if matches!(algorithm, Algorithm::Hmac(_)) {
                64
            } else {
                32
            }
        );
        let jwk = key.export_jwk().await?;
        assert_eq!(jwk.kty.as_deref(), Some("oct"));
        let again = Key::import_jwk(algorithm, &jwk)?.extractable(true).await?;
        assert_eq!(again.export_raw().await?, bytes);
        let again = Key::import_raw(algorithm, &bytes).await?;
        assert!(!again.is_extractable());
        assert!(again.export_raw().await.is_err());
    }
    let key = Key::generate(Algorithm::AesGcm)
        .bits(128)
        .extractable(true)
        .await?;
    assert_eq!(key.export_raw().await?.len(), 16);
    assert_eq!(key.bits(), Some(128));
    assert_eq!(key.usages(), ["encrypt", "decrypt", "wrapKey", "unwrapKey"]);
    Ok(())
}

/// Both halves, written in every form that there is and read again.
async fn round_trip(algorithm: Algorithm) -> Result<(Key, Key)> {
    let pair = KeyPair::generate(algorithm).extractable(true).await?;
    assert!(pair.public.is_public() && pair.private.is_private());
    let public = Key::import_spki(algorithm, pair.public.export_spki().await?).await?;
    let private = Key::import_pkcs8(algorithm, pair.private.export_pkcs8().await?).await?;
    let jwk = pair.private.export_jwk().await?;
    assert!(jwk.d.is_some());
    assert!(Key::import_jwk(algorithm, &jwk)?.await?.is_private());
    let jwk = pair.public.export_jwk().await?;
    assert!(jwk.d.is_none());
    assert_eq!(jwk.ext, Some(true));
    assert!(Key::import_jwk(algorithm, &jwk)?.await?.is_public());
    Ok((public, private))
}

#[worker_sdk::test]
async fn pairs_that_sign() -> Result<()> {
    for algorithm in [
        Algorithm::RsaPkcs1(Hash::Sha256),
        Algorithm::RsaPss(Hash::Sha512),
        Algorithm::RsaPssSalt(Hash::Sha256, 0),
        Algorithm::Ecdsa(Curve::P256, Hash::Sha256),
        Algorithm::Ecdsa(Curve::P384, Hash::Sha384),
        Algorithm::Ecdsa(Curve::P521, Hash::Sha512),
        Algorithm::Ed25519,
    ] {
        let (public, private) = round_trip(algorithm).await?;
        let signature = private.sign("message").await?;
        assert!(
            public.verify(&signature, "message").await?.is_valid(),
            "{algorithm:?}"
        );
        assert!(
            !public.verify(&signature, "other").await?.is_valid(),
            "{algorithm:?}"
        );
        assert!(
            !public.verify("", "message").await?.is_valid(),
            "{algorithm:?}"
        );
    }
    Ok(())
}

#[worker_sdk::test]
async fn pairs_that_encrypt() -> Result<()> {
    let (public, private) = round_trip(Algorithm::RsaOaep(Hash::Sha256)).await?;
    let encrypted = public.encrypt(Cipher::oaep(), "message").await?;
    assert_eq!(
        private.decrypt(Cipher::oaep(), encrypted).await?,
        b"message"
    );
    let error = public.encrypt(Cipher::oaep(), [0; 191]).await.unwrap_err();
    assert!(
        error.to_string().starts_with("encrypting failed: "),
        "{error}"
    );
    Ok(())
}

#[worker_sdk::test]
async fn pairs_that_agree() -> Result<()> {
    for algorithm in [
        Algorithm::Ecdh(Curve::P256),
        Algorithm::Ecdh(Curve::P384),
        Algorithm::X25519,
    ] {
        let (public, private) = round_trip(algorithm).await?;
        let other = KeyPair::generate(algorithm).await?;
        let ours = private
            .derive_bytes(Derivation::shared_with(&other.public), 32)
            .await?;
        let theirs = other
            .private
            .derive_bytes(Derivation::shared_with(&public), 32)
            .await?;
        assert_eq!(ours, theirs);
    }
    Ok(())
}

#[worker_sdk::test]
async fn wrapped_keys() -> Result<()> {
    let wrapping = Key::generate(Algorithm::AesGcm).await?;
    let cipher = Cipher::gcm(random_bytes(12)?);
    let algorithm = Algorithm::Ecdsa(Curve::P256, Hash::Sha256);
    let pair = KeyPair::generate(algorithm).extractable(true).await?;
    let wrapped = wrapping.wrap(&pair.private, cipher.clone()).await?;
    let private = wrapping
        .unwrap_private(&wrapped, cipher.clone(), algorithm)
        .await?;
    let signature = private.sign("message").await?;
    assert!(pair.public.verify(&signature, "message").await?.is_valid());
    let other = Key::generate(Algorithm::AesGcm).await?;
    let error = other
        .unwrap_private(&wrapped, cipher, algorithm)
        .await
        .unwrap_err();
    assert!(
        error.to_string().starts_with("unwrapping a key failed: "),
        "{error}"
    );
    Ok(())
}

#[worker_sdk::test]
async fn keys_wrapped_as_json() -> Result<()> {
    let wrapping = Key::generate(Algorithm::AesGcm).await?;
    let cipher = Cipher::gcm(random_bytes(12)?);
    let algorithm = Algorithm::Ecdsa(Curve::P256, Hash::Sha256);
    let pair = KeyPair::generate(algorithm).extractable(true).await?;
    let wrapped = wrapping.wrap_jwk(&pair.private, cipher.clone()).await?;
    let json = wrapping.decrypt(cipher.clone(), &wrapped).await?;
    let jwk: Jwk = serde_json::from_slice(&json)?;
    assert_eq!(
        (jwk.kty.as_deref(), jwk.d.is_some()),
        (Some("EC"), true),
        "what is wrapped is JSON"
    );
    let private = wrapping
        .unwrap_jwk(&wrapped, cipher.clone(), algorithm, Role::Private)
        .await?;
    let signature = private.sign("message").await?;
    assert!(pair.public.verify(&signature, "message").await?.is_valid());

    let wrapped = wrapping.wrap_jwk(&pair.public, cipher.clone()).await?;
    let public = wrapping
        .unwrap_jwk(&wrapped, cipher.clone(), algorithm, Role::Public)
        .await?;
    assert!(public.verify(&signature, "message").await?.is_valid());

    let secret = Key::generate(Algorithm::AesCbc).extractable(true).await?;
    let wrapped = wrapping.wrap_jwk(&secret, cipher.clone()).await?;
    let again = wrapping
        .unwrap_jwk(&wrapped, cipher, Algorithm::AesCbc, Role::Secret)
        .extractable(true)
        .await?;
    assert_eq!(again.export_raw().await?, secret.export_raw().await?);
    Ok(())
}

#[worker_sdk::test]
async fn keys_that_can_do_less() -> Result<()> {
    let sealing = Key::generate(Algorithm::AesGcm)
        .usages([Usage::Encrypt])
        .extractable(true)
        .await?;
    assert_eq!(sealing.usages(), ["encrypt"]);
    let cipher = Cipher::gcm(random_bytes(12)?);
    let sealed = sealing.encrypt(cipher.clone(), "text").await?;
    let refused = sealing.decrypt(cipher.clone(), &sealed).await.unwrap_err();
    assert!(refused.is_named("InvalidAccessError"), "{refused}");
    let opening = Key::import_raw(Algorithm::AesGcm, sealing.export_raw().await?)
        .usages([Usage::Decrypt])
        .await?;
    assert_eq!(opening.decrypt(cipher, &sealed).await?, b"text");

    let all = [Usage::Sign, Usage::Verify];
    let pair = KeyPair::generate(Algorithm::Ed25519).usages(all).await?;
    assert_eq!(
        (pair.private.usages(), pair.public.usages()),
        (vec!["sign".to_owned()], vec!["verify".to_owned()])
    );
    let usages = [Usage::DeriveKey];
    let wrong = Key::generate(Algorithm::AesGcm).usages(usages).await;
    assert!(wrong.is_err_and(|error| error.is_named("SyntaxError")));
    Ok(())
}

/// The length of a salt is a part of the signature.
#[worker_sdk::test]
async fn salts() -> Result<()> {
    let pair = KeyPair::generate(Algorithm::RsaPss(Hash::Sha256)).await?;
    assert_eq!(pair.private.bits(), Some(2048));
    let signature = pair.private.sign("message").await?;
    for (length, good) in [(32, true), (20, false)] {
        let public = pair.public.as_raw().clone();
        let public = Key::from_raw(public, Algorithm::RsaPssSalt(Hash::Sha256, length));
        assert_eq!(public.verify(&signature, "message").await?.is_valid(), good);
    }
    Ok(())
}

/// The same bytes, once as bytes and once as a key.
#[worker_sdk::test]
async fn derived_keys() -> Result<()> {
    let password = Key::import_raw(Algorithm::Pbkdf2, "password").await?;
    let derivation = Derivation::pbkdf2(Hash::Sha256, "salt", 1_000);
    let bytes = password.derive_bytes(derivation.clone(), 64).await?;
    let key = password.derive(derivation.clone(), Algorithm::AesGcm);
    let key = key.bits(128).extractable(true).await?;
    assert_eq!(key.export_raw().await?, bytes[..16]);
    let key = password.derive(derivation, Algorithm::Hmac(Hash::Sha256));
    let key = key.extractable(true).await?;
    assert_eq!(key.export_raw().await?, bytes);
    let error = key
        .derive(Derivation::hkdf(Hash::Sha256, "", ""), Algorithm::AesGcm)
        .await;
    let error = error.unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("deriving from a key failed: "),
        "{error}"
    );
    Ok(())
}

/// A token that somebody else has signed: RFC 7515, appendix A.3.
#[worker_sdk::test]
async fn a_token() -> Result<()> {
    let key: Jwk = serde_json::from_str(
        r#"{"kty": "EC", "crv": "P-256", "use": "sig", "kid": "1", "alg": "ES256",
            "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
            "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}"#,
    )?;
    let signed = "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
    let signature = [
        14, 209, 33, 83, 121, 99, 108, 72, 60, 47, 127, 21, 88, 7, 212, 2, 163, 178, 40, 3, 58,
        249, 124, 126, 23, 129, 154, 195, 22, 158, 166, 101, 197, 10, 7, 211, 140, 60, 112, 229,
        216, 241, 45, 175, 8, 74, 84, 128, 166, 101, 144, 197, 242, 147, 80, 154, 143, 63, 127,
        138, 131, 163, 84, 213,
    ];
    let algorithm = Algorithm::Ecdsa(Curve::P256, Hash::Sha256);
    let key = Key::import_jwk(algorithm, &key)?.await?;
    assert!(key.verify(signature, signed).await?.is_valid());
    assert!(
        !key.verify(signature, format!("{signed}A"))
            .await?
            .is_valid()
    );
    Ok(())
}

#[worker_sdk::test]
async fn refusals() -> Result<()> {
    let error = Key::import_raw(Algorithm::AesGcm, [0; 5])
        .await
        .unwrap_err();
    assert!(
        error.to_string().starts_with("importing a key failed: "),
        "{error}"
    );
    let error = Key::import_spki(Algorithm::Ed25519, "no key")
        .await
        .unwrap_err();
    assert!(
        error.to_string().starts_with("importing a key failed: "),
        "{error}"
    );
    let key = Key::generate(Algorithm::AesGcm).await?;
    let error = key.sign("message").await.unwrap_err();
    assert!(error.to_string().starts_with("signing failed: "), "{error}");
    let error = key
        .encrypt(Cipher::cbc([0; 16]), "message")
        .await
        .unwrap_err();
    assert!(
        error.to_string().starts_with("encrypting failed: "),
        "{error}"
    );
    assert_eq!(format!("{key:?}"), "Key(AesGcm)");
    Ok(())
}

#[worker_sdk::test]
async fn what_a_json_web_key_allows() -> Result<()> {
    let hmac = Algorithm::Hmac(Hash::Sha256);
    let mut jwk = Key::import_raw(hmac, [1; 32])
        .extractable(true)
        .await?
        .export_jwk()
        .await?;
    assert_eq!(jwk.key_ops.as_deref().map(<[_]>::len), Some(2));
    jwk.key_ops = Some(vec!["verify".to_owned()]);
    jwk.ext = Some(false);
    let text = serde_json::to_string(&jwk)?;
    let jwk: Jwk = serde_json::from_str(&text)?;
    let key = Key::import_jwk(hmac, &jwk)?.await?;
    assert!(key.sign("a").await.is_err(), "it may only verify");
    assert!(!key.verify([0; 32], "a").await?.is_valid());
    let limited = Key::import_jwk(hmac, &jwk)?.usages([Usage::Verify, Usage::Sign]);
    assert_eq!(
        limited.await.unwrap_err().to_string(),
        "importing a key failed: its `key_ops` have no `sign`; leave that out of the usages, or have a key made for it"
    );
    assert!(
        Key::import_jwk(hmac, &jwk)?
            .usages([Usage::Verify])
            .await
            .is_ok()
    );
    let extractable = Key::import_jwk(hmac, &jwk)?.extractable(true);
    assert!(extractable.await.is_err());
    Ok(())
}

#[worker_sdk::test]
async fn a_key_of_many_factors_is_refused() -> Result<()> {
    let algorithm = Algorithm::RsaPkcs1(Hash::Sha256);
    let pair = KeyPair::generate(algorithm).extractable(true).await?;
    let mut jwk = pair.private.export_jwk().await?;
    assert!(Key::import_jwk(algorithm, &jwk)?.await.is_ok());
    let factor = ["r", "d", "t"].map(|name| (name.to_owned(), "AQAB".to_owned()));
    jwk.oth = Some(vec![factor.into()]);
    assert!(Key::import_jwk(algorithm, &jwk)?.await.is_err());
    Ok(())
}

#[worker_sdk::test]
async fn numbers_that_are_chosen() -> Result<()> {
    let rsa = Algorithm::RsaPkcs1(Hash::Sha256);
    let pair = KeyPair::generate(rsa).public_exponent(3).await?;
    assert_eq!(pair.public.export_jwk().await?.e.as_deref(), Some("Aw"));
    let hmac = Algorithm::Hmac(Hash::Sha256);
    let short = Key::import_raw(hmac, [0xff, 0xff]).bits(15);
    assert_eq!(length_of(short.await?.as_raw()), 15);
    let wrong = Key::import_raw(hmac, [0xff, 0xff]).bits(17);
    assert!(wrong.await.is_err());
    Ok(())
}
