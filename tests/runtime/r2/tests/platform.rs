//! What only the platform does, by a stand-in with its interface.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use futures_util::stream;
use wasm_bindgen::prelude::*;
use worker_sdk::r2::{Bucket, ErrorKind, Object, ObjectBody, SsecKey, StorageClass};
use worker_sdk::{Body, Headers, Result, sleep};

#[wasm_bindgen(inline_js = r#"
const object = { key: "a", size: 10, storageClass: "InfrequentAccess", ssecKeyMd5: "abc=", range: { suffix: 3 } };
const shown = (value) => (value instanceof Uint8Array ? `${value.length} bytes of ${value[0]}` : value);
const note = (calls, name, options) =>
  calls.push(`${name} ${JSON.stringify(options, (_, value) => shown(value)) ?? "-"}`);

// A bucket that tells with what options it was called.
export const stand_in = () => {
  const calls = [];
  return {
    calls,
    get: async (key, options) => (note(calls, "get", options), object),
    put: async (key, value, options) => (note(calls, "put", options), object),
    createMultipartUpload: async (key, options) => {
      note(calls, "create", options);
      return {
        key,
        uploadId: "id",
        uploadPart: async (partNumber, value, options) => (note(calls, "part", options), { partNumber, etag: "e" }),
      };
    },
    head: () => { throw new TypeError("thrown at once") },
    delete: () => Promise.reject(new Error("delete: Reduce your concurrent request rate for the same object. (10058)")),
    list: () => Promise.reject(null),
    resumeMultipartUpload: () => { throw new TypeError("thrown at once") },
  };
};

// A bucket whose every answer is this error, with code or without; it reads nothing of what it is given.
export const refusing = (message) => {
  const refuse = async () => { throw new Error(message) };
  const upload = { uploadPart: refuse, complete: refuse, abort: refuse };
  return { get: refuse, head: refuse, put: refuse, delete: refuse, list: refuse, resumeMultipartUpload: () => upload };
};
export const calls_of = (bucket) => bucket.calls.join("\n");
export const listed = () => object;
export const nothing = () => ({});
"#)]
extern "C" {
    fn stand_in() -> JsValue;
    fn refusing(message: &str) -> JsValue;
    fn calls_of(bucket: &JsValue) -> String;
    fn listed() -> JsValue;
    fn nothing() -> JsValue;
}

fn bucket() -> Bucket {
    Bucket::from_raw(stand_in())
}

#[worker_sdk::test]
async fn customer_keys_and_storage_classes_are_sent() -> Result<()> {
    let bucket = bucket();
    let key = || SsecKey::new([7; 32]);
    bucket.get("a").ssec_key(key()).await?;
    let class = StorageClass::InfrequentAccess;
    bucket
        .put("a", "")
        .ssec_key(key())
        .storage_class(class)
        .await?;
    let create = bucket.create_multipart_upload("a").ssec_key(key());
    let upload = create
        .storage_class(StorageClass::Other("New".to_owned()))
        .await?;
    upload.upload_part(1, "").ssec_key(key()).await?;
    assert_eq!(
        calls_of(bucket.as_raw()),
        "get {\"ssecKey\":\"32 bytes of 7\"}\n\
         put {\"storageClass\":\"InfrequentAccess\",\"ssecKey\":\"32 bytes of 7\"}\n\
         create {\"storageClass\":\"New\",\"ssecKey\":\"32 bytes of 7\"}\n\
         part {\"ssecKey\":\"32 bytes of 7\"}"
    );
    Ok(())
}

#[worker_sdk::test]
async fn metadata_may_have_any_name() -> Result<()> {
    let bucket = bucket();
    let pairs = [("__proto__", "kept"), ("constructor", "too")];
    bucket.put("a", "").custom_metadata(pairs).await?;
    assert_eq!(
        calls_of(bucket.as_raw()),
        r#"put {"customMetadata":{"__proto__":"kept","constructor":"too"}}"#
    );
    Ok(())
}

#[worker_sdk::test]
async fn no_options_are_sent_if_there_are_none() -> Result<()> {
    let bucket = bucket();
    bucket.get("a").await?;
    bucket.put("a", "").await?;
    let upload = bucket.create_multipart_upload("a").await?;
    upload.upload_part(1, "").await?;
    assert_eq!(calls_of(bucket.as_raw()), "get -\nput -\ncreate -\npart -");
    Ok(())
}

#[worker_sdk::test]
fn what_the_platform_says_of_an_object() {
    let object = Object::from_raw(listed());
    assert_eq!(object.storage_class(), Some(StorageClass::InfrequentAccess));
    assert_eq!(object.ssec_key_md5().as_deref(), Some("abc="));
    assert_eq!(object.range(), Some(7..10));
    assert_eq!(object.custom_metadata(), []);
    let mut headers = Headers::new();
    let error = object.write_http_metadata(&mut headers).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the HTTP metadata of `a` was not listed; add `Include::HttpMetadata` to the listing"
    );
    assert_eq!(Object::from_raw(nothing()).range(), None);
    assert_eq!(ObjectBody::from_raw(nothing()).object().key(), "");
}

#[worker_sdk::test]
async fn whatever_is_thrown_is_an_error() {
    let bucket = bucket();
    let error = bucket.head("a").await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "looking for `a` failed: TypeError: thrown at once"
    );
    let error = bucket.resume_multipart_upload("a", "id").unwrap_err();
    assert_eq!(
        error.to_string(),
        "resuming the upload to `a` failed: TypeError: thrown at once"
    );
    let error = bucket.delete("a").await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "deleting `a` failed: Error: delete: Reduce your concurrent request rate for the same object. (10058)"
    );
    assert_eq!(error.r2_kind(), Some(ErrorKind::TooManyRequests));
    assert_eq!(error.r2_code(), Some(10_058));
    assert!(error.is_rate_limited());
    let error = bucket.delete_many(["a", "b"]).await.unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("deleting objects failed: Error: delete: Reduce")
    );
    assert!(error.is_rate_limited());
    let error = bucket.list().await.unwrap_err();
    assert_eq!(error.to_string(), "listing a bucket failed: null");
    assert_eq!(error.r2_kind(), None);
}

#[worker_sdk::test]
async fn codes_say_whether_to_try_again() {
    let cases = [
        (
            "get: We encountered an internal error. Please try again. (10001)",
            ErrorKind::InternalError,
            true,
        ),
        (
            "get: Please try again. (10043)",
            ErrorKind::ServiceUnavailable,
            true,
        ),
        (
            "delete: The object is locked by the bucket policy. (10069)",
            ErrorKind::ObjectLocked,
            false,
        ),
        ("get: too many (10058)", ErrorKind::TooManyRequests, false),
    ];
    for (message, code, is_retryable) in cases {
        let bucket = Bucket::from_raw(refusing(message));
        let errors = [
            bucket.get("a").await.map(drop).unwrap_err(),
            bucket.put("a", "b").await.map(drop).unwrap_err(),
            bucket.delete("a").await.unwrap_err(),
        ];
        for error in errors {
            assert_eq!(error.r2_kind(), Some(code));
            assert_eq!(error.is_retryable(), is_retryable, "{message}");
        }
    }
}

/// Notes when it is dropped.
struct Held(Rc<Cell<bool>>);

impl Drop for Held {
    fn drop(&mut self) {
        self.0.set(true);
    }
}

/// A stream without an end, and whether it was dropped.
fn endless() -> (Body, Rc<Cell<bool>>) {
    let dropped = Rc::new(Cell::new(false));
    let held = Held(dropped.clone());
    let chunks = stream::repeat_with(move || {
        let _ = &held;
        Ok(vec![0; 65_536])
    });
    (Body::from_stream(chunks), dropped)
}

#[worker_sdk::test]
async fn what_is_refused_at_once_lets_go_of_its_content() -> Result<()> {
    let bucket = Bucket::from_raw(refusing("no (10001)"));
    let upload = bucket.resume_multipart_upload("a", "id")?;
    for length in [None, Some(1 << 30)] {
        let ((object, object_dropped), (part, part_dropped)) = (endless(), endless());
        let mut put = bucket.put("a", object);
        let mut upload_part = upload.upload_part(1, part);
        if let Some(length) = length {
            put = put.content_length(length);
            upload_part = upload_part.content_length(length);
        }
        assert!(put.await.unwrap_err().to_string().ends_with("no (10001)"));
        assert!(upload_part.await.is_err());
        sleep(Duration::from_millis(20)).await;
        assert!(object_dropped.get(), "the object, {length:?}");
        assert!(part_dropped.get(), "the part, {length:?}");
    }
    Ok(())
}
