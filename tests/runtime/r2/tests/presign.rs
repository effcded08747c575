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

/// The second test case of RFC 4231.
#[worker_sdk::test]
async fn keyed_hashes() -> Result<()> {
    let data = "what do ya want for nothing?";
    let mac = hmac(Hash::Sha256, "Jefe", data).await?;
    assert_eq!(
        hex(&mac),
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    );
    assert!(verify_hmac(Hash::Sha256, "Jefe", &mac, data).await?);
    assert!(!verify_hmac(Hash::Sha256, "Jefe", &mac, "other").await?);
    assert!(!verify_hmac(Hash::Sha256, "other", &mac, data).await?);
    assert!(!verify_hmac(Hash::Sha256, "Jefe", &mac[1..], data).await?);
    assert_eq!(hmac(Hash::Sha512, "Jefe", data).await?.len(), 64);
    Ok(())
}
