//! Tokens that somebody has made to get in.

use std::time::Duration;

use serde_json::{Value, json};
use worker_sdk::Result;
use worker_sdk::crypto::{Hash, hmac};
use worker_sdk::jwt::{self, Algorithm, Key, Keys, Reason, Verifier};

use super::jwt::{RS256_KEY, UNSECURED, key};

const SECRET: [u8; 32] = [7; 32];

pub(crate) fn encode(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let bits = chunk
            .iter()
            .fold(0, |bits, byte| bits << 8 | usize::from(*byte))
            << (8 * (3 - chunk.len()));
        for place in 0..=chunk.len() {
            text.push(char::from(DIGITS[bits >> (18 - 6 * place) & 63]));
        }
    }
    text
}

/// A token with any header and claims, and the MAC of them with `secret`.
async fn forged(header: &str, claims: &str, secret: &[u8]) -> String {
    let signed = format!(
        "{}.{}",
        encode(header.as_bytes()),
        encode(claims.as_bytes())
    );
    let mac = hmac(Hash::Sha256, secret, &signed).await.unwrap();
    format!("{signed}.{}", encode(&mac))
}

fn verifier() -> Verifier {
    Verifier::new(Key::secret(Algorithm::HS256, SECRET).unwrap())
}

fn good() -> String {
    json!({"sub": "ada", "exp": jwt::after(Duration::from_secs(60))}).to_string()
}

async fn reason(verifier: &Verifier, token: &str) -> Option<Reason> {
    verifier
        .verify(token)
        .await
        .err()
        .map(|refused| refused.reason())
}

#[worker_sdk::test]
async fn headers_that_decide_nothing() {
    let cases = [
        (r#"{"alg":"HS256"}"#, None),
        (r#"{"alg":"none"}"#, Some(Reason::Algorithm)),
        (r#"{"alg":"None"}"#, Some(Reason::Algorithm)),
        (r#"{"alg":"hs256"}"#, Some(Reason::Algorithm)),
        (r#"{"alg":""}"#, Some(Reason::Algorithm)),
        ("{}", Some(Reason::Algorithm)),
        (r#"{"alg":"HS384"}"#, Some(Reason::Algorithm)),
        (r#"{"alg":"RS256"}"#, Some(Reason::Algorithm)),
        (
            r#"{"alg":"HS256","crit":["exp"],"exp":1}"#,
            Some(Reason::Extension),
        ),
        (r#"{"alg":"HS256","crit":[]}"#, Some(Reason::Extension)),
        (r#"{"alg":"HS256","crit":null}"#, Some(Reason::Extension)),
        (
            r#"{"alg":"HS256","b64":false,"crit":["b64"]}"#,
            Some(Reason::Extension),
        ),
        (r#"{"alg":"HS256","b64":false}"#, Some(Reason::Extension)),
        (r#"{"alg":"HS256","alg":"HS256"}"#, Some(Reason::Malformed)),
        (
            r#"{"alg":"none","\u0061lg":"HS256"}"#,
            Some(Reason::Malformed),
        ),
        (r#"["HS256"]"#, Some(Reason::Malformed)),
        // A key without a name does not care for that of the token.
        (r#"{"alg":"HS256","kid":"../../dev/null"}"#, None),
        (r#"{"alg":"HS256","kid":"x' UNION SELECT 'key"}"#, None),
        (
            r#"{"alg":"HS256","kid":{"$ne":1}}"#,
            Some(Reason::Malformed),
        ),
        (
            r#"{"alg":"HS256","jku":"https://evil.test/","x5u":"https://evil.test/"}"#,
            None,
        ),
    ];
    for (header, expected) in cases {
        let token = forged(header, &good(), &SECRET).await;
        assert_eq!(reason(&verifier(), &token).await, expected, "{header}");
    }
}

#[worker_sdk::test]
async fn a_token_without_a_signature() {
    let header = encode(br#"{"alg":"none"}"#);
    let claims = encode(good().as_bytes());
    for token in [
        UNSECURED.to_owned(),
        format!("{header}.{claims}."),
        format!("{header}.{claims}.AAAA"),
    ] {
        let found = reason(&verifier(), &token).await;
        assert_eq!(found, Some(Reason::Algorithm), "{token}");
    }
    let stripped = format!("{}.{claims}.", encode(br#"{"alg":"HS256"}"#));
    assert_eq!(
        reason(&verifier(), &stripped).await,
        Some(Reason::Malformed)
    );
}

#[worker_sdk::test]
async fn a_key_in_the_header_is_not_looked_at() {
    let theirs = encode(&[9; 32]);
    let header = format!(r#"{{"alg":"HS256","jwk":{{"kty":"oct","k":"{theirs}"}}}}"#);
    let token = forged(&header, &good(), &[9; 32]).await;
    assert_eq!(reason(&verifier(), &token).await, Some(Reason::Signature));
}

/// The public key as the secret of a MAC: as it was published, and as its modulus alone.
#[worker_sdk::test]
async fn a_public_key_is_no_secret() {
    let public = Verifier::new(key(RS256_KEY));
    let set = format!(r#"{{"keys":[{RS256_KEY}]}}"#);
    let both: Keys = [
        key(RS256_KEY),
        Key::secret(Algorithm::HS256, SECRET).unwrap(),
    ]
    .into_iter()
    .collect();
    let modulus: Value = serde_json::from_str(RS256_KEY).unwrap();
    for secret in [RS256_KEY, &set, modulus["n"].as_str().unwrap()] {
        let token = forged(r#"{"alg":"HS256"}"#, &good(), secret.as_bytes()).await;
        assert_eq!(reason(&public, &token).await, Some(Reason::Algorithm));
        let found = reason(&Verifier::new(both.clone()), &token).await;
        assert_eq!(found, Some(Reason::Signature));
    }
}

#[worker_sdk::test]
async fn a_token_has_one_form() -> Result<()> {
    let token = forged(r#"{"alg":"HS256"}"#, &good(), &SECRET).await;
    assert_eq!(reason(&verifier(), &token).await, None);
    let (signed, signature) = token.rsplit_once('.').unwrap();
    let (header, claims) = signed.split_once('.').unwrap();
    // The last letter of 43 has two bits that say nothing.
    let (most, last) = signature.split_at(42);
    let digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let next = digits.find(last).unwrap() + 1;
    let loose = format!("{signed}.{most}{}", &digits[next..=next]);
    let malformed = [
        loose,
        format!("{token}="),
        format!(" {token}"),
        format!("{token}\n"),
        format!("{signed}. {signature}"),
        format!("{header}=.{claims}.{signature}"),
        format!("{token}.{signature}"),
        format!("{header}.{claims}.{claims}.{claims}.{signature}"),
        format!("{header}..{signature}"),
        format!(".{claims}.{signature}"),
        format!("{header}.{signature}"),
        signature.replace(['-', '_'], "+"),
        format!("{signed}.{signature}%3D"),
        format!(
            "{{\"payload\":\"{claims}\",\"protected\":\"{header}\",\"signature\":\"{signature}\"}}"
        ),
        String::new(),
        ".".into(),
        "..".into(),
    ];
    for token in malformed {
        let found = reason(&verifier(), &token).await;
        assert_eq!(found, Some(Reason::Malformed), "{token}");
    }
    Ok(())
}

#[worker_sdk::test]
async fn claims_that_are_refused() {
    let exp = jwt::after(Duration::from_secs(3600));
    let now = jwt::after(Duration::ZERO);
    let ours = verifier().audience("api").issuer("us");
    let cases = [
        (json!({"exp": exp, "aud": "api", "iss": "us"}), None),
        (
            json!({"exp": now - 61, "aud": "api", "iss": "us"}),
            Some(Reason::Expired),
        ),
        (
            json!({"exp": exp, "nbf": now + 3000, "aud": "api", "iss": "us"}),
            Some(Reason::NotYetValid),
        ),
        (
            json!({"exp": exp, "iat": now + 3000, "aud": "api", "iss": "us"}),
            Some(Reason::NotYetValid),
        ),
        (
            json!({"aud": "api", "iss": "us"}),
            Some(Reason::MissingClaim),
        ),
        (
            json!({"exp": exp, "aud": "other", "iss": "us"}),
            Some(Reason::Audience),
        ),
        (
            json!({"exp": exp, "aud": ["other", "api2"], "iss": "us"}),
            Some(Reason::Audience),
        ),
        (json!({"exp": exp, "iss": "us"}), Some(Reason::MissingClaim)),
        (
            json!({"exp": exp, "aud": "api", "iss": "them"}),
            Some(Reason::Issuer),
        ),
        (
            json!({"exp": exp, "aud": "api"}),
            Some(Reason::MissingClaim),
        ),
        (
            json!({"exp": exp.to_string(), "aud": "api", "iss": "us"}),
            Some(Reason::Claims),
        ),
        (
            json!({"exp": null, "aud": "api", "iss": "us"}),
            Some(Reason::Claims),
        ),
        (json!([]), Some(Reason::Malformed)),
    ];
    for (claims, expected) in cases {
        let token = forged(r#"{"alg":"HS256"}"#, &claims.to_string(), &SECRET).await;
        assert_eq!(reason(&ours, &token).await, expected, "{claims}");
    }
    let twice = format!(r#"{{"exp":1,"exp":{exp}}}"#);
    let token = forged(r#"{"alg":"HS256"}"#, &twice, &SECRET).await;
    assert_eq!(reason(&verifier(), &token).await, Some(Reason::Malformed));
}

/// Others may sign what we do not.
#[worker_sdk::test]
async fn a_claim_of_another_form_is_named() {
    for (claims, expected) in [
        (r#"{"sub":42,"exp":9e9}"#, "the claim `sub` is no text"),
        (
            r#"{"sub":"42","exp":"9e9"}"#,
            "the claim `exp` is no number",
        ),
        (
            r#"{"scope":{"a":1},"exp":9e9}"#,
            "the claim `scope` is no text and no list of texts",
        ),
    ] {
        let token = forged(r#"{"alg":"HS256"}"#, claims, &SECRET).await;
        let refused = verifier().verify(&token).await.unwrap_err();
        assert_eq!(refused.reason(), Reason::Claims);
        assert_eq!(refused.to_string(), expected);
    }
}

#[worker_sdk::test]
async fn long_tokens_are_refused_unread() {
    let mut claims: Value = serde_json::from_str(&good()).unwrap();
    claims["x"] = "x".repeat(9_000).into();
    let token = forged(r#"{"alg":"HS256"}"#, &claims.to_string(), &SECRET).await;
    assert_eq!(reason(&verifier(), &token).await, Some(Reason::TooLong));
    assert_eq!(
        reason(&verifier().max_length(token.len()), &token).await,
        None
    );
}

#[worker_sdk::test]
async fn deep_claims_are_no_claims() {
    let nested = format!("{}{}", "[".repeat(4_000), "]".repeat(4_000));
    let deep = good()
        .replace("ada", "x")
        .replace('}', &format!(r#","x":{nested}}}"#));
    let token = forged(r#"{"alg":"HS256"}"#, &deep, &SECRET).await;
    let checked = verifier().max_length(100_000).verify(&token).await.unwrap();
    let refused = checked.claims::<Value>().unwrap_err();
    assert_eq!(refused.reason(), Reason::Claims);
}
