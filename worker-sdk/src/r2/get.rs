//! Reading objects.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::marker::PhantomData;
use std::pin::Pin;

use wasm_bindgen::JsValue;

use super::condition::Condition;
use super::error::{checked_key, settled};
use super::metadata::SsecKey;
use super::object::Object;
use super::object_body::ObjectBody;
use super::range::Range;
use super::sys;
use crate::error::Result;
use crate::js::{self, Options};

/// Gets an object. Does nothing until it is awaited.
///
/// It gives `None` if there is no object of that key; after [`only_if`](Get::only_if), a [`GetOutcome`].
///
/// # Errors
///
/// Fails when the range lies outside of the object ([`InvalidRange`](super::ErrorKind::InvalidRange)), when the key is
/// empty or has more than 1,024 bytes, and when R2 fails.
#[must_use = "nothing is read until this is awaited"]
pub struct Get<O = Option<ObjectBody>> {
    bucket: JsValue,
    key: String,
    condition: Option<Condition>,
    range: Option<Range>,
    ssec_key: Option<SsecKey>,
    outcome: PhantomData<fn() -> O>,
}

/// What a `get` with a condition gives.
#[derive(Debug)]
#[non_exhaustive]
pub enum GetOutcome {
    /// There is no object of that key.
    Missing,
    /// The condition does not hold of this object. Nothing else was read.
    PreconditionFailed(Object),
    /// The object with its content.
    Found(ObjectBody),
}

impl Get {
    pub(super) fn new(bucket: JsValue, key: String) -> Self {
        Self {
            bucket,
            key,
            condition: None,
            range: None,
            ssec_key: None,
            outcome: PhantomData,
        }
    }

    /// Gets the object only if `condition` holds. A `&Headers` is a condition, too: that of the request.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use worker_sdk::{Request, r2::{Bucket, GetOutcome}};
    /// # async fn run(bucket: Bucket, request: Request) -> worker_sdk::Result<()> {
    /// match bucket.get("page").only_if(&request.headers()).await? {
    ///     GetOutcome::PreconditionFailed(object) => worker_sdk::console_log!("still {}", object.etag()),
    ///     GetOutcome::Found(object) => worker_sdk::console_log!("{}", object.text().await?),
    ///     _ => worker_sdk::console_log!("there is no page"),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn only_if(self, condition: impl Into<Condition>) -> Get<GetOutcome> {
        Get {
            bucket: self.bucket,
            key: self.key,
            condition: Some(condition.into()),
            range: self.range,
            ssec_key: self.ssec_key,
            outcome: PhantomData,
        }
    }
}

impl<O> Get<O> {
    /// Gets a part of the content.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use worker_sdk::r2::{Bucket, Range};
    /// # async fn run(bucket: Bucket) -> worker_sdk::Result<()> {
    /// let first = bucket.get("log").range(..1024).await?;
    /// let last = bucket.get("log").range(Range::Suffix { length: 1024 }).await?;
    /// # let _ = (first, last);
    /// # Ok(())
    /// # }
    /// ```
    pub fn range(mut self, range: impl Into<Range>) -> Self {
        self.range = Some(range.into());
        self
    }

    /// The key that the object was encrypted with.
    pub fn ssec_key(mut self, key: SsecKey) -> Self {
        self.ssec_key = Some(key);
        self
    }

    fn options(&self) -> JsValue {
        Options::new()
            .value("onlyIf", self.condition.as_ref().map(Condition::to_js))
            .value("range", self.range.map(|range| range.options().into_js()))
            .bytes("ssecKey", self.ssec_key.as_ref().map(SsecKey::as_bytes))
            .into_js()
    }

    async fn raw(self) -> Result<JsValue> {
        let key = checked_key(&self.key)?;
        let promise = sys::get(&self.bucket, &key, &self.options());
        settled(promise, "getting", &self.key).await
    }
}

impl IntoFuture for Get {
    type Output = Result<Option<ObjectBody>>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async {
            let raw = self.raw().await?;
            Ok((!raw.is_null()).then(|| ObjectBody::from_raw(raw)))
        })
    }
}

impl IntoFuture for Get<GetOutcome> {
    type Output = Result<GetOutcome>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async {
            let raw = self.raw().await?;
            if raw.is_null() {
                return Ok(GetOutcome::Missing);
            }
            if js::property(&raw, "body").is_undefined() {
                return Ok(GetOutcome::PreconditionFailed(Object::from_raw(raw)));
            }
            Ok(GetOutcome::Found(ObjectBody::from_raw(raw)))
        })
    }
}

impl<O> fmt::Debug for Get<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Get")
            .field("key", &self.key)
            .finish_non_exhaustive()
    }
}
