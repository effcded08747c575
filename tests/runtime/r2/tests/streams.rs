//! Streams whose length nobody knows.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use futures_util::stream::{self, StreamExt};
use wasm_bindgen::prelude::*;
use worker_sdk::crypto::{Hash, digest};
use worker_sdk::r2::{Bucket, Checksum, Condition, ErrorKind, PutOutcome};
use worker_sdk::{Body, Env, Error, Result, sleep, timeout};

#[wasm_bindgen(inline_js = r#"
// A bucket that remembers the multipart uploads that begin, and what becomes of them.
export const watched = (bucket) => {
  const log = [];
  const watch = (upload) => ({
    key: upload.key,
    uploadId: upload.uploadId,
    uploadPart: (number, part, options) => (log.push(`part ${number}: ${part.length}`), upload.uploadPart(number, part, options)),
    complete: (parts) => (log.push("complete"), upload.complete(parts)),
    abort: () => (log.push("abort"), upload.abort()),
  });
  return {
    log,
    ids: [],
    head: (key) => bucket.head(key),
    put: (key, value, options) => (log.push("put"), bucket.put(key, value, options)),
    async createMultipartUpload(key, options) {
      log.push("create");
      const upload = await bucket.createMultipartUpload(key, options);
      this.ids.push(upload.uploadId);
      return watch(upload);
    },
  };
};
export const log_of = (bucket) => bucket.log.join(", ");
export const last_id = (bucket) => bucket.ids.at(-1);

// A bucket whose first part is on its way until the gate is opened.
let gate;
const opened = new Promise((resolve) => { gate = resolve; });
export const open_gate = () => gate();
export const gated = (bucket) => ({
  put: (key, value, options) => bucket.put(key, value, options),
  async createMultipartUpload(key, options) {
    const upload = await bucket.createMultipartUpload(key, options);
    return {
      key,
      uploadPart: async (number, ...rest) => (number === 1 && await opened, upload.uploadPart(number, ...rest)),
      complete: (parts) => upload.complete(parts),
      abort: () => upload.abort(),
    };
  },
});

// A stream of JavaScript with chunks of any kind.
export const chunks = () => {
  const kinds = ["text", new Uint8Array([1, 2]).buffer, new Uint16Array([3]), new Uint8Array(9 << 20).fill(4)];
  return new ReadableStream({
    pull(controller) {
      if (kinds.length > 0) controller.enqueue(kinds.shift());
      else controller.close();
    },
  });
};
export const numbers = () => new ReadableStream({ start: (controller) => controller.enqueue(7) });
"#)]
extern "C" {
    fn watched(bucket: &JsValue) -> JsValue;
    fn log_of(bucket: &JsValue) -> String;
    fn last_id(bucket: &JsValue) -> String;
    fn open_gate();
    fn gated(bucket: &JsValue) -> JsValue;
    fn chunks() -> JsValue;
    fn numbers() -> JsValue;
}

const MEBIBYTE: usize = 1 << 20;

struct Watched {
    bucket: Bucket,
    real: Bucket,
}

fn watch(env: &Env) -> Result<Watched> {
    let real = env.r2("FILES")?;
    let bucket = Bucket::from_raw(watched(real.as_raw()));
    Ok(Watched { bucket, real })
}

impl Watched {
    fn log(&self) -> String {
        log_of(self.bucket.as_raw())
    }

    /// Nothing of it is left: no object, and no upload that waits for more.
    async fn is_gone(&self, key: &str) -> Result<bool> {
        let upload = self
            .real
            .resume_multipart_upload(key, last_id(self.bucket.as_raw()))?;
        let refused = upload.upload_part(1, "more").await.unwrap_err();
        assert_eq!(
            refused.r2_kind(),
            Some(ErrorKind::NoSuchUpload),
            "{refused}"
        );
        Ok(self.real.head(key).await?.is_none())
    }
}

/// Mebibytes of that many bytes each, of which every one has its number.
fn mebibytes(count: usize) -> Body {
    Body::from_stream(stream::iter(0..count).map(|number| Ok(vec![number as u8; MEBIBYTE])))
}

fn failing(count: usize) -> Body {
    let good = stream::iter(0..count).map(|_| Ok(vec![0; MEBIBYTE]));
    Body::from_stream(good.chain(stream::iter([Err(Error::new("the disk is full"))])))
}

async fn content(bucket: &Bucket, key: &str) -> Result<Vec<u8>> {
    bucket.get(key).await?.expect("it is there").bytes().await
}

#[worker_sdk::test]
async fn a_short_stream_is_put_in_one_piece(env: Env) -> Result<()> {
    let watched = watch(&env)?;
    let lines = stream::iter(["a", "", "bc"]).map(Ok::<_, Error>);
    let sum = Checksum::new(Hash::Sha1, digest(Hash::Sha1, "abc").await?)?;
    let put = watched
        .bucket
        .put("a", Body::from_stream(lines))
        .content_type("text/plain");
    let object = put.checksum(sum).await?;
    assert_eq!(
        object.http_metadata().content_type.as_deref(),
        Some("text/plain")
    );
    assert_eq!(content(&watched.real, "a").await?, b"abc");
    let empty = Body::from_stream(stream::empty::<Result<Vec<u8>>>());
    watched.bucket.put("empty", empty).await?;
    assert_eq!(content(&watched.real, "empty").await?, b"");
    assert_eq!(watched.log(), "put, put, put, put");
    Ok(())
}

#[worker_sdk::test]
async fn a_long_stream_becomes_a_multipart_upload(env: Env) -> Result<()> {
    let watched = watch(&env)?;
    let put = watched
        .bucket
        .put("a", mebibytes(19))
        .content_type("text/plain");
    let object = put.custom_metadata([("of", "rust")]).await?;
    assert_eq!((object.key(), object.size()), ("a".to_owned(), 19 << 20));
    let object = watched.real.head("a").await?.unwrap();
    assert_eq!(
        object.http_metadata().content_type.as_deref(),
        Some("text/plain")
    );
    assert_eq!(object.custom_value("of").as_deref(), Some("rust"));
    assert_eq!(
        watched.log(),
        "put, create, part 1: 8388608, part 2: 8388608, part 3: 3145728, complete"
    );
    let bytes = content(&watched.real, "a").await?;
    assert!(
        bytes
            .iter()
            .enumerate()
            .all(|(at, byte)| usize::from(*byte) == at / MEBIBYTE)
    );
    Ok(())
}

#[worker_sdk::test]
async fn a_part_is_read_while_another_is_on_its_way(env: Env) -> Result<()> {
    let real = env.r2("FILES")?;
    let bucket = Bucket::from_raw(gated(real.as_raw()));
    let body = stream::iter(0..20).map(|number| {
        if number == 15 {
            open_gate();
        }
        Ok(vec![number as u8; MEBIBYTE])
    });
    let put = bucket.put("a", Body::from_stream(body));
    timeout(Duration::from_secs(10), put.into_future()).await??;
    let bytes = content(&real, "a").await?;
    assert_eq!(bytes.len(), 20 * MEBIBYTE);
    assert!(
        bytes
            .iter()
            .enumerate()
            .all(|(at, byte)| usize::from(*byte) == at / MEBIBYTE)
    );
    Ok(())
}

#[worker_sdk::test]
async fn the_size_of_parts_can_be_chosen(env: Env) -> Result<()> {
    let watched = watch(&env)?;
    watched
        .bucket
        .put("a", mebibytes(10))
        .part_size(5 << 20)
        .await?;
    assert_eq!(
        watched.log(),
        "put, create, part 1: 5242880, part 2: 5242880, complete"
    );
    for size in [0, (5 << 20) - 1, (32 << 20) + 1] {
        let error = watched
            .bucket
            .put("a", mebibytes(1))
            .part_size(size)
            .await
            .unwrap_err();
        assert_eq!(
            error.to_string(),
            format!(
                "parts of {size} bytes are not possible; use 5 MiB (5242880) to 32 MiB (33554432)"
            )
        );
    }
    Ok(())
}

#[worker_sdk::test]
async fn streams_of_javascript(env: Env) -> Result<()> {
    let watched = watch(&env)?;
    watched.bucket.put("a", Body::from_raw(chunks())).await?;
    let bytes = content(&watched.real, "a").await?;
    assert_eq!(bytes.len(), 8 + (9 << 20));
    assert_eq!(&bytes[..9], b"text\x01\x02\x03\x00\x04");
    assert!(bytes[8..].iter().all(|byte| *byte == 4));
    let error = watched
        .bucket
        .put("b", Body::from_raw(numbers()))
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "reading the content of `b` failed: TypeError: the stream gave a chunk that is neither bytes nor text; \
         give it bytes"
    );
    Ok(())
}

#[worker_sdk::test]
async fn a_length_makes_one_piece_of_a_stream(env: Env) -> Result<()> {
    let watched = watch(&env)?;
    let sum = digest(Hash::Md5, vec![0; 3 * MEBIBYTE]).await?;
    let zeros = Body::from_stream(stream::iter(0..3).map(|_| Ok(vec![0; MEBIBYTE])));
    let put = watched.bucket.put("a", zeros).content_length(3 << 20);
    let put = put.checksum(Checksum::new(Hash::Md5, sum)?);
    let outcome = put
        .only_if(Condition::new().etag_does_not_match("*"))
        .await?;
    assert!(matches!(outcome, PutOutcome::Stored(object) if object.size() == 3 << 20));
    let again = watched
        .bucket
        .put("a", mebibytes(1))
        .content_length(1 << 20);
    let outcome = again
        .only_if(Condition::new().etag_does_not_match("*"))
        .await?;
    assert!(matches!(outcome, PutOutcome::PreconditionFailed));
    assert_eq!(watched.log(), "put, put");
    Ok(())
}

#[worker_sdk::test]
async fn a_length_of_nothing(env: Env) -> Result<()> {
    let bucket = env.r2("FILES")?;
    let nothing = Body::from_stream(stream::iter([Ok::<_, Error>(""), Ok("")]));
    let object = bucket.put("a", nothing).content_length(0).await?;
    assert_eq!(object.size(), 0);
    assert_eq!(content(&bucket, "a").await?, b"");
    Ok(())
}

#[worker_sdk::test]
async fn a_wrong_length_is_an_error(env: Env) -> Result<()> {
    let bucket = env.r2("FILES")?;
    for length in [0, MEBIBYTE - 1, MEBIBYTE, 2 * MEBIBYTE + 1] {
        let put = bucket.put("a", mebibytes(2)).content_length(length as u64);
        let error = timeout(Duration::from_secs(5), put.into_future())
            .await?
            .unwrap_err();
        assert!(
            error
                .to_string()
                .starts_with("storing `a` failed: TypeError: "),
            "{error}"
        );
        assert!(bucket.head("a").await?.is_none(), "{length}");
    }
    let put = bucket.put("a", failing(1)).content_length(2 << 20);
    let error = timeout(Duration::from_secs(5), put.into_future())
        .await?
        .unwrap_err();
    assert!(error.to_string().contains("the disk is full"), "{error}");
    assert!(bucket.head("a").await?.is_none());
    Ok(())
}

#[worker_sdk::test]
async fn what_has_to_be_checked_first_needs_a_length(env: Env) -> Result<()> {
    let watched = watch(&env)?;
    let sum = Checksum::new(Hash::Md5, [0; 16])?;
    let error = watched
        .bucket
        .put("a", mebibytes(9))
        .checksum(sum)
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "the stream for `a` has to be of known length to be checked; say how long it is with `content_length`"
    );
    let absent = Condition::new().etag_does_not_match("*");
    let error = watched
        .bucket
        .put("a", mebibytes(9))
        .only_if(absent)
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "the stream for `a` has to be of known length to be stored on a condition; say how long it is with \
         `content_length`"
    );
    assert_eq!(watched.log(), "put, put");
    Ok(())
}

#[worker_sdk::test]
async fn an_upload_that_fails_leaves_nothing(env: Env) -> Result<()> {
    let watched = watch(&env)?;
    let error = watched.bucket.put("a", failing(9)).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "reading the content of `a` failed: Error: the disk is full"
    );
    assert_eq!(watched.log(), "put, create, part 1: 8388608, abort");
    assert!(watched.is_gone("a").await?);
    Ok(())
}

/// Notes when it is dropped.
struct Held(Rc<Cell<bool>>);

impl Drop for Held {
    fn drop(&mut self) {
        self.0.set(true);
    }
}

#[worker_sdk::test]
async fn an_upload_that_is_given_up_leaves_nothing(env: Env) -> Result<()> {
    let watched = watch(&env)?;
    let dropped = Rc::new(Cell::new(false));
    let held = Held(dropped.clone());
    let endless = mebibytes(9)
        .into_stream()?
        .chain(stream::pending().map(move |()| {
            let _ = &held;
            Ok(Vec::new())
        }));
    let put = watched.bucket.put("a", Body::from_stream(endless));
    assert!(
        timeout(Duration::from_millis(1_500), put.into_future())
            .await
            .is_err()
    );
    sleep(Duration::from_millis(50)).await;
    assert_eq!(watched.log(), "put, create, part 1: 8388608, abort");
    assert!(watched.is_gone("a").await?);
    assert!(dropped.get(), "the stream was dropped");
    Ok(())
}
