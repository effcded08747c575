//! What services publish as examples. Those of Stripe, Shopify and Discord were computed with the libraries of Python and
//! Node.js, for want of published ones.

use std::time::Duration;

use worker_sdk::Result;
use worker_sdk::crypto::Hash;
use worker_sdk::time::Timestamp;
use worker_sdk::webhooks::{Hmac, Signer, Verifier};

use super::{GITHUB_SECRET, STANDARD_SECRET, headers, verified};

/// Any time is good.
fn ageless(verifier: Result<Verifier>) -> Verifier {
    verifier.unwrap().tolerance(Duration::MAX)
}

const GITHUB: &str = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";

/// <https://docs.github.com/webhooks/using-webhooks/validating-webhook-deliveries>
#[worker_sdk::test]
async fn github() -> Result<()> {
    let verifier = Verifier::github(GITHUB_SECRET)?;
    let fields = [("X-Hub-Signature-256", GITHUB)];
    let hook = verified(&verifier, &fields, "Hello, World!").await.unwrap();
    assert_eq!(hook.bytes(), b"Hello, World!");
    assert_eq!((hook.id(), hook.timestamp()), (None, None));
    let upper = GITHUB.to_ascii_uppercase().replace("SHA", "sha");
    let fields = [("x-hub-signature-256", upper.as_str())];
    assert!(verified(&verifier, &fields, "Hello, World!").await.is_ok());
    Ok(())
}

/// <https://docs.slack.dev/authentication/verifying-requests-from-slack>
#[worker_sdk::test]
async fn slack() {
    let verifier = ageless(Verifier::slack("8f742231b10e8888abcd99yyyzzz85a5"));
    let fields = [
        (
            "x-slack-signature",
            "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503",
        ),
        ("x-slack-request-timestamp", "1531420618"),
    ];
    let body = "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&\
                channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&\
                response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&\
                trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c";
    let hook = verified(&verifier, &fields, body).await.unwrap();
    assert_eq!(hook.text(), body);
    assert_eq!(
        hook.timestamp(),
        Some(Timestamp::from_millis(1_531_420_618_000.0))
    );
}

#[worker_sdk::test]
async fn stripe() {
    let verifier = ageless(Verifier::stripe("whsec_test_secret"));
    let signature = "654b43d3508ecadb3f8cefc4bc7d3d2bdc5ba9e03bf2c89b2d0657a8e24e4543";
    let body = r#"{"id":"evt_1","object":"event"}"#;
    let wrong = "0".repeat(64);
    for header in [
        format!("t=1492774577,v1={signature}"),
        format!("t=1492774577,v1={wrong},v1={signature},v0=anything"),
    ] {
        let hook = verified(&verifier, &[("stripe-signature", &header)], body).await;
        assert_eq!(hook.unwrap().timestamp().unwrap().as_secs(), 1_492_774_577);
    }
    let header = format!("t=1492774577,v0={signature},v1={wrong}");
    let refused = verified(&verifier, &[("stripe-signature", &header)], body).await;
    assert!(refused.is_err(), "v0 is no signature");
}

#[worker_sdk::test]
async fn shopify() -> Result<()> {
    let verifier = Verifier::shopify("hush")?;
    let fields = [(
        "x-shopify-hmac-sha256",
        "qBvrsZF7RfB1iS6BX6IHqJTp5L911P7intnPeTPsH0I=",
    )];
    let hook = verified(&verifier, &fields, r#"{"id":820982911946154508}"#).await;
    assert_eq!(hook.unwrap().text(), r#"{"id":820982911946154508}"#);
    Ok(())
}

#[worker_sdk::test]
async fn others() -> Result<()> {
    let long = "4d948b89a71133e81eb5922b7a2eff649adc1a068cd29c8dd9650946f0e79977\
                511f52e06933619416f70be91b7568c258a037a5d22cd64b00cbc9cab1f981a6";
    let scheme = Hmac::hex("x-signature").hash(Hash::Sha512);
    let verifier = Verifier::hmac(scheme, "k")?;
    assert!(
        verified(&verifier, &[("x-signature", long)], "body")
            .await
            .is_ok()
    );
    let scheme = Hmac::base64("x-signature").prefix("sha256=");
    let verifier = Verifier::hmac(scheme, b"k")?;
    let fields = [(
        "x-signature",
        "sha256=xtgR7zrrAkN81CPxq+EyCQQYZGML3E4sBN71x7ADGiM=",
    )];
    assert!(verified(&verifier, &fields, "body").await.is_ok());
    Ok(())
}

const PUBLIC_KEY: &str = "6653787a0edd492aa2d26a17f61414937a2bacea2e2b74154129496b6e3c73f8";

#[worker_sdk::test]
async fn discord() {
    let verifier = ageless(Verifier::discord(PUBLIC_KEY));
    let fields = [
        ("x-signature-timestamp", "1614265330"),
        (
            "x-signature-ed25519",
            "93c121f67bc1615401e04a064a630fdf8ce4f9f85bcb2babfa96ac605276d3e568433505fbfbf5209156c0cc6aa21795488bbdeebc7bfc567635d07e9b86010c",
        ),
    ];
    assert!(verified(&verifier, &fields, r#"{"type":1}"#).await.is_ok());
    assert!(verified(&verifier, &fields, r#"{"type":2}"#).await.is_err());
}

const ID: &str = "msg_p5jXN8AQM9LWM0D4loKWxJek";
const BODY: &str = r#"{"test": 2432232314}"#;

/// The secret, the public half if there is one, and the signature: from the tests of
/// <https://github.com/standard-webhooks/standard-webhooks>.
const STANDARD: [(&str, &str, &str); 2] = [
    (
        STANDARD_SECRET,
        STANDARD_SECRET,
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    ),
    (
        "whsk_VEVTVFNJR05JTkdLRVlET05PVFVTRVRISVNGT1JBTlk=",
        "whpk_ZlN4eg7dSSqi0moX9hQUk3orrOouK3QVQSlJa248c/g=",
        "v1a,tQ9V2XOqn7jL/DQenEFpqIugdBVtiMmER5mhSkXBNwM0mkATuDe6KYYUuxqtaiHeYGb7KaaBRdM5WqyeFiL8Ag==",
    ),
];

#[worker_sdk::test]
async fn standard_webhooks_are_signed() -> Result<()> {
    for (secret, _, signature) in STANDARD {
        let time = Timestamp::from_millis(1_614_265_330_999.0);
        let signed = Signer::new(secret)?.sign_at(ID, time, BODY).await?;
        assert_eq!(
            signed.entries(),
            headers(&[
                ("webhook-id", ID),
                ("webhook-signature", signature),
                ("webhook-timestamp", "1614265330"),
            ])
            .entries()
        );
    }
    Ok(())
}

#[worker_sdk::test]
async fn standard_webhooks_are_checked() {
    for (_, secret, signature) in STANDARD {
        let verifier = ageless(Verifier::standard(secret));
        let [standard, svix] = [
            ["webhook-id", "webhook-timestamp", "webhook-signature"],
            ["svix-id", "svix-timestamp", "svix-signature"],
        ];
        let several = format!(
            "v1,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc= v2,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc= {signature}"
        );
        for [id, time, signature_name] in [standard, svix] {
            for signature in [signature, &several] {
                let fields = [(id, ID), (time, "1614265330"), (signature_name, signature)];
                let hook = verified(&verifier, &fields, BODY).await.unwrap();
                assert_eq!(hook.id(), Some(ID));
                assert_eq!(hook.timestamp().unwrap().as_secs(), 1_614_265_330);
            }
        }
    }
}

#[worker_sdk::test]
async fn a_secret_without_its_prefix() {
    let bare = STANDARD_SECRET.strip_prefix("whsec_").unwrap();
    let verifier = ageless(Verifier::standard(bare));
    let fields = [
        ("webhook-id", ID),
        ("webhook-timestamp", "1614265330"),
        ("webhook-signature", STANDARD[0].2),
    ];
    assert!(verified(&verifier, &fields, BODY).await.is_ok());
}
