//! Published test vectors of each algorithm. Where each comes from stands in `vectors.json`.

use serde_json::Value;
use worker_sdk::Result;
use worker_sdk::crypto::{
    Algorithm, Cipher, Curve, Derivation, Hash, Jwk, Key, digest, from_hex, hex, hmac, verify_hmac,
};

const VECTORS: &str = include_str!("vectors.json");

fn vectors(name: &str) -> Vec<Value> {
    let all: Value = serde_json::from_str(VECTORS).unwrap();
    let list = all[name].as_array().unwrap().clone();
    assert!(!list.is_empty());
    list
}

fn object(name: &str) -> Value {
    serde_json::from_str::<Value>(VECTORS).unwrap()[name].clone()
}

fn text<'a>(vector: &'a Value, name: &str) -> &'a str {
    vector[name].as_str().unwrap()
}

fn bytes(vector: &Value, name: &str) -> Vec<u8> {
    from_hex(text(vector, name)).unwrap()
}

fn hash(vector: &Value) -> Hash {
    let all = [Hash::Sha1, Hash::Sha256, Hash::Sha384, Hash::Sha512];
    let found = all
        .into_iter()
        .find(|hash| hash.name() == text(vector, "hash"));
    found.unwrap()
}

/// FIPS 180-4, and RFC 1321 for MD5.
#[worker_sdk::test]
async fn digests() -> Result<()> {
    let cases = [
        (Hash::Md5, "900150983cd24fb0d6963f7d28e17f72"),
        (Hash::Sha1, "a9993e364706816aba3e25717850c26c9cd0d89d"),
        (
            Hash::Sha256,
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        ),
        (
            Hash::Sha384,
            "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7",
        ),
        (
            Hash::Sha512,
            "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
        ),
    ];
    for (hash, expected) in cases {
        let digest = digest(hash, "abc").await?;
        assert_eq!(hex(&digest), expected);
        assert_eq!(digest.len(), usize::from(hash.length()));
    }
    Ok(())
}

#[worker_sdk::test]
async fn keyed_hashes() -> Result<()> {
    for vector in vectors("hmac") {
        let (key, message) = (bytes(&vector, "key"), bytes(&vector, "message"));
        let mac = bytes(&vector, "mac");
        let hash = hash(&vector);
        assert_eq!(hmac(hash, &key, &message).await?, mac);
        assert!(verify_hmac(hash, &key, &mac, &message).await?.is_valid());
        let key = Key::import_raw(Algorithm::Hmac(hash), key).await?;
        assert_eq!(key.sign(&message).await?, mac);
        assert!(key.verify(&mac, &message).await?.is_valid());
        assert!(!key.verify(&mac, "another message").await?.is_valid());
        assert!(!key.verify("", &message).await?.is_valid());
    }
    Ok(())
}

#[worker_sdk::test]
async fn aes_gcm() -> Result<()> {
    for vector in vectors("aes_gcm") {
        let key = Key::import_raw(Algorithm::AesGcm, bytes(&vector, "key")).await?;
        let (plain, encrypted) = (bytes(&vector, "plain"), bytes(&vector, "encrypted"));
        let cipher = Cipher::gcm(bytes(&vector, "iv"));
        let whole = cipher
            .clone()
            .additional_data(bytes(&vector, "additional_data"));
        assert_eq!(key.encrypt(whole.clone(), &plain).await?, encrypted);
        assert_eq!(key.decrypt(whole.clone(), &encrypted).await?, plain);
        let error = key.decrypt(cipher, &encrypted).await.unwrap_err();
        assert!(error.is_named("OperationError"), "{error}");
        let short = key.encrypt(whole.tag_bits(96), &plain).await?;
        assert_eq!(short, encrypted[..encrypted.len() - 4]);
    }
    Ok(())
}

#[worker_sdk::test]
async fn aes_ctr() -> Result<()> {
    for vector in vectors("aes_ctr") {
        let key = Key::import_raw(Algorithm::AesCtr, bytes(&vector, "key")).await?;
        let cipher = Cipher::ctr(bytes(&vector, "counter"), 32);
        let (plain, encrypted) = (bytes(&vector, "plain"), bytes(&vector, "encrypted"));
        assert_eq!(key.encrypt(cipher.clone(), &plain).await?, encrypted);
        assert_eq!(key.decrypt(cipher, &encrypted).await?, plain);
    }
    Ok(())
}

/// The platform adds a block of padding, which the vectors do not have.
#[worker_sdk::test]
async fn aes_cbc() -> Result<()> {
    for vector in vectors("aes_cbc") {
        let key = Key::import_raw(Algorithm::AesCbc, bytes(&vector, "key")).await?;
        let cipher = Cipher::cbc(bytes(&vector, "iv"));
        let (plain, expected) = (bytes(&vector, "plain"), bytes(&vector, "encrypted"));
        let encrypted = key.encrypt(cipher.clone(), &plain).await?;
        assert_eq!(encrypted.len(), expected.len() + 16);
        assert_eq!(encrypted[..expected.len()], expected);
        assert_eq!(key.decrypt(cipher, &encrypted).await?, plain);
    }
    Ok(())
}

#[worker_sdk::test]
async fn aes_kw() -> Result<()> {
    for vector in vectors("aes_kw") {
        let wrapping = Key::import_raw(Algorithm::AesKw, bytes(&vector, "key")).await?;
        let (plain, wrapped) = (bytes(&vector, "plain"), bytes(&vector, "wrapped"));
        let key = Key::import_raw(Algorithm::AesGcm, &plain)
            .extractable(true)
            .await?;
        assert_eq!(wrapping.wrap(&key, Cipher::kw()).await?, wrapped);
        let import = wrapping.unwrap_secret(&wrapped, Cipher::kw(), Algorithm::AesGcm);
        let key = import.extractable(true).await?;
        assert_eq!(key.export_raw().await?, plain);
    }
    Ok(())
}

#[worker_sdk::test]
async fn hkdf() -> Result<()> {
    for vector in vectors("hkdf") {
        let key = Key::import_raw(Algorithm::Hkdf, bytes(&vector, "key")).await?;
        let derivation =
            Derivation::hkdf(Hash::Sha256, bytes(&vector, "salt"), bytes(&vector, "info"));
        let derived = bytes(&vector, "derived");
        let length = derived.len() as u32;
        assert_eq!(key.derive_bytes(derivation, length).await?, derived);
    }
    Ok(())
}

#[worker_sdk::test]
async fn pbkdf2() -> Result<()> {
    for vector in vectors("pbkdf2") {
        let key = Key::import_raw(Algorithm::Pbkdf2, text(&vector, "password")).await?;
        let iterations = vector["iterations"].as_u64().unwrap() as u32;
        let derivation = Derivation::pbkdf2(Hash::Sha1, text(&vector, "salt"), iterations);
        let derived = bytes(&vector, "derived");
        let length = derived.len() as u32;
        assert_eq!(key.derive_bytes(derivation, length).await?, derived);
    }
    Ok(())
}

/// The private keys of RFC 8410, which has no other form for them.
fn pkcs8(algorithm: u8, seed: &str) -> Vec<u8> {
    let begin = [
        0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, algorithm, 4, 0x22, 4, 0x20,
    ];
    [begin.to_vec(), from_hex(seed).unwrap()].concat()
}

#[worker_sdk::test]
async fn ed25519() -> Result<()> {
    for vector in vectors("ed25519") {
        let seed = pkcs8(0x70, text(&vector, "seed"));
        let private = Key::import_pkcs8(Algorithm::Ed25519, seed).await?;
        let public = Key::import_raw(Algorithm::Ed25519, bytes(&vector, "public")).await?;
        let (message, signature) = (bytes(&vector, "message"), bytes(&vector, "signature"));
        assert_eq!(private.sign(&message).await?, signature);
        assert!(public.verify(&signature, &message).await?.is_valid());
        assert!(
            !public
                .verify(&signature, "another message")
                .await?
                .is_valid()
        );
    }
    Ok(())
}

#[worker_sdk::test]
async fn x25519() -> Result<()> {
    for vector in vectors("x25519") {
        let seed = pkcs8(0x6e, text(&vector, "private"));
        let private = Key::import_pkcs8(Algorithm::X25519, seed).await?;
        let public = Key::import_raw(Algorithm::X25519, bytes(&vector, "public")).await?;
        let shared = private
            .derive_bytes(Derivation::shared_with(&public), 32)
            .await?;
        assert_eq!(shared, bytes(&vector, "shared"));
    }
    Ok(())
}

#[worker_sdk::test]
async fn ecdh() -> Result<()> {
    let algorithm = Algorithm::Ecdh(Curve::P256);
    for vector in vectors("ecdh") {
        let jwk: Jwk = serde_json::from_value(vector["jwk"].clone())?;
        let private = Key::import_jwk(algorithm, &jwk)?.await?;
        let public = Key::import_raw(algorithm, bytes(&vector, "public")).await?;
        let shared = private
            .derive_bytes(Derivation::shared_with(&public), 32)
            .await?;
        assert_eq!(shared, bytes(&vector, "shared"));
        let hashed = digest(Hash::Sha256, shared).await?;
        assert_eq!(hashed, bytes(&vector, "hashed"));
    }
    Ok(())
}

#[worker_sdk::test]
async fn ecdsa() -> Result<()> {
    let curves = [Curve::P256, Curve::P384, Curve::P521];
    for vector in vectors("ecdsa") {
        let curve = curves
            .into_iter()
            .find(|curve| curve.name() == text(&vector, "curve"));
        let algorithm = Algorithm::Ecdsa(curve.unwrap(), hash(&vector));
        let public = Key::import_spki(algorithm, bytes(&vector, "public")).await?;
        let private = Key::import_pkcs8(algorithm, bytes(&vector, "private")).await?;
        let (message, signature) = (text(&vector, "message"), bytes(&vector, "signature"));
        let good = vector["good"].as_bool().unwrap();
        assert_eq!(public.verify(&signature, message).await?.is_valid(), good);
        // The platform chooses another random number each time.
        let own = private.sign(message).await?;
        assert_eq!(own.len(), signature.len());
        assert!(public.verify(&own, message).await?.is_valid());
    }
    Ok(())
}

/// The whole key, and what everybody may know of it.
fn halves(vector: &Value) -> (Jwk, Jwk) {
    let whole: Jwk = serde_json::from_value(vector["jwk"].clone()).unwrap();
    let mut public = Jwk::default();
    public.kty.clone_from(&whole.kty);
    public.n.clone_from(&whole.n);
    public.e.clone_from(&whole.e);
    (whole, public)
}

async fn rsa_signatures(algorithm: Algorithm, vector: &Value, same: bool) -> Result<()> {
    let (whole, public) = halves(vector);
    let private = Key::import_jwk(algorithm, &whole)?.await?;
    let public = Key::import_jwk(algorithm, &public)?.await?;
    for case in vector["cases"].as_array().unwrap() {
        let (message, signature) = (bytes(case, "message"), bytes(case, "signature"));
        assert!(public.verify(&signature, &message).await?.is_valid());
        assert!(
            !public
                .verify(&signature, "another message")
                .await?
                .is_valid()
        );
        let own = private.sign(&message).await?;
        assert_eq!(own == signature, same);
        assert!(public.verify(&own, &message).await?.is_valid());
    }
    Ok(())
}

#[worker_sdk::test]
async fn rsa_pkcs1() -> Result<()> {
    rsa_signatures(Algorithm::RsaPkcs1(Hash::Sha1), &object("rsa_pkcs1"), true).await
}

#[worker_sdk::test]
async fn rsa_pss() -> Result<()> {
    rsa_signatures(Algorithm::RsaPss(Hash::Sha1), &object("rsa_pss"), false).await
}

#[worker_sdk::test]
async fn rsa_oaep() -> Result<()> {
    let vector = object("rsa_oaep");
    let algorithm = Algorithm::RsaOaep(Hash::Sha256);
    let (whole, public) = halves(&vector);
    let private = Key::import_jwk(algorithm, &whole)?.await?;
    let public = Key::import_jwk(algorithm, &public)?.await?;
    for case in vector["cases"].as_array().unwrap() {
        let (plain, encrypted) = (bytes(case, "plain"), bytes(case, "encrypted"));
        assert_eq!(private.decrypt(Cipher::oaep(), &encrypted).await?, plain);
        let labelled = Cipher::oaep().label("for you");
        let own = public.encrypt(labelled.clone(), &plain).await?;
        assert_eq!(private.decrypt(labelled, &own).await?, plain);
        assert!(private.decrypt(Cipher::oaep(), &own).await.is_err());
    }
    Ok(())
}
