//! What is signed here is verified here, and nothing else is.

use worker_sdk::crypto::{Algorithm, KeyPair};
use worker_sdk::time::Timestamp;
use worker_sdk::webhooks::{Signer, Verifier, new_secret};
use worker_sdk::{Headers, Result, now};

use super::STANDARD_SECRET;

const NAMES: [&str; 3] = ["webhook-id", "webhook-timestamp", "webhook-signature"];

/// A generator that is good enough for tests (xorshift).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    fn bytes(&mut self, most: usize) -> Vec<u8> {
        (0..self.below(most + 1))
            .map(|_| self.next() as u8)
            .collect()
    }

    fn id(&mut self) -> String {
        const LETTERS: &[u8] = b"abcXYZ0189_-!~";
        (0..=self.below(40))
            .map(|_| char::from(LETTERS[self.below(LETTERS.len())]))
            .collect()
    }
}

async fn is_good(verifier: &Verifier, headers: &Headers, body: &[u8]) -> bool {
    verifier.verify_parts(headers, body).await.is_ok()
}

/// The same headers, with one letter replaced by another.
fn changed(headers: &Headers, name: &'static str, random: &mut Random) -> Headers {
    let mut value = headers.get(name).unwrap().into_bytes();
    let at = match name {
        // What the version says of itself is no part of the signature, and of the end some bits count only.
        "webhook-signature" => 4 + random.below(value.len() - 8),
        _ => random.below(value.len()),
    };
    value[at] = if value[at] == b'1' { b'2' } else { b'1' };
    let mut changed = headers.clone();
    changed
        .set(name, String::from_utf8(value).unwrap())
        .unwrap();
    changed
}

#[worker_sdk::test]
async fn what_is_signed_is_verified_and_nothing_else() -> Result<()> {
    let keys = [
        (STANDARD_SECRET, STANDARD_SECRET),
        (
            "whsk_VEVTVFNJR05JTkdLRVlET05PVFVTRVRISVNGT1JBTlk=",
            "whpk_ZlN4eg7dSSqi0moX9hQUk3orrOouK3QVQSlJa248c/g=",
        ),
    ];
    for (key, (secret, public)) in keys.into_iter().enumerate() {
        let signer = Signer::new(secret)?;
        let verifier = Verifier::standard(public)?;
        let mut random = Random(0x9e37_79b9 + key as u64);
        for _ in 0..150 {
            let (id, mut body) = (random.id(), random.bytes(2_000));
            let away = random.below(500) as f64 - 250.0;
            let time = Timestamp::from_millis(now().as_millis() + away * 1_000.0);
            let signed = signer.sign_at(&id, time, &body).await?;
            let hook = verifier.verify_parts(&signed, body.clone()).await.unwrap();
            assert_eq!(hook.bytes(), body);
            assert_eq!(hook.id(), Some(id.as_str()));
            assert_eq!(hook.timestamp().unwrap().as_secs(), time.as_secs());
            for name in NAMES {
                let changed = changed(&signed, name, &mut random);
                assert!(
                    !is_good(&verifier, &changed, &body).await,
                    "{name} {changed:?}"
                );
            }
            match body.len() {
                0 => body.push(0),
                length => body[random.below(length)] ^= 1 << random.below(8),
            }
            assert!(!is_good(&verifier, &signed, &body).await, "{id}");
        }
    }
    Ok(())
}

#[worker_sdk::test]
async fn receivers_that_know_one_of_two_secrets() -> Result<()> {
    let secrets = [new_secret()?, new_secret()?, new_secret()?];
    let [old, new, third] = &secrets;
    let signed = Signer::new(new)?.and(old)?.sign("msg", "body").await?;
    assert!(is_good(&Verifier::standard(old)?, &signed, b"body").await);
    assert!(is_good(&Verifier::standard(new)?, &signed, b"body").await);
    assert!(!is_good(&Verifier::standard(third)?, &signed, b"body").await);
    Ok(())
}

/// The platform's own keys; some write the public half behind the seed.
#[worker_sdk::test]
async fn keys_that_the_platform_makes() -> Result<()> {
    let pair = KeyPair::generate(Algorithm::Ed25519)
        .extractable(true)
        .await?;
    let der = pair.private.export_pkcs8().await?;
    let (seed, public) = (&der[der.len() - 32..], pair.public.export_raw().await?);
    let verifier = Verifier::standard(format!("whpk_{}", base64(&public)))?;
    for private in [seed.to_vec(), [seed, &public].concat()] {
        let signer = Signer::new(&format!("whsk_{}", base64(&private)))?;
        let signed = signer.sign("msg", "body").await?;
        assert!(is_good(&verifier, &signed, b"body").await);
    }
    Ok(())
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let bits: String = bytes.iter().map(|byte| format!("{byte:08b}")).collect();
    let bits: Vec<char> = bits.chars().collect();
    let digit = |chunk: &[char]| {
        let text: String = chunk.iter().collect();
        let value = usize::from_str_radix(&format!("{text:0<6}"), 2).unwrap();
        char::from(LETTERS[value])
    };
    bits.chunks(6).map(digit).collect()
}

#[worker_sdk::test]
async fn what_cannot_be_signed() -> Result<()> {
    for (secret, message) in [
        (
            "whsec_AAAA",
            "a secret of 3 bytes is too short for webhooks; it has to have at least 24, `webhooks::new_secret` makes one",
        ),
        (
            "whsec_?",
            "the secret of the webhooks is not `whsec_` and base64; copy it as the service shows it",
        ),
        (
            "whsk_AAAA",
            "the private key of the webhooks is not one of Ed25519; it has to be `whsk_` and 32 or 64 bytes as base64",
        ),
    ] {
        assert_eq!(Signer::new(secret).unwrap_err().to_string(), message);
    }
    let signer = Signer::new(STANDARD_SECRET)?;
    for id in ["", "a.b", "a b", "a\r\nx: y", "é"] {
        let error = signer.sign(id, "body").await.unwrap_err().to_string();
        assert!(error.contains("cannot be the id of a webhook"), "{error}");
    }
    let before = Timestamp::from_millis(-1.0);
    let error = signer.sign_at("a", before, "body").await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "a webhook cannot have been sent before 1970"
    );
    assert_eq!(format!("{signer:?}"), "Signer { keys: 1, .. }");
    Ok(())
}
