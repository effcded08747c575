//! Signatures.

use std::time::Duration;

use worker_sdk::crypto::{Hash, from_hex, hex, hmac, verify_hmac};
use worker_sdk::http::Method;
use worker_sdk::r2::Signer;
use worker_sdk::time::Timestamp;
use worker_sdk::{Result, now};

/// 2013-05-24.
const DAY: Timestamp = Timestamp::from_millis(1_369_353_600_000.0);

/// The example of <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html>.
#[worker_sdk::test]
async fn the_published_example() -> Result<()> {
    let secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
    let signer = Signer::new("", "AKIAIOSFODNN7EXAMPLE", secret)
        .with_endpoint("https://examplebucket.s3.amazonaws.com")
        .with_region("us-east-1");
    let link = signer.presign(Method::GET, "", "test.txt").starting_at(DAY);
    let url = link.expires_in(Duration::from_secs(86_400)).await?;
    assert_eq!(
        url,
        "https://examplebucket.s3.amazonaws.com/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&\
         X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&\
         X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&\
         X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404"
    );
    Ok(())
}

/// 2009-02-13T23:31:31Z.
const SECOND: Timestamp = Timestamp::from_millis(1_234_567_891_000.0);

struct Example {
    method: Method,
    bucket: &'static str,
    key: &'static str,
    headers: &'static [(&'static str, &'static str)],
    query: &'static [(&'static str, &'static str)],
    signature: &'static str,
}

/// What the SDK of AWS signs in its tests, `presigning.rs` of `aws-sdk-s3`: all methods, headers, a session token.
#[worker_sdk::test]
async fn the_examples_of_another_signer() -> Result<()> {
    let examples = [
        Example {
            method: Method::GET,
            bucket: "test-bucket",
            key: "test-key",
            headers: &[],
            query: &[("x-id", "GetObject")],
            signature: "758353318739033a850182c7b3435076eebbbd095f8dcf311383a6a1e124c4cb",
        },
        Example {
            method: Method::HEAD,
            bucket: "bucket",
            key: "key",
            headers: &[],
            query: &[],
            signature: "6b97012e70d5ee3528b5591e0e90c0f45e0fa303506f854eff50ff922751a193",
        },
        Example {
            method: Method::GET,
            bucket: "foo",
            key: "bar",
            headers: &[],
            query: &[("x-id", "GetObject"), ("a", "b")],
            signature: "2e1a459c206932ce53beb07028c711cf70f3a61dc876c6f9ce0aed5823f60234",
        },
        Example {
            method: Method::PUT,
            bucket: "test-bucket",
            key: "test-key",
            headers: &[
                ("Content-Type", "application/x-test"),
                ("Content-Length", "12345"),
            ],
            query: &[("x-id", "PutObject")],
            signature: "be1d41dc392f7019750e4f5e577234fb9059dd20d15f6a99734196becce55e52",
        },
        Example {
            method: Method::PUT,
            bucket: "test-bucket",
            key: "test-key",
            headers: &[("x-amz-checksum-crc64nvme", "NotARealChecksum")],
            query: &[("x-id", "PutObject")],
            signature: "40e6ea102769a53f440db587be0b6898893d9a0f8268d2f8d2315ca0abc42fee",
        },
        Example {
            method: Method::PUT,
            bucket: "bucket",
            key: "key",
            headers: &[("content-length", "12345")],
            query: &[
                ("x-id", "UploadPart"),
                ("partNumber", "0"),
                ("uploadId", "upload-id"),
            ],
            signature: "a702867244f0bd1fb4d161e2a062520dcbefae3b9992d2e5366bcd61a60c6ddd",
        },
    ];
    for example in examples {
        let signer = Signer::new("", "ANOTREAL", "notrealrnrELgWzOk3IfjzDKtFBhDby")
            .with_endpoint(format!(
                "https://{}.s3.us-east-1.amazonaws.com",
                example.bucket
            ))
            .with_region("us-east-1")
            .with_session_token("notarealsessiontoken");
        let mut link = signer
            .presign(example.method, "", example.key)
            .starting_at(SECOND)
            .expires_in(Duration::from_secs(30));
        for (name, value) in example.headers {
            link = link.header(name, *value);
        }
        for (name, value) in example.query {
            link = link.query(*name, *value);
        }
        let url = link.await?;
        assert_eq!(url.rsplit_once('=').unwrap().1, example.signature, "{url}");
    }
    Ok(())
}

/// The key of <https://docs.aws.amazon.com/general/latest/gr/signature-v4-examples.html>.
#[worker_sdk::test]
async fn the_published_signing_key() -> Result<()> {
    let mut key = b"AWS4wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY".to_vec();
    for part in ["20150830", "us-east-1", "iam", "aws4_request"] {
        key = hmac(Hash::Sha256, key, part).await?;
    }
    assert_eq!(
        hex(&key),
        "c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9"
    );
    Ok(())
}

#[worker_sdk::test]
async fn links_to_r2() -> Result<()> {
    let signer = Signer::new("account", "ID", "SECRET").with_session_token("TOKEN");
    let link = signer
        .presign(Method::PUT, "files", "a b/ü.png")
        .header("Content-Type", "image/png");
    let url = link
        .query("partNumber", "1")
        .query("uploadId", "x/y")
        .await?;
    let (path, query) = url.split_once('?').unwrap();
    assert_eq!(
        path,
        "https://account.r2.cloudflarestorage.com/files/a%20b/%C3%BC.png"
    );
    let day = now().to_iso_string().unwrap()[..10].replace('-', "");
    for part in [
        format!("X-Amz-Credential=ID%2F{day}%2Fauto%2Fs3%2Faws4_request"),
        format!("X-Amz-Date={day}T"),
        "X-Amz-Expires=3600".to_owned(),
        "X-Amz-Security-Token=TOKEN".to_owned(),
        "X-Amz-SignedHeaders=content-type%3Bhost".to_owned(),
        "partNumber=1".to_owned(),
        "uploadId=x%2Fy".to_owned(),
    ] {
        assert!(
            query.split('&').any(|pair| pair.starts_with(&part)),
            "{part} in {query}"
        );
    }
    let signature = query.rsplit_once("X-Amz-Signature=").unwrap().1;
    assert_eq!(from_hex(signature).map(|bytes| bytes.len()), Some(32));
    Ok(())
}

/// Whatever a link allows is signed, so none of it can be changed.
#[worker_sdk::test]
async fn everything_is_signed() -> Result<()> {
    let signer = Signer::new("account", "ID", "SECRET");
    let signature =
        async |method, bucket: &str, key: &str, seconds, header: &str| -> Result<String> {
            let link = signer
                .presign(method, bucket, key)
                .starting_at(DAY)
                .header("x-a", header);
            let url = link.expires_in(Duration::from_secs(seconds)).await?;
            Ok(url.rsplit_once('=').unwrap().1.to_owned())
        };
    let signatures = [
        signature(Method::GET, "b", "k", 60, "1").await?,
        signature(Method::HEAD, "b", "k", 60, "1").await?,
        signature(Method::DELETE, "b", "k", 60, "1").await?,
        signature(Method::GET, "c", "k", 60, "1").await?,
        signature(Method::GET, "b", "l", 60, "1").await?,
        signature(Method::GET, "b", "k", 61, "1").await?,
        signature(Method::GET, "b", "k", 60, "2").await?,
    ];
    for (at, one) in signatures.iter().enumerate() {
        assert!(!signatures[..at].contains(one), "{at}");
    }
    Ok(())
}

#[worker_sdk::test]
async fn a_link_is_not_good_for_ever() -> Result<()> {
    let signer = Signer::new("account", "ID", "SECRET");
    assert_eq!(
        format!("{signer:?}"),
        "Signer { endpoint: \"https://account.r2.cloudflarestorage.com\", access_key_id: \"ID\", .. }"
    );
    for seconds in [0, 604_801] {
        let link = signer
            .presign(Method::GET, "b", "k")
            .expires_in(Duration::from_secs(seconds));
        let error = link.await.unwrap_err();
        assert_eq!(
            error.to_string(),
            format!("a link cannot be good for {seconds} seconds; choose 1 to 604800")
        );
    }
    Ok(())
}

/// Whoever has a link can do one thing with one object; one to the bucket would list all of them.
#[worker_sdk::test]
async fn a_link_is_to_an_object() -> Result<()> {
    let signer = Signer::new("account", "ID", "SECRET");
    let at_bucket = signer
        .clone()
        .with_endpoint("https://files.account.r2.cloudflarestorage.com");
    let long = "k".repeat(1_025);
    let start = "k".repeat(32);
    for (key, message) in [
        (
            "",
            "the key of an R2 object is empty; give it 1 to 1024 bytes",
        ),
        (
            &long,
            &format!("the key `{start}…` of an R2 object has 1025 bytes; give it 1 to 1024"),
        ),
    ] {
        for link in [
            signer.presign(Method::GET, "files", key),
            signer.presign(Method::DELETE, "", key),
            at_bucket.presign(Method::GET, "", key),
        ] {
            assert_eq!(link.await.unwrap_err().to_string(), message);
        }
    }
    Ok(())
}

/// The second test case of RFC 4231.
#[worker_sdk::test]
async fn keyed_hashes() -> Result<()> {
    let data = "what do ya want for nothing?";
    let mac = hmac(Hash::Sha256, "Jefe", data).await?;
    assert_eq!(
        hex(&mac),
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    );
    assert!(
        verify_hmac(Hash::Sha256, "Jefe", &mac, data)
            .await?
            .is_valid()
    );
    assert!(
        !verify_hmac(Hash::Sha256, "Jefe", &mac, "other")
            .await?
            .is_valid()
    );
    assert!(
        !verify_hmac(Hash::Sha256, "other", &mac, data)
            .await?
            .is_valid()
    );
    assert!(
        !verify_hmac(Hash::Sha256, "Jefe", &mac[1..], data)
            .await?
            .is_valid()
    );
    assert_eq!(hmac(Hash::Sha512, "Jefe", data).await?.len(), 64);
    Ok(())
}
