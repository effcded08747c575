//! Uploads in parts.

use futures_util::future::try_join_all;
use futures_util::stream;
use worker_sdk::http::{Blob, Method};
use worker_sdk::r2::{ErrorKind, MultipartUpload, StorageClass, UploadedPart};
use worker_sdk::{Body, Env, Headers, Request, Result};

/// The least that a part may have.
const PART: usize = 5 << 20;

fn part(byte: u8) -> Vec<u8> {
    vec![byte; PART]
}

#[worker_sdk::test]
async fn create_upload_and_complete(env: Env) -> Result<()> {
    let bucket = env.r2("FILES")?;
    let create = bucket
        .create_multipart_upload("film")
        .content_type("video/mp4");
    let upload = create
        .cache_control("no-store")
        .custom_metadata([("a", "b")])
        .await?;
    assert_eq!(
        (upload.key().as_str(), upload.upload_id().is_empty()),
        ("film", false)
    );
    let first = upload.upload_part(1, part(1)).await?;
    let second = upload.upload_part(2, "the end").await?;
    assert_eq!((first.part_number, second.part_number), (1, 2));
    assert!(bucket.head("film").await?.is_none());
    let object = upload.complete([first, second]).await?;
    assert_eq!(
        (object.key().as_str(), object.size()),
        ("film", PART as u64 + 7)
    );
    let object = bucket.get("film").await?.unwrap();
    assert_eq!(
        object.http_metadata().content_type.as_deref(),
        Some("video/mp4")
    );
    assert_eq!(
        object.http_metadata().cache_control.as_deref(),
        Some("no-store")
    );
    assert_eq!(object.custom_value("a").as_deref(), Some("b"));
    assert_eq!(object.checksums().md5, None);
    let bytes = object.bytes().await?;
    assert!(bytes.ends_with(b"\x01the end"));
    Ok(())
}

#[worker_sdk::test]
async fn an_upload_is_resumed(env: Env) -> Result<()> {
    let bucket = env.r2("FILES")?;
    let id = bucket.create_multipart_upload("film").await?.upload_id();
    let resumed = || bucket.resume_multipart_upload("film", &id);
    let etag = resumed()?.upload_part(1, part(1)).await?.etag;
    let last = resumed()?.upload_part(2, "the end").await?;
    let object = resumed()?
        .complete([last, UploadedPart::new(1, etag)])
        .await?;
    assert_eq!(object.size(), PART as u64 + 7);
    let raw = MultipartUpload::from_raw(resumed()?.as_raw().clone());
    assert_eq!(raw.upload_id(), id);
    Ok(())
}

#[worker_sdk::test]
async fn parts_at_the_same_time_and_in_any_order(env: Env) -> Result<()> {
    let bucket = env.r2("FILES")?;
    let upload = bucket.create_multipart_upload("film").await?;
    let parts = [3, 1, 2].map(|number| {
        let put = upload.upload_part(number, part(number as u8));
        put.into_future()
    });
    upload.complete(try_join_all(parts).await?).await?;
    for number in 1..=3 {
        let at = (number - 1) * PART as u64;
        let byte = bucket
            .get("film")
            .range(at..=at)
            .await?
            .unwrap()
            .bytes()
            .await?;
        assert_eq!(byte, [number as u8]);
    }
    Ok(())
}

#[worker_sdk::test]
async fn parts_of_every_kind(env: Env) -> Result<()> {
    let bucket = env.r2("FILES")?;
    let stream = || Body::from_stream(stream::iter([Ok("from "), Ok("rust")]));
    let request = Request::from_parts(Method::POST, "https://a.example", Headers::new(), "asked")?;
    let bodies: [(Body, &str); 4] = [
        ("text".into(), "text"),
        (Blob::new(b"blob", "").into(), "blob"),
        (request.into_body(), "asked"),
        (Body::empty(), ""),
    ];
    for (body, expected) in bodies {
        let upload = bucket.create_multipart_upload("a").await?;
        let part = upload.upload_part(1, body).await?;
        upload.complete([part]).await?;
        assert_eq!(bucket.get("a").await?.unwrap().text().await?, expected);
    }
    let upload = bucket.create_multipart_upload("a").await?;
    let part = upload.upload_part(1, stream()).content_length(9).await?;
    upload.complete([part]).await?;
    assert_eq!(bucket.get("a").await?.unwrap().text().await?, "from rust");
    let error = upload.upload_part(1, stream()).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "the stream for `a` has to be of known length to be a part; say how long it is with `content_length`"
    );
    Ok(())
}

#[worker_sdk::test]
async fn abort(env: Env) -> Result<()> {
    let bucket = env.r2("FILES")?;
    let upload = bucket.create_multipart_upload("film").await?;
    let first = upload.upload_part(1, part(1)).await?;
    upload.abort().await?;
    upload.abort().await?;
    let error = upload.upload_part(2, "more").await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "uploading a part of `film` failed: Error: uploadPart: The specified multipart upload does not exist. (10024)"
    );
    assert_eq!(error.r2_kind(), Some(ErrorKind::NoSuchUpload));
    assert!(upload.complete([first]).await.is_err());
    assert!(bucket.head("film").await?.is_none());
    Ok(())
}

#[worker_sdk::test]
async fn parts_that_are_refused(env: Env) -> Result<()> {
    let bucket = env.r2("FILES")?;
    let upload = bucket.create_multipart_upload("film").await?;
    for number in [0, 10_001] {
        let message = format!("a multipart upload has no part {number}; use 1 to 10000");
        let error = upload.upload_part(number, "x").await.unwrap_err();
        assert_eq!(error.to_string(), message);
        let error = upload
            .complete([UploadedPart::new(number, "x")])
            .await
            .unwrap_err();
        assert_eq!(error.to_string(), message);
    }
    let small = upload.upload_part(1, "small").await?;
    let last = upload.upload_part(2, "last").await?;
    let other = UploadedPart::new(1, "another etag");
    let error = upload.complete([other]).await.unwrap_err();
    assert_eq!(error.r2_kind(), Some(ErrorKind::InvalidPart), "{error}");
    let error = upload.complete([small, last.clone()]).await.unwrap_err();
    assert_eq!(error.r2_kind(), Some(ErrorKind::EntityTooSmall), "{error}");
    let large = upload.upload_part(1, vec![0; PART + 1]).await?;
    let middle = upload.upload_part(2, part(2)).await?;
    let last = upload.upload_part(3, "last").await?;
    let error = upload.complete([large, middle, last]).await.unwrap_err();
    assert_eq!(error.r2_kind(), Some(ErrorKind::BadUpload), "{error}");
    Ok(())
}

#[worker_sdk::test]
async fn storage_classes_are_accepted(env: Env) -> Result<()> {
    let bucket = env.r2("FILES")?;
    let create = bucket
        .create_multipart_upload("a")
        .storage_class(StorageClass::InfrequentAccess);
    create.await?.abort().await
}
