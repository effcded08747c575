//! Storing objects.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::marker::PhantomData;
use std::pin::Pin;

use wasm_bindgen::JsValue;

use super::blocks;
use super::checksums::Checksum;
use super::condition::Condition;
use super::error::{checked_key, settled};
use super::metadata::{HttpMetadata, SsecKey, StorageClass};
use super::object::Object;
use super::settings::{Settings, setters};
use super::sys;
use crate::error::Result;
use crate::http::Body;

/// Stores an object, replacing an earlier one. Does nothing until it is awaited.
///
/// It gives the [`Object`]; after [`only_if`](Put::only_if), a [`PutOutcome`]. When it fails, the earlier object is
/// still there and nothing of the new one.
///
/// R2 wants to know how long a body is before it comes. Text, bytes, files, forms, the body of a request or response that
/// has a `content-length`, and a stream with [`content_length`](Put::content_length) go in one piece and never enter the
/// memory of the worker, unless they are there already. Of any other stream 8 MiB are collected; if there is more, it
/// becomes a multipart upload with parts of that size, which is aborted if anything fails.
///
/// [`Context::wait_until`](crate::Context::wait_until) takes it as it is, for writes behind the response.
///
/// # Errors
///
/// Fails when the key is empty or has more than 1,024 bytes, when the content does not have the checksum
/// ([`BadDigest`](super::ErrorKind::BadDigest)), when the body fails or was read already, and when R2 fails or refuses.
#[must_use = "nothing is stored until this is awaited"]
pub struct Put<O = Object> {
    body: Body,
    pub(super) bucket: JsValue,
    pub(super) key: String,
    pub(super) settings: Settings,
    condition: Option<Condition>,
    checksum: Option<Checksum>,
    length: Option<u64>,
    pub(super) part_size: u64,
    outcome: PhantomData<fn() -> O>,
}

/// What a `put` with a condition gives.
#[derive(Debug)]
#[must_use = "the condition may not have held, and then nothing was written"]
#[non_exhaustive]
pub enum PutOutcome {
    /// The object was stored.
    Stored(Object),
    /// The condition does not hold of the object that is there; nothing was stored.
    PreconditionFailed,
}

impl Put {
    pub(super) fn new(bucket: JsValue, key: String, body: Body) -> Self {
        Self {
            body,
            bucket,
            key,
            settings: Settings::default(),
            condition: None,
            checksum: None,
            length: None,
            part_size: blocks::PART_SIZE,
            outcome: PhantomData,
        }
    }

    /// Stores the object only if `condition` holds of the one that is there. A `&Headers` is a condition, too: that of
    /// the request.
    ///
    /// A stream of unknown length has to be shorter than a part then.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use worker_sdk::r2::{Bucket, Condition, PutOutcome};
    /// # async fn run(bucket: Bucket) -> worker_sdk::Result<bool> {
    /// let new = Condition::new().etag_does_not_match("*");
    /// let outcome = bucket.put("lock", "mine").only_if(new).await?;
    /// Ok(matches!(outcome, PutOutcome::Stored(_)))
    /// # }
    /// ```
    pub fn only_if(self, condition: impl Into<Condition>) -> Put<PutOutcome> {
        Put {
            body: self.body,
            bucket: self.bucket,
            key: self.key,
            settings: self.settings,
            condition: Some(condition.into()),
            checksum: self.checksum,
            length: self.length,
            part_size: self.part_size,
            outcome: PhantomData,
        }
    }
}

impl<O> Put<O> {
    setters!();

    /// Stores the object only if its content has this checksum, which R2 keeps.
    ///
    /// A stream of unknown length has to be shorter than a part then.
    pub fn checksum(mut self, checksum: Checksum) -> Self {
        self.checksum = Some(checksum);
        self
    }

    /// How many bytes a stream has, at most 5 GiB. It is an error if they are more or fewer.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use worker_sdk::{Body, Result, r2::Bucket};
    /// # async fn run<S>(bucket: Bucket, lines: S) -> Result<()>
    /// # where S: futures_core::Stream<Item = Result<Vec<u8>>> + 'static {
    /// bucket.put("lines.txt", Body::from_stream(lines)).content_length(1_000_000).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn content_length(mut self, bytes: u64) -> Self {
        self.length = Some(bytes);
        self
    }

    /// How large the parts of a stream of unknown length are: 5 MiB to 32 MiB, 8 MiB unless told.
    ///
    /// While one is on its way the next is read, so two are held in the memory that JavaScript and wasm share. There can
    /// be 10,000.
    pub fn part_size(mut self, bytes: u64) -> Self {
        self.part_size = bytes;
        self
    }

    /// Why the length of the content has to be known.
    pub(super) fn needs_length(&self) -> Option<&'static str> {
        if self.condition.is_some() {
            return Some("to be stored on a condition");
        }
        self.checksum.is_some().then_some("to be checked")
    }

    fn options(&self) -> JsValue {
        let options = self.settings.options();
        let options = options.value("onlyIf", self.condition.as_ref().map(Condition::to_js));
        match &self.checksum {
            Some(checksum) => options.bytes(checksum.name(), checksum.as_bytes()),
            None => options,
        }
        .into_js()
    }

    /// Sends what is there as a whole; `undefined` for a stream whose length the platform does not know.
    pub(super) async fn send(&self, content: &JsValue) -> Result<JsValue> {
        let length = self.length.map_or(f64::NAN, |length| length as f64);
        let key = checked_key(&self.key)?;
        let promise = sys::put(&self.bucket, &key, content, &self.options(), length);
        settled(promise, "storing", &self.key).await
    }

    async fn raw(mut self) -> Result<JsValue> {
        let content = std::mem::take(&mut self.body).into_js()?;
        let raw = self.send(&content).await?;
        if raw.is_undefined() {
            return blocks::store(&self, &content).await;
        }
        Ok(raw)
    }
}

impl IntoFuture for Put {
    type Output = Result<Object>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async { self.raw().await.map(Object::from_raw) })
    }
}

impl IntoFuture for Put<PutOutcome> {
    type Output = Result<PutOutcome>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async {
            let raw = self.raw().await?;
            Ok(if raw.is_null() {
                PutOutcome::PreconditionFailed
            } else {
                PutOutcome::Stored(Object::from_raw(raw))
            })
        })
    }
}

impl<O> fmt::Debug for Put<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Put")
            .field("key", &self.key)
            .finish_non_exhaustive()
    }
}
