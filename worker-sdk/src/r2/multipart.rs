//! Uploads in parts.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;

use wasm_bindgen::JsValue;

use super::error::{BadPartNumber, NeedsLength, checked_key, settled, thrown};
use super::metadata::{HttpMetadata, SsecKey, StorageClass};
use super::object::Object;
use super::settings::{Settings, setters};
use super::sys;
use crate::error::{Error, Result};
use crate::http::Body;
use crate::js::{self, Options};

/// Begins a multipart upload. Does nothing until it is awaited, and then gives a [`MultipartUpload`].
///
/// # Errors
///
/// Fails when the key is empty or has more than 1,024 bytes, and when R2 fails or refuses.
#[must_use = "nothing begins until this is awaited"]
pub struct CreateMultipartUpload {
    bucket: JsValue,
    key: String,
    settings: Settings,
}

impl CreateMultipartUpload {
    pub(super) fn new(bucket: JsValue, key: String) -> Self {
        let settings = Settings::default();
        Self {
            bucket,
            key,
            settings,
        }
    }

    setters!();
}

impl fmt::Debug for CreateMultipartUpload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CreateMultipartUpload")
            .field("key", &self.key)
            .finish_non_exhaustive()
    }
}

impl IntoFuture for CreateMultipartUpload {
    type Output = Result<MultipartUpload>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move { create(&self.bucket, &self.key, &self.settings).await })
    }
}

pub(super) async fn create(
    bucket: &JsValue,
    key: &str,
    settings: &Settings,
) -> Result<MultipartUpload> {
    let options = settings.options().into_js();
    let promise = sys::create_upload(bucket, &checked_key(key)?, &options);
    let raw = settled(promise, "beginning an upload to", key).await?;
    Ok(MultipartUpload(raw))
}

/// An object on its way, in parts.
///
/// Parts can be uploaded in any order and at the same time, also by requests that
/// [resume](super::Bucket::resume_multipart_upload) the upload. All but the last have one size, at least 5 MiB and at
/// most 5 GiB. The object is there once the upload is [complete](MultipartUpload::complete). What is neither completed
/// nor aborted stays for seven days, and costs.
///
/// # Examples
///
/// ```no_run
/// # use worker_sdk::r2::Bucket;
/// # async fn run(bucket: Bucket, half: Vec<u8>, rest: Vec<u8>) -> worker_sdk::Result<()> {
/// let upload = bucket.create_multipart_upload("film").content_type("video/mp4").await?;
/// let parts = [upload.upload_part(1, half).await?, upload.upload_part(2, rest).await?];
/// upload.complete(parts).await?;
/// # Ok(())
/// # }
/// ```
///
/// See <https://developers.cloudflare.com/r2/api/workers/workers-multipart-usage/>.
#[derive(Clone)]
pub struct MultipartUpload(JsValue);

impl MultipartUpload {
    /// Wraps a JavaScript `R2MultipartUpload`.
    #[must_use]
    pub fn from_raw(raw: JsValue) -> Self {
        Self(raw)
    }

    /// The JavaScript `R2MultipartUpload`.
    #[must_use]
    pub fn as_raw(&self) -> &JsValue {
        &self.0
    }

    pub(super) fn resume(bucket: &JsValue, key: &str, upload_id: &str) -> Result<Self> {
        let raw = sys::resume_upload(bucket, &checked_key(key)?, &js::text(upload_id));
        if raw.is_undefined() {
            return Err(thrown("resuming the upload to", key));
        }
        Ok(Self(raw))
    }

    /// The name that the object will have.
    #[must_use]
    pub fn key(&self) -> String {
        js::string_property(&self.0, "key").unwrap_or_default()
    }

    /// The name of the upload, to resume it with.
    #[must_use]
    pub fn upload_id(&self) -> String {
        js::string_property(&self.0, "uploadId").unwrap_or_default()
    }

    /// Uploads the part `number`, 1 to 10,000, replacing an earlier one of that number.
    ///
    /// R2 has to know how long the body is; of a stream that Rust makes, say it with
    /// [`content_length`](UploadPart::content_length).
    pub fn upload_part(&self, number: u32, body: impl Into<Body>) -> UploadPart {
        UploadPart {
            upload: self.clone(),
            number,
            body: body.into(),
            length: None,
            ssec_key: None,
        }
    }

    /// Makes the object of the parts, in the order of their numbers.
    ///
    /// # Errors
    ///
    /// Fails when the upload does not exist any more ([`NoSuchUpload`](super::ErrorKind::NoSuchUpload)), a part was not
    /// uploaded ([`InvalidPart`](super::ErrorKind::InvalidPart)), a part is too small
    /// ([`EntityTooSmall`](super::ErrorKind::EntityTooSmall)), or the parts have different sizes
    /// ([`BadUpload`](super::ErrorKind::BadUpload)).
    pub async fn complete(&self, parts: impl IntoIterator<Item = UploadedPart>) -> Result<Object> {
        let promise = self.completion(parts.into_iter().collect())?;
        let raw = settled(promise, "completing the upload to", &self.key()).await?;
        Ok(Object::from_raw(raw))
    }

    fn completion(&self, mut parts: Vec<UploadedPart>) -> Result<JsValue> {
        parts.sort_by_key(|part| part.part_number);
        for part in &parts {
            checked_number(part.part_number)?;
        }
        let parts = js::list(parts.iter().map(UploadedPart::to_js));
        Ok(sys::complete_upload(&self.0, &parts))
    }

    /// Throws away what was uploaded.
    ///
    /// # Errors
    ///
    /// Fails when the upload never existed, and when R2 fails.
    pub async fn abort(&self) -> Result<()> {
        let promise = sys::abort_upload(&self.0);
        settled(promise, "aborting the upload to", &self.key()).await?;
        Ok(())
    }

    pub(super) async fn send(
        &self,
        number: u32,
        content: &JsValue,
        length: Option<u64>,
        ssec_key: Option<&SsecKey>,
    ) -> Result<UploadedPart> {
        checked_number(number)?;
        let options = Options::new().bytes("ssecKey", ssec_key.map(SsecKey::as_bytes));
        let length = length.map_or(f64::NAN, |length| length as f64);
        let number = f64::from(number);
        let promise = sys::upload_part(&self.0, number, content, &options.into_js(), length);
        let key = self.key();
        let raw = settled(promise, "uploading a part of", &key).await?;
        if raw.is_undefined() {
            return Err(Error::of(NeedsLength {
                key,
                why: "to be a part",
            }));
        }
        Ok(UploadedPart::from_js(&raw))
    }
}

impl fmt::Debug for MultipartUpload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MultipartUpload")
            .field("key", &self.key())
            .finish_non_exhaustive()
    }
}

fn checked_number(number: u32) -> Result<()> {
    if !(1..=10_000).contains(&number) {
        return Err(Error::of(BadPartNumber { number }));
    }
    Ok(())
}

/// Uploads a part. Does nothing until it is awaited, and then gives an [`UploadedPart`].
///
/// # Errors
///
/// Fails when the number is not 1 to 10,000, when the length of a stream is not known, when the upload does not exist
/// any more ([`NoSuchUpload`](super::ErrorKind::NoSuchUpload)), and when the body or R2 fails.
#[must_use = "nothing is uploaded until this is awaited"]
pub struct UploadPart {
    upload: MultipartUpload,
    number: u32,
    body: Body,
    length: Option<u64>,
    ssec_key: Option<SsecKey>,
}

impl UploadPart {
    /// How many bytes a stream has. It is an error if they are more or fewer.
    pub fn content_length(mut self, bytes: u64) -> Self {
        self.length = Some(bytes);
        self
    }

    /// The key that the upload began with.
    pub fn ssec_key(mut self, key: SsecKey) -> Self {
        self.ssec_key = Some(key);
        self
    }
}

impl IntoFuture for UploadPart {
    type Output = Result<UploadedPart>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let content = self.body.into_js()?;
            self.upload
                .send(self.number, &content, self.length, self.ssec_key.as_ref())
                .await
        })
    }
}

impl fmt::Debug for UploadPart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UploadPart")
            .field("number", &self.number)
            .finish_non_exhaustive()
    }
}

/// A part that R2 has. Whoever completes the upload needs number and etag of each.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct UploadedPart {
    /// The number that it was uploaded with, 1 to 10,000.
    pub part_number: u32,
    /// The etag that R2 gave it.
    pub etag: String,
}

impl UploadedPart {
    /// A part that was uploaded before.
    #[must_use]
    pub fn new(part_number: u32, etag: impl Into<String>) -> Self {
        let etag = etag.into();
        Self { part_number, etag }
    }

    fn to_js(&self) -> JsValue {
        let options = Options::new().number("partNumber", f64::from(self.part_number));
        options.text("etag", self.etag.as_str()).into_js()
    }

    fn from_js(raw: &JsValue) -> Self {
        let number = js::number(&js::property(raw, "partNumber")).unwrap_or_default();
        let etag = js::string_property(raw, "etag").unwrap_or_default();
        Self::new(number as u32, etag)
    }
}
