//! What is refused, and what is said of it.

use std::time::Duration;

use worker_sdk::crypto::{Hash, hex, hmac};
use worker_sdk::http::Method;
use worker_sdk::webhooks::{Hmac, Signer, Verifier};
use worker_sdk::{Body, Headers, Request, Result, now, test};

use super::{GITHUB_SECRET, STANDARD_SECRET, headers, refused, seconds, verified};

const MISMATCH: &str =
    "the signature does not match; the secret is another one, or the body was changed on the way";

async fn mac(secret: &str, content: &str) -> String {
    hex(&hmac(Hash::Sha256, secret, content).await.unwrap())
}

#[worker_sdk::test]
async fn what_is_missing_or_malformed() -> Result<()> {
    let verifier = Verifier::github(GITHUB_SECRET)?;
    let good = format!("sha256={}", mac(GITHUB_SECRET, "body").await);
    assert!(
        verified(&verifier, &[("x-hub-signature-256", &good)], "body")
            .await
            .is_ok()
    );
    let missing = (
        401,
        "the header `x-hub-signature-256` is missing; give the sender a secret, and let proxies pass the header on"
            .to_owned(),
    );
    assert_eq!(refused(&verifier, &[], "body").await, missing);
    assert_eq!(
        refused(&verifier, &[("x-hub-signature", &good)], "body").await,
        missing
    );
    assert_eq!(
        refused(&verifier, &[("x-hub-signature-256", "")], "body").await,
        missing
    );
    let malformed = (
        401,
        "the header `x-hub-signature-256` is malformed; it has to be `sha256=<hex>`".to_owned(),
    );
    let bare = good.strip_prefix("sha256=").unwrap();
    for value in [
        bare,
        &format!("sha1={bare}"),
        &format!("SHA256={bare}"),
        &format!("sha256={bare}0"),
        &format!("sha256= {bare}"),
        &format!("sha256=0x{bare}"),
        &format!("sha256={bare},"),
        &format!("sha256={}", "zz".repeat(32)),
        "sha256=\u{e9}\u{e9}",
    ] {
        let found = refused(&verifier, &[("x-hub-signature-256", value)], "body").await;
        assert_eq!(found, malformed, "{value}");
    }
    let twice = [("x-hub-signature-256", good.as_str()); 2];
    assert_eq!(refused(&verifier, &twice, "body").await, malformed);
    Ok(())
}

#[worker_sdk::test]
async fn what_does_not_match() -> Result<()> {
    let verifier = Verifier::github(GITHUB_SECRET)?;
    let good = mac(GITHUB_SECRET, "body").await;
    let ours = format!("sha256={good}");
    let name = "x-hub-signature-256";
    for body in ["", "Body", "body ", "body\n", "\u{feff}body"] {
        let found = refused(&verifier, &[(name, &ours)], body).await;
        assert_eq!(found, (401, MISMATCH.to_owned()), "{body:?}");
    }
    for value in [
        "sha256=".to_owned(),
        format!("sha256={}", &good[..62]),
        format!("sha256={good}00"),
        format!("sha256={}", "0".repeat(64)),
        format!("sha256={}", mac("another secret", "body").await),
    ] {
        let found = refused(&verifier, &[(name, &value)], "body").await;
        assert_eq!(found, (401, MISMATCH.to_owned()), "{value}");
    }
    Ok(())
}

async fn slack(time: &str) -> (u16, String) {
    let verifier = Verifier::slack("s").unwrap();
    let mac = mac("s", &format!("v0:{time}:body")).await;
    let fields = [
        ("x-slack-request-timestamp", time),
        ("x-slack-signature", &format!("v0={mac}")),
    ];
    match verified(&verifier, &fields, "body").await {
        Ok(_) => (200, String::new()),
        Err(error) => (error.status().as_u16(), error.detail().to_owned()),
    }
}

#[worker_sdk::test]
async fn times() {
    let clock = test::freeze();
    for good in [0, 299, 300, -300] {
        assert_eq!(slack(&seconds(good)).await.0, 200, "{good}");
    }
    let old = "the webhook was signed 301 seconds ago, and 300 are allowed; it was sent again, or a clock is wrong";
    assert_eq!(slack(&seconds(-301)).await, (401, old.to_owned()));
    let early =
        "the webhook was signed 4000 seconds in the future, and 300 are allowed; a clock is wrong";
    assert_eq!(slack(&seconds(4_000)).await, (401, early.to_owned()));
    let malformed =
        "the header `x-slack-request-timestamp` is malformed; it has to be `<seconds since 1970>`";
    for time in [
        "99999999999999999999",
        "9223372036854775807",
        "-1",
        "1e9",
        "now",
        &format!("{}000", seconds(0)),
        &format!("+{}", seconds(0)),
        &format!("{}, {}", seconds(0), seconds(0)),
    ] {
        assert_eq!(slack(time).await, (401, malformed.to_owned()), "{time}");
    }
    drop(clock);
}

#[worker_sdk::test]
async fn a_tolerance_of_ones_own() -> Result<()> {
    let clock = test::freeze();
    let strict = Verifier::standard(STANDARD_SECRET)?.tolerance(Duration::from_secs(1));
    let signed = Signer::new(STANDARD_SECRET)?.sign("msg", "body").await?;
    assert!(strict.verify_parts(&signed, "body").await.is_ok());
    clock.advance(Duration::from_secs(2)).await?;
    let error = strict.verify_parts(&signed, "body").await.unwrap_err();
    assert!(
        error.detail().contains("2 seconds ago, and 1 are"),
        "{error}"
    );
    assert!(
        strict
            .tolerance(Duration::MAX)
            .verify_parts(&signed, "body")
            .await
            .is_ok()
    );
    Ok(())
}

#[worker_sdk::test]
async fn timestamps_are_signed() -> Result<()> {
    let verifier = Verifier::slack("s")?;
    let (old, new) = (seconds(-400), seconds(0));
    let stolen = format!("v0={}", mac("s", &format!("v0:{old}:body")).await);
    let fields = [
        ("x-slack-request-timestamp", new.as_str()),
        ("x-slack-signature", &stolen),
    ];
    assert_eq!(refused(&verifier, &fields, "body").await.1, MISMATCH);
    let verifier = Verifier::stripe("s")?;
    let stolen = mac("s", &format!("{old}.body")).await;
    for (value, detail) in [
        (format!("t={new},v1={stolen}"), MISMATCH),
        (
            format!("t={old},t={new},v1={stolen}"),
            "the header `stripe-signature` is malformed; it has to be `t=<seconds>,v1=<hex>`",
        ),
        (
            format!("t={new}"),
            "the header `stripe-signature` is malformed; it has to be `t=<seconds>,v1=<hex>`",
        ),
    ] {
        let found = refused(&verifier, &[("stripe-signature", &value)], "body").await;
        assert_eq!(found, (401, detail.to_owned()), "{value}");
    }
    Ok(())
}

#[worker_sdk::test]
async fn many_signatures_are_no_work() -> Result<()> {
    let verifier = Verifier::stripe("s")?;
    let time = seconds(0);
    let good = mac("s", &format!("{time}.body")).await;
    let zeros = |count: usize| format!(",v1={}", "0".repeat(64)).repeat(count);
    let value = format!("t={time}{},v1={good}", zeros(15));
    assert!(
        verified(&verifier, &[("stripe-signature", &value)], "body")
            .await
            .is_ok()
    );
    let value = format!("t={time}{},v1={good}", zeros(16));
    let found = refused(&verifier, &[("stripe-signature", &value)], "body").await;
    let detail = "the webhook has more than 16 signatures; send the one of the present secret";
    assert_eq!(found, (401, detail.to_owned()));
    Ok(())
}

#[worker_sdk::test]
async fn secrets_that_are_replaced() -> Result<()> {
    let both = Verifier::github("new")?.or("old")?;
    for secret in ["new", "old"] {
        let value = format!("sha256={}", mac(secret, "body").await);
        assert!(
            verified(&both, &[("x-hub-signature-256", &value)], "body")
                .await
                .is_ok()
        );
    }
    let value = format!("sha256={}", mac("older", "body").await);
    let found = refused(&both, &[("x-hub-signature-256", &value)], "body").await;
    assert_eq!(found.1, MISMATCH);
    Ok(())
}

#[worker_sdk::test]
async fn ids_with_full_stops() -> Result<()> {
    let verifier = Verifier::standard(STANDARD_SECRET)?;
    let time = seconds(0);
    let signed = Signer::new(STANDARD_SECRET)?
        .sign("a", format!("{time}.body"))
        .await?;
    let [old, signature] =
        ["webhook-timestamp", "webhook-signature"].map(|name| signed.get(name).unwrap());
    let fields = [
        ("webhook-id", format!("a.{old}")),
        ("webhook-timestamp", time),
        ("webhook-signature", signature),
    ];
    let fields = fields
        .each_ref()
        .map(|(name, value)| (*name, value.as_str()));
    let detail = "the header `webhook-id` is malformed; it has to be `<id without full stops>`";
    assert_eq!(
        refused(&verifier, &fields, "body").await,
        (401, detail.to_owned())
    );
    Ok(())
}

/// Signatures of one kind are none of the other, whatever they say of themselves.
#[worker_sdk::test]
async fn kinds_of_keys_are_not_mixed_up() -> Result<()> {
    let public = "whpk_ZlN4eg7dSSqi0moX9hQUk3orrOouK3QVQSlJa248c/g=";
    let verifier = Verifier::standard(public)?;
    let secret = public.replace("whpk_", "whsec_");
    let signed = Signer::new(&secret)?.sign("msg", "body").await?;
    let signature = signed.get("webhook-signature").unwrap();
    for signature in [signature.clone(), signature.replace("v1,", "v1a,")] {
        let mut signed = signed.clone();
        signed.set("webhook-signature", signature)?;
        let error = verifier.verify_parts(&signed, "body").await.unwrap_err();
        assert_eq!(error.detail(), MISMATCH);
    }
    let both = verifier.or(&secret)?;
    assert!(both.verify_parts(&signed, "body").await.is_ok());
    Ok(())
}

#[worker_sdk::test]
fn keys_that_are_none() {
    let empty =
        "the secret of the webhooks is empty, so anybody could sign; set it to that of the service";
    for made in [
        Verifier::github(""),
        Verifier::stripe(""),
        Verifier::slack(""),
        Verifier::shopify(""),
        Verifier::standard(""),
        Verifier::standard("whsec_"),
        Verifier::hmac(Hmac::hex("a"), ""),
        Verifier::github("a").unwrap().or(""),
    ] {
        assert_eq!(made.unwrap_err().to_string(), empty);
    }
    let secret =
        "the secret of the webhooks is not `whsec_` and base64; copy it as the service shows it";
    for text in ["whsec_a b", "whsk_AAAA", "?"] {
        assert_eq!(Verifier::standard(text).unwrap_err().to_string(), secret);
    }
    for (made, form) in [
        (Verifier::discord(""), "hexadecimal"),
        (Verifier::discord("00".repeat(31)), "hexadecimal"),
        (Verifier::discord("0g".repeat(32)), "hexadecimal"),
        (Verifier::standard("whpk_"), "`whpk_` and base64"),
        (Verifier::standard("whpk_AAAA"), "`whpk_` and base64"),
    ] {
        let expected = format!(
            "the public key of the webhooks is not one of Ed25519; it has to be 32 bytes as {form}"
        );
        assert_eq!(made.unwrap_err().to_string(), expected);
    }
    let shown = format!("{:?}", Verifier::github("guess me").unwrap());
    assert!(!shown.contains("guess"), "{shown}");
}

fn post(headers: Headers, body: impl Into<Body>) -> Request {
    Request::from_parts(Method::POST, "http://worker.test/", headers, body).unwrap()
}

#[worker_sdk::test]
async fn bodies_that_are_too_large() -> Result<()> {
    let verifier = Verifier::github(GITHUB_SECRET)?.body_limit(4);
    let value = format!("sha256={}", mac(GITHUB_SECRET, "body").await);
    let signed = || headers(&[("x-hub-signature-256", &value)]);
    let mut request = post(signed(), "body");
    assert_eq!(verifier.verify(&mut request).await.unwrap().text(), "body");
    let error = verifier
        .verify(&mut post(signed(), "body!"))
        .await
        .unwrap_err();
    assert_eq!(
        (error.status().as_u16(), error.detail()),
        (413, "the body is larger than 4 bytes")
    );
    let again = verifier.verify(&mut request).await.unwrap_err();
    assert_eq!(
        (again.status().as_u16(), again.detail()),
        (400, "the body could not be read")
    );
    Ok(())
}

/// Who does not sign at all makes the worker read nothing.
#[worker_sdk::test]
async fn headers_are_looked_at_first() -> Result<()> {
    let verifier = Verifier::github(GITHUB_SECRET)?;
    let mut request = post(Headers::new(), "body");
    assert!(verifier.verify(&mut request).await.is_err());
    assert!(!request.is_body_used());
    Ok(())
}

#[worker_sdk::test]
async fn refusals_say_nothing_of_secrets_and_requests() -> Result<()> {
    let clock = test::freeze();
    let verifier = Verifier::slack("the-secret")?;
    let time = now().as_secs().to_string();
    let right = mac("the-secret", &format!("v0:{time}:the-body")).await;
    for (time, signature) in [
        (time.as_str(), "the-signature"),
        (&time, "v0=00"),
        ("1", "v0=00"),
        ("the-time", "v0=00"),
    ] {
        let fields = [
            ("x-slack-request-timestamp", time),
            ("x-slack-signature", signature),
        ];
        let error = verified(&verifier, &fields, "the-body").await.unwrap_err();
        let said = format!("{error:?} {:?}", error.members().collect::<Vec<_>>());
        for hidden in ["the-", right.as_str()] {
            assert!(!said.contains(hidden), "{said}");
        }
    }
    drop(clock);
    Ok(())
}
