//! Storing, reading and deleting.

use futures_util::stream::{self, StreamExt};
use worker_sdk::crypto::{Hash, digest, from_hex};
use worker_sdk::http::{Blob, File, FormData, Method};
use worker_sdk::r2::{Checksum, ErrorKind, HttpMetadata, Range};
use worker_sdk::time::Timestamp;
use worker_sdk::{Body, Context, Env, Headers, IntoResponse, Request, Response, Result, now};

#[worker_sdk::test]
async fn what_is_put_is_got(env: Env) -> Result<()> {
    let bucket = env.r2("FILES")?;
    let bodies: [(Body, &[u8]); 8] = [
        ("text".into(), b"text"),
        (String::from("täxt").into(), "täxt".as_bytes()),
        (vec![0, 1, 255].into(), &[0, 1, 255]),
        (Body::empty(), b""),
        ("".into(), b""),
        (Blob::new(b"blob", "text/plain").into(), b"blob"),
        (File::new(b"file", "f.txt", "").into(), b"file"),
        (Response::text("answer").into_body(), b"answer"),
    ];
    for (body, expected) in bodies {
        let stored = bucket.put("dir/é key", body).await?;
        assert_eq!(
            (stored.key(), stored.size()),
            ("dir/é key".to_owned(), expected.len() as u64)
        );
        let object = bucket.get("dir/é key").await?.unwrap();
        assert_eq!(
            (object.etag(), object.version()),
            (stored.etag(), stored.version())
        );
        assert_eq!(object.bytes().await?, expected);
    }
    Ok(())
}

#[worker_sdk::test]
async fn a_form_is_stored_as_it_is_sent(env: Env) -> Result<()> {
    let bucket = env.r2("FILES")?;
    let mut form = FormData::new();
    form.append("name", "value");
    bucket.put("form", form).await?;
    let text = bucket.get("form").await?.unwrap().text().await?;
    assert!(
        text.contains("form-data; name=\"name\"\r\n\r\nvalue"),
        "{text}"
    );
    Ok(())
}

#[worker_sdk::test]
async fn content_in_every_form(env: Env) -> Result<()> {
    let bucket = env.r2("FILES")?;
    bucket
        .put("json", r#"{"a":[1,2]}"#)
        .content_type("application/json")
        .await?;
    let get = async || -> Result<_> { Ok(bucket.get("json").await?.unwrap()) };
    assert_eq!(get().await?.text().await?, r#"{"a":[1,2]}"#);
    assert_eq!(get().await?.json::<serde_json::Value>().await?["a"][1], 2);
    assert!(
        get()
            .await?
            .json::<Vec<u8>>()
            .await
            .unwrap_err()
            .is_malformed()
    );
    let blob = get().await?.blob().await?;
    assert_eq!(
        (blob.size(), blob.content_type()),
        (11, "application/json".to_owned())
    );
    assert_eq!(blob.text().await?, r#"{"a":[1,2]}"#);
    let mut chunks = get().await?.stream()?;
    assert_eq!(chunks.next().await.unwrap()?.first(), Some(&b'{'));
    assert_eq!(Body::from(get().await?).bytes().await?.len(), 11);
    Ok(())
}

#[worker_sdk::test]
async fn an_object_is_a_response(env: Env) -> Result<()> {
    let bucket = env.r2("FILES")?;
    let stored = bucket
        .put("page", "<p>hi")
        .content_type("text/html")
        .cache_control("no-cache")
        .await?;
    let response = bucket.get("page").await?.unwrap().into_response()?;
    let headers = response.headers();
    assert_eq!(headers.get("content-type").as_deref(), Some("text/html"));
    assert_eq!(headers.get("cache-control").as_deref(), Some("no-cache"));
    assert_eq!(headers.get("etag"), Some(stored.http_etag()));
    assert_eq!(headers.get("content-range"), None);
    assert_eq!(response.status(), 200);
    assert_eq!(response.read_text().await?, "<p>hi");
    Ok(())
}

#[worker_sdk::test]
async fn a_part_of_an_object_is_a_response(env: Env) -> Result<()> {
    let bucket = env.r2("FILES")?;
    bucket.put("page", "0123456789").await?;
    let cases = [
        (Range::from(2..=4), 206, Some("bytes 2-4/10"), "234"),
        (Range::from(7..), 206, Some("bytes 7-9/10"), "789"),
        (Range::Suffix { length: 1 }, 206, Some("bytes 9-9/10"), "9"),
        (Range::from(..), 200, None, "0123456789"),
        (Range::Suffix { length: 99 }, 200, None, "0123456789"),
    ];
    for (range, status, content_range, content) in cases {
        let object = bucket.get("page").range(range).await?.unwrap();
        let response = object.into_response()?;
        let found = response.headers().get("content-range");
        assert_eq!(
            (response.status().as_u16(), found.as_deref()),
            (status, content_range),
            "{range:?}"
        );
        assert_eq!(response.read_text().await?, content);
    }
    Ok(())
}

#[worker_sdk::test]
async fn what_is_known_of_an_object(env: Env) -> Result<()> {
    let bucket = env.r2("FILES")?;
    assert!(bucket.head("a").await?.is_none());
    assert!(bucket.get("a").await?.is_none());
    let before = now();
    let stored = bucket.put("a", "content").await?;
    let object = bucket.head("a").await?.unwrap();
    for object in [stored, object] {
        assert_eq!((object.key().as_str(), object.size()), ("a", 7));
        assert_eq!(object.etag(), "9a0364b9e99bb480dd25e1f0284c8555");
        assert_eq!(object.http_etag(), "\"9a0364b9e99bb480dd25e1f0284c8555\"");
        assert_eq!(
            object.checksums().md5.map(Vec::from),
            from_hex(&object.etag())
        );
        assert_eq!(object.checksums().sha1, None);
        assert!(object.uploaded() >= before && object.uploaded() <= now());
        assert!(!object.version().is_empty());
        assert_eq!(object.http_metadata(), HttpMetadata::default());
        assert_eq!(object.custom_metadata(), []);
        assert_eq!(
            (object.storage_class(), object.ssec_key_md5()),
            (None, None)
        );
        assert!(format!("{object:?}").starts_with("Object { key: \"a\", size: 7, etag: \"9a"));
    }
    Ok(())
}

fn metadata() -> HttpMetadata {
    HttpMetadata::new()
        .content_type("text/css")
        .content_language("de")
        .content_disposition("attachment; filename=\"a.css\"")
        .content_encoding("identity")
        .cache_control("max-age=60")
        .cache_expiry(Timestamp::from_millis(1_792_567_680_000.0))
}

#[worker_sdk::test]
async fn http_metadata(env: Env) -> Result<()> {
    let bucket = env.r2("FILES")?;
    bucket.put("a", "").http_metadata(metadata()).await?;
    let object = bucket.head("a").await?.unwrap();
    assert_eq!(object.http_metadata(), metadata());
    let mut headers = Headers::new();
    object.write_http_metadata(&mut headers)?;
    assert_eq!(
        headers.get("expires").as_deref(),
        Some("Wed, 21 Oct 2026 07:28:00 GMT")
    );
    assert_eq!(
        headers.get("content-disposition").as_deref(),
        Some("attachment; filename=\"a.css\"")
    );
    headers.set("x-other", "ignored")?;
    bucket.put("b", "").http_metadata(&headers).await?;
    assert_eq!(bucket.head("b").await?.unwrap().http_metadata(), metadata());
    let request = Request::from_parts(Method::POST, "https://a.example", headers, "")?;
    bucket
        .put("c", "")
        .http_metadata(&request.headers())
        .await?;
    assert_eq!(bucket.head("c").await?.unwrap().http_metadata(), metadata());
    Ok(())
}

#[worker_sdk::test]
async fn custom_metadata(env: Env) -> Result<()> {
    let bucket = env.r2("FILES")?;
    let pairs = [("name", "Zoë"), ("__proto__", "kept"), ("empty", "")];
    bucket
        .put("a", "")
        .custom_metadata(pairs)
        .custom_metadata([("more", "1".to_owned())])
        .await?;
    let object = bucket.head("a").await?.unwrap();
    for (name, value) in [("name", "Zoë"), ("empty", ""), ("more", "1")] {
        assert_eq!(object.custom_value(name).as_deref(), Some(value), "{name}");
    }
    assert_eq!(object.custom_value("other"), None);
    Ok(())
}

#[worker_sdk::test]
async fn metadata_may_be_too_large(env: Env) -> Result<()> {
    let bucket = env.r2("FILES")?;
    let value = "x".repeat(9_000);
    let error = bucket
        .put("a", "")
        .custom_metadata([("name", value)])
        .await
        .unwrap_err();
    assert_eq!(
        error.r2_kind(),
        Some(ErrorKind::MetadataTooLarge),
        "{error}"
    );
    Ok(())
}

#[worker_sdk::test]
async fn checksums_of_every_kind(env: Env) -> Result<()> {
    let bucket = env.r2("FILES")?;
    for hash in [
        Hash::Md5,
        Hash::Sha1,
        Hash::Sha256,
        Hash::Sha384,
        Hash::Sha512,
    ] {
        let sum = digest(hash, "content").await?;
        bucket
            .put("a", "content")
            .checksum(Checksum::new(hash, &sum)?)
            .await?;
        let kept = bucket.head("a").await?.unwrap().checksums();
        let kept = match hash {
            Hash::Sha1 => kept.sha1.map(Vec::from),
            Hash::Sha256 => kept.sha256.map(Vec::from),
            Hash::Sha384 => kept.sha384.map(Vec::from),
            Hash::Sha512 => kept.sha512.map(Vec::from),
            _ => kept.md5.map(Vec::from),
        };
        assert_eq!(kept, Some(sum.clone()), "{hash:?}");
        let wrong = bucket.put("a", "other").checksum(Checksum::new(hash, sum)?);
        let error = wrong.await.unwrap_err();
        assert_eq!(error.r2_kind(), Some(ErrorKind::BadDigest), "{error}");
    }
    assert_eq!(bucket.get("a").await?.unwrap().text().await?, "content");
    Ok(())
}

#[worker_sdk::test]
async fn objects_are_deleted(env: Env) -> Result<()> {
    let bucket = env.r2("FILES")?;
    for key in ["a", "b", "c", "d"] {
        bucket.put(key, key).await?;
    }
    bucket.delete("a").await?;
    bucket.delete("a").await?;
    bucket.delete_many(["b", "nothing", "c"]).await?;
    bucket.delete_many(Vec::<String>::new()).await?;
    let page = bucket.list().await?;
    let keys: Vec<_> = page.objects.iter().map(|object| object.key()).collect();
    assert_eq!(keys, ["d"]);
    Ok(())
}

#[worker_sdk::test]
async fn more_objects_are_deleted_than_one_call_takes(env: Env) -> Result<()> {
    let bucket = env.r2("FILES")?;
    bucket.put("last", "").await?;
    let keys = (0..2_500)
        .map(|number| number.to_string())
        .chain(["last".to_owned()]);
    bucket.delete_many(keys).await?;
    assert!(bucket.head("last").await?.is_none());
    Ok(())
}

#[worker_sdk::test]
async fn keys_are_checked(env: Env) -> Result<()> {
    let bucket = env.r2("FILES")?;
    let long = "k".repeat(1_025);
    let errors = [
        bucket.head(&long).await.map(drop),
        bucket.get(&long).await.map(drop),
        bucket.put(&long, "").await.map(drop),
        bucket.delete(&long).await,
        bucket.delete_many(["fine", &long]).await,
        bucket.create_multipart_upload(&long).await.map(drop),
        bucket.resume_multipart_upload(&long, "id").map(drop),
    ];
    for error in errors {
        let message = error.unwrap_err().to_string();
        let start = "k".repeat(32);
        assert_eq!(
            message,
            format!("the key `{start}…` of an R2 object has 1025 bytes; give it 1 to 1024")
        );
    }
    let error = bucket.put("", "").await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "the key of an R2 object is empty; give it 1 to 1024 bytes"
    );
    let longest = "k".repeat(1_024);
    bucket.put(&longest, "").await?;
    assert_eq!(bucket.head(&longest).await?.unwrap().key(), longest);
    Ok(())
}

#[worker_sdk::test]
async fn a_body_is_stored_once(env: Env) -> Result<()> {
    let bucket = env.r2("FILES")?;
    let mut request =
        Request::from_parts(Method::POST, "https://a.example", Headers::new(), "text")?;
    request.text().await?;
    let error = bucket.put("a", request.into_body()).await.unwrap_err();
    assert!(
        error.to_string().starts_with("the body was read already"),
        "{error}"
    );
    assert!(bucket.head("a").await?.is_none());
    Ok(())
}

#[worker_sdk::test]
async fn a_put_that_is_not_awaited_does_nothing(env: Env) -> Result<()> {
    let bucket = env.r2("FILES")?;
    drop(bucket.put("a", stream_of(&["x"])));
    assert!(bucket.head("a").await?.is_none());
    Ok(())
}

fn stream_of(chunks: &'static [&'static str]) -> Body {
    Body::from_stream(stream::iter(chunks).map(|chunk| Ok(*chunk)))
}

#[worker_sdk::test]
async fn behind_the_response(env: Env, context: Context) -> Result<()> {
    let bucket = env.r2("FILES")?;
    bucket.put("old", "").await?;
    context.wait_until(bucket.put("new", "content"));
    context.wait_until(bucket.delete("old"));
    worker_sdk::test::settled().await?;
    assert!(bucket.head("new").await?.is_some());
    assert!(bucket.head("old").await?.is_none());
    Ok(())
}

#[worker_sdk::test]
async fn failures_say_which_object(env: Env) -> Result<()> {
    let bucket = env.r2("FILES")?;
    bucket.put("a", "content").await?;
    let error = bucket.get("a").range(100..).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "getting `a` failed: Error: get: The requested range is not satisfiable (10039)"
    );
    assert_eq!(error.r2_kind(), Some(ErrorKind::InvalidRange));
    assert!(error.as_raw().is_some());
    assert_eq!(worker_sdk::Error::new("other (10039)").r2_kind(), None);
    Ok(())
}

#[worker_sdk::test]
fn other_bindings_are_no_buckets(env: Env) {
    let error = env.r2("NOTHING").unwrap_err();
    assert!(error.is_missing_binding());
    assert_eq!(
        error.to_string(),
        "no binding named `NOTHING` in this environment; add it to `r2_buckets` in the configuration file"
    );
    let error = env.r2("TEXT").unwrap_err();
    assert_eq!(
        error.to_string(),
        "`TEXT` in this environment is text, not an R2 bucket; correct the configuration file, or ask for it as what \
         it is"
    );
    assert!(env.r2("KV").unwrap_err().is_malformed());
}
