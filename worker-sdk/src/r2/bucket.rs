//! The bucket.

use std::fmt;

use wasm_bindgen::JsValue;

use super::delete::Delete;
use super::error::{checked_key, settled};
use super::get::Get;
use super::list::List;
use super::multipart::{CreateMultipartUpload, MultipartUpload};
use super::object::Object;
use super::put::Put;
use super::serve::Serve;
use super::sys;
use crate::env::Binding;
use crate::error::Result;
use crate::http::{Body, Request};
use crate::js;

/// A bucket of objects. Cheap to clone.
///
/// # Examples
///
/// ```no_run
/// # async fn run(env: worker_sdk::Env) -> worker_sdk::Result<()> {
/// let bucket = env.r2("FILES")?;
/// bucket.put("notes.txt", "buy milk").content_type("text/plain").await?;
/// if let Some(object) = bucket.get("notes.txt").await? {
///     assert_eq!(object.text().await?, "buy milk");
/// }
/// # Ok(())
/// # }
/// ```
///
/// See <https://developers.cloudflare.com/r2/api/workers/workers-api-reference/>.
#[derive(Clone)]
pub struct Bucket(JsValue);

impl Bucket {
    /// Wraps a JavaScript `R2Bucket`.
    #[must_use]
    pub fn from_raw(raw: JsValue) -> Self {
        Self(raw)
    }

    /// The JavaScript `R2Bucket`.
    #[must_use]
    pub fn as_raw(&self) -> &JsValue {
        &self.0
    }

    /// The JavaScript `R2Bucket`.
    #[must_use]
    pub fn into_raw(self) -> JsValue {
        self.0
    }

    /// What is known about the object `key`, without its content; `None` if there is no such object.
    ///
    /// # Errors
    ///
    /// Fails when the key is empty or has more than 1,024 bytes, and when R2 fails.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(bucket: worker_sdk::r2::Bucket) -> worker_sdk::Result<bool> {
    /// Ok(bucket.head("notes.txt").await?.is_some())
    /// # }
    /// ```
    pub async fn head(&self, key: impl AsRef<str>) -> Result<Option<Object>> {
        let key = key.as_ref();
        let promise = sys::head(&self.0, &checked_key(key)?);
        let raw = settled(promise, "looking for", key).await?;
        Ok((!raw.is_null()).then(|| Object::from_raw(raw)))
    }

    /// Gets the object `key`: see [`Get`].
    pub fn get(&self, key: impl AsRef<str>) -> Get {
        Get::new(self.0.clone(), key.as_ref().to_owned())
    }

    /// Stores an object under `key`: see [`Put`].
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use worker_sdk::{Request, r2::Bucket};
    /// # async fn run(bucket: Bucket, request: Request) -> worker_sdk::Result<()> {
    /// let uploader = request.header("x-user").unwrap_or_default();
    /// let object = bucket
    ///     .put("upload", request.into_body())
    ///     .content_type("image/png")
    ///     .custom_metadata([("uploader", uploader)])
    ///     .await?;
    /// worker_sdk::console_log!("stored {} bytes", object.size());
    /// # Ok(())
    /// # }
    /// ```
    pub fn put(&self, key: impl AsRef<str>, body: impl Into<Body>) -> Put {
        Put::new(self.0.clone(), key.as_ref().to_owned(), body.into())
    }

    /// Deletes the object `key`: see [`Delete`].
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(bucket: worker_sdk::r2::Bucket) -> worker_sdk::Result<()> {
    /// bucket.delete("notes.txt").await
    /// # }
    /// ```
    pub fn delete(&self, key: impl AsRef<str>) -> Delete {
        Delete::new(self.0.clone(), vec![key.as_ref().to_owned()])
    }

    /// Deletes objects, 1,000 in each call of the platform: see [`Delete`].
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(bucket: worker_sdk::r2::Bucket) -> worker_sdk::Result<()> {
    /// bucket.delete_many(["a", "b"]).await
    /// # }
    /// ```
    pub fn delete_many<K: AsRef<str>>(&self, keys: impl IntoIterator<Item = K>) -> Delete {
        let keys = keys.into_iter().map(|key| key.as_ref().to_owned());
        Delete::new(self.0.clone(), keys.collect())
    }

    /// Lists objects: see [`List`].
    pub fn list(&self) -> List {
        List::new(self.0.clone())
    }

    /// Begins a multipart upload to `key`: see [`MultipartUpload`].
    pub fn create_multipart_upload(&self, key: impl AsRef<str>) -> CreateMultipartUpload {
        CreateMultipartUpload::new(self.0.clone(), key.as_ref().to_owned())
    }

    /// Goes on with a multipart upload that began elsewhere. Whether it exists turns out when it is used.
    ///
    /// # Errors
    ///
    /// Fails when the key is empty or has more than 1,024 bytes.
    pub fn resume_multipart_upload(
        &self,
        key: impl AsRef<str>,
        upload_id: impl AsRef<str>,
    ) -> Result<MultipartUpload> {
        MultipartUpload::resume(&self.0, key.as_ref(), upload_id.as_ref())
    }

    /// Answers `request` with the object `key`, as a file server does.
    ///
    /// The answer to `GET` has the content, unread, and the stored headers, `etag`, `last-modified` and `accept-ranges`;
    /// that to `HEAD` has no content. A `range` header is answered with status 206, or 416 if there is nothing in it;
    /// the conditions of the request with 304 or 412, `if-range` included. Without an object the status is 404, for
    /// other methods 405. Several ranges in one request are answered with the whole object.
    ///
    /// A browser shows the object as a page of this worker: what others may upload belongs behind
    /// [`Serve::attachment`](super::Serve::attachment), or on a host of its own.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use worker_sdk::{Request, Response, Result, r2::Bucket};
    /// async fn file(bucket: Bucket, request: Request) -> Result<Response> {
    ///     let key = request.path().trim_start_matches('/').to_owned();
    ///     bucket.serve(key, &request).cache_control("public, max-age=3600").await
    /// }
    /// ```
    pub fn serve(&self, key: impl AsRef<str>, request: &Request) -> Serve {
        Serve::new(self.clone(), key.as_ref().to_owned(), request)
    }
}

impl Binding for Bucket {
    const SECTION: &'static str = "r2_buckets";
    const EXPECTED: &'static str = "an R2 bucket";

    fn from_value(value: JsValue) -> Option<Self> {
        js::is_binding(&value, "head createMultipartUpload").then(|| Self(value))
    }
}

impl fmt::Debug for Bucket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Bucket { .. }")
    }
}
