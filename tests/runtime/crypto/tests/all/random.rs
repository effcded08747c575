//! Random values, comparisons and hashes of streams.

use futures_util::StreamExt;
use futures_util::future::join;
use futures_util::stream;
use worker_sdk::crypto::{
    Hash, digest, digest_body, digest_stream, random_bytes, random_uuid, timing_safe_equal,
};
use worker_sdk::streams::ByteStream;
use worker_sdk::{Body, Error, Request, Response, Result};

#[worker_sdk::test]
fn bytes() -> Result<()> {
    assert!(random_bytes(0)?.is_empty());
    let many = random_bytes(200_000)?;
    assert_eq!(many.len(), 200_000);
    // Also beyond what the platform gives at once.
    for part in many.chunks(1_000) {
        assert!(part.iter().any(|&byte| byte != 0));
    }
    assert_ne!(random_bytes(16)?, random_bytes(16)?);
    Ok(())
}

#[worker_sdk::test]
fn uuids() -> Result<()> {
    let (one, two) = (random_uuid()?, random_uuid()?);
    assert_ne!(one, two);
    let parts: Vec<_> = one.split('-').map(str::len).collect();
    assert_eq!(parts, [8, 4, 4, 4, 12]);
    assert_eq!(one.as_bytes()[14], b'4');
    Ok(())
}

/// No flags for the compiler, and none of these crates was told anything but by the features of the SDK.
#[worker_sdk::test]
fn getrandom() {
    let (mut a, mut b, mut c) = ([0; 32], [0; 32], [0; 32]);
    getrandom_02::getrandom(&mut a).unwrap();
    getrandom_03::fill(&mut b).unwrap();
    getrandom_04::fill(&mut c).unwrap();
    assert!(a != b && b != c && a != [0; 32] && b != [0; 32] && c != [0; 32]);
}

#[worker_sdk::test]
fn comparisons() {
    assert!(timing_safe_equal("same", b"same"));
    assert!(timing_safe_equal("", ""));
    assert!(!timing_safe_equal("same", "some"));
    assert!(!timing_safe_equal("same", "same and more"));
}

#[worker_sdk::test]
async fn streams() -> Result<()> {
    let content = vec![b'x'; 300_000];
    let expected = digest(Hash::Sha256, &content).await?;
    let (mut writable, hash) = digest_stream(Hash::Sha256)?;
    for part in content.chunks(7_001) {
        writable.write(part).await?;
    }
    assert_eq!(hash.bytes_written(), 300_000);
    writable.close().await?;
    assert_eq!(hash.await?, expected);

    let (mut writable, hash) = digest_stream(Hash::Md5)?;
    let chunks = stream::iter([Ok::<_, Error>("a"), Ok("b"), Ok("c")]);
    ByteStream::from_stream(chunks)
        .pipe_to(&mut writable)
        .await?;
    assert_eq!(hash.await?, digest(Hash::Md5, "abc").await?);

    let (writable, hash) = digest_stream(Hash::Sha1)?;
    writable.abort(&Error::new("no more")).await?;
    assert_eq!(
        hash.await.unwrap_err().to_string(),
        "hashing a stream failed: Error: no more"
    );
    Ok(())
}

/// What the platform hashes lies in the worker's own memory, and is something else when the hash arrives.
#[worker_sdk::test]
async fn the_bytes_may_change_once_they_are_given() -> Result<()> {
    let expected = digest(Hash::Sha256, vec![1; 300_000]).await?;
    let hash = digest(Hash::Sha256, vec![1; 300_000]);
    let others = async { [(); 8].map(|()| vec![2_u8; 300_000]) };
    let (hash, filled) = join(hash, others).await;
    assert_eq!(hash?, expected);
    assert!(
        filled
            .iter()
            .all(|block| block.iter().all(|&byte| byte == 2))
    );
    Ok(())
}

#[worker_sdk::test]
async fn hashes_of_bodies() -> Result<()> {
    let text = "text ".repeat(50_000);
    let expected = digest(Hash::Sha256, &text).await?;
    let of = |body| digest_body(Hash::Sha256, body);
    assert_eq!(of(Body::from(text.clone())).await?, expected);
    assert_eq!(of(Body::from(text.clone().into_bytes())).await?, expected);
    let chunks = stream::iter(0..50_000).map(|_| Ok("text "));
    assert_eq!(of(Body::from_stream(chunks)).await?, expected);
    let request = Request::post("https://example.com/")
        .body(text.clone())
        .build()?;
    assert_eq!(of(request.into_body()).await?, expected);
    let response = Response::from_raw(Response::text(text).into_raw()?);
    assert_eq!(of(response.into_body()).await?, expected);
    assert_eq!(of(Body::empty()).await?, digest(Hash::Sha256, "").await?);
    let broken = stream::iter([Err::<Vec<u8>, _>(Error::new("broken"))]);
    let error = of(Body::from_stream(broken)).await.unwrap_err();
    assert!(error.to_string().contains("broken"), "{error}");
    Ok(())
}
