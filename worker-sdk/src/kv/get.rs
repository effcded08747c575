//! Reading one value.

use std::fmt;
use std::future::{Future, IntoFuture};
#[cfg(feature = "json")]
use std::marker::PhantomData;
use std::pin::Pin;
use std::time::Duration;

#[cfg(feature = "json")]
use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;

use super::error::Refused;
use super::key::Target;
#[cfg(feature = "json")]
use super::metadata;
use super::{LAST_SECOND, MIN_CACHE_TTL, seconds, sys};
use crate::Body;
use crate::error::{Error, Result};
use crate::js;
use crate::streams::ByteStream;

/// Reads a value: [`Namespace::get`](super::Namespace::get). Nothing is sent before one of its methods is awaited.
///
/// Awaited itself, it is [`text`](Get::text).
///
/// # Errors
///
/// Each method fails when the key is empty, `.`, `..` or longer than 512 bytes, when the
/// [`cache_ttl`](Get::cache_ttl) is too short, and when the platform cannot read.
#[must_use = "nothing is read until one of its methods is awaited"]
pub struct Get(Read);

impl Get {
    pub(super) fn new(target: Result<Target>) -> Self {
        Self(Read::new(target))
    }

    /// How long the value may be cached where it was read, at least 30 seconds; 60 without this.
    ///
    /// A longer time makes repeated reads fast, and lets them miss writes for so long.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use std::time::Duration;
    /// # async fn run(settings: worker_sdk::kv::Namespace) -> worker_sdk::Result<()> {
    /// let theme = settings.get("theme").cache_ttl(Duration::from_secs(3600)).text().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn cache_ttl(mut self, ttl: Duration) -> Self {
        self.0.cache_ttl = Some(ttl);
        self
    }

    /// The value as text. Invalid UTF-8 is replaced by `U+FFFD`, as in JavaScript.
    ///
    /// # Errors
    ///
    /// As [`Get`].
    pub async fn text(self) -> Result<Option<String>> {
        self.0.value("text", text).await
    }

    /// The value as bytes.
    ///
    /// # Errors
    ///
    /// As [`Get`].
    pub async fn bytes(self) -> Result<Option<Vec<u8>>> {
        self.0.value("arrayBuffer", bytes).await
    }

    /// The value as JSON of type `T`.
    ///
    /// # Errors
    ///
    /// As [`Get`]; when the value is not the expected JSON the error [is malformed](Error::is_malformed).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(settings: worker_sdk::kv::Namespace) -> worker_sdk::Result<()> {
    /// let limits: Option<Vec<u32>> = settings.get("limits").json().await?;
    /// # Ok(())
    /// # }
    /// ```
    #[cfg(feature = "json")]
    pub async fn json<T: DeserializeOwned>(self) -> Result<Option<T>> {
        self.0.value("text", json).await
    }

    /// The value as a body that stays in JavaScript, for a response or another store.
    ///
    /// # Errors
    ///
    /// As [`Get`].
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use worker_sdk::http::StatusCode;
    /// # use worker_sdk::{Response, Result};
    /// # async fn run(files: worker_sdk::kv::Namespace) -> Result<Response> {
    /// Ok(match files.get("manual.pdf").body().await? {
    ///     Some(body) => Response::new(body),
    ///     None => Response::text("no such file").with_status(StatusCode::NOT_FOUND),
    /// })
    /// # }
    /// ```
    pub async fn body(self) -> Result<Option<Body>> {
        self.0.value("stream", body).await
    }

    /// The value in chunks.
    ///
    /// # Errors
    ///
    /// As [`Get`].
    pub async fn stream(self) -> Result<Option<ByteStream>> {
        self.0.value("stream", stream).await
    }
}

impl IntoFuture for Get {
    type Output = Result<Option<String>>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.text())
    }
}

impl fmt::Debug for Get {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Get { .. }")
    }
}

/// A value with its metadata.
#[cfg(feature = "json")]
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Entry<V, M> {
    /// The value.
    pub value: V,
    /// What was stored beside it, if anything was.
    pub metadata: Option<M>,
    /// Where the value came from, such as `HIT`; the local simulator does not say. A bulk read never does.
    pub cache_status: Option<String>,
}

#[cfg(feature = "json")]
impl<V, M> Entry<V, M> {
    /// A value and what was stored beside it, for tests.
    #[must_use]
    pub const fn new(value: V, metadata: Option<M>) -> Self {
        Self {
            value,
            metadata,
            cache_status: None,
        }
    }
}

/// Reads a value with its metadata of type `M`:
/// [`Namespace::get_with_metadata`](super::Namespace::get_with_metadata). Nothing is sent before one of its methods is
/// awaited.
///
/// Awaited itself, it is [`text`](GetWithMetadata::text).
///
/// # Errors
///
/// Each method fails as those of [`Get`] do; when the metadata is not an `M` the error
/// [is malformed](Error::is_malformed).
#[cfg(feature = "json")]
#[must_use = "nothing is read until one of its methods is awaited"]
pub struct GetWithMetadata<M>(Read, PhantomData<fn() -> M>);

#[cfg(feature = "json")]
impl<M: DeserializeOwned> GetWithMetadata<M> {
    pub(super) fn new(target: Result<Target>) -> Self {
        Self(Read::new(target), PhantomData)
    }

    /// As [`Get::cache_ttl`].
    pub fn cache_ttl(mut self, ttl: Duration) -> Self {
        self.0.cache_ttl = Some(ttl);
        self
    }

    /// The value as text, as [`Get::text`].
    ///
    /// # Errors
    ///
    /// As [`GetWithMetadata`].
    pub async fn text(self) -> Result<Option<Entry<String, M>>> {
        self.0.entry("text", text).await
    }

    /// The value as bytes.
    ///
    /// # Errors
    ///
    /// As [`GetWithMetadata`].
    pub async fn bytes(self) -> Result<Option<Entry<Vec<u8>, M>>> {
        self.0.entry("arrayBuffer", bytes).await
    }

    /// The value as JSON of type `T`, as [`Get::json`].
    ///
    /// # Errors
    ///
    /// As [`GetWithMetadata`].
    pub async fn json<T: DeserializeOwned>(self) -> Result<Option<Entry<T, M>>> {
        self.0.entry("text", json).await
    }

    /// The value as a body that stays in JavaScript, as [`Get::body`].
    ///
    /// # Errors
    ///
    /// As [`GetWithMetadata`].
    pub async fn body(self) -> Result<Option<Entry<Body, M>>> {
        self.0.entry("stream", body).await
    }

    /// The value in chunks.
    ///
    /// # Errors
    ///
    /// As [`GetWithMetadata`].
    pub async fn stream(self) -> Result<Option<Entry<ByteStream, M>>> {
        self.0.entry("stream", stream).await
    }
}

#[cfg(feature = "json")]
impl<M: DeserializeOwned + 'static> IntoFuture for GetWithMetadata<M> {
    type Output = Result<Option<Entry<String, M>>>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.text())
    }
}

#[cfg(feature = "json")]
impl<M> fmt::Debug for GetWithMetadata<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("GetWithMetadata { .. }")
    }
}

struct Read {
    target: Result<Target>,
    cache_ttl: Option<Duration>,
}

/// What a value of the platform is in Rust; `None` for null.
type As<V> = fn(&JsValue, &Target) -> Result<Option<V>>;

impl Read {
    fn new(target: Result<Target>) -> Self {
        Self {
            target,
            cache_ttl: None,
        }
    }

    async fn value<V>(self, kind: &'static str, read: As<V>) -> Result<Option<V>> {
        let (target, value) = self.send(sys::get, kind).await?;
        read(&value, &target)
    }

    #[cfg(feature = "json")]
    async fn entry<V, M: DeserializeOwned>(
        self,
        kind: &'static str,
        read: As<V>,
    ) -> Result<Option<Entry<V, M>>> {
        let (target, answer) = self.send(sys::get_with_metadata, kind).await?;
        let Some(value) = read(&js::property(&answer, "value"), &target)? else {
            return Ok(None);
        };
        Ok(Some(Entry {
            value,
            metadata: metadata::read(&js::property(&answer, "metadata"), || target.name())?,
            cache_status: js::string_property(&answer, "cacheStatus"),
        }))
    }

    async fn send(
        self,
        how: fn(&JsValue, &JsValue, &JsValue, f64) -> JsValue,
        kind: &'static str,
    ) -> Result<(Target, JsValue)> {
        let target = self.target?;
        let ttl = checked_cache_ttl(self.cache_ttl)?;
        let promise = how(&target.namespace, &target.key, &js::constant(kind), ttl);
        let value = target.settled(promise, "reading from KV").await?;
        Ok((target, value))
    }
}

/// In seconds; 0 for none.
pub(super) fn checked_cache_ttl(ttl: Option<Duration>) -> Result<f64> {
    match ttl {
        None => Ok(0.0),
        Some(ttl) if ttl < MIN_CACHE_TTL => Err(Error::of(Refused::ShortCacheTtl { ttl })),
        Some(ttl) => Ok(seconds(ttl).min(LAST_SECOND)),
    }
}

fn text(value: &JsValue, _: &Target) -> Result<Option<String>> {
    Ok(js::string(value))
}

fn bytes(value: &JsValue, _: &Target) -> Result<Option<Vec<u8>>> {
    Ok((!value.is_null()).then(|| js::bytes_from_js(value)))
}

#[cfg(feature = "json")]
fn json<T: DeserializeOwned>(value: &JsValue, target: &Target) -> Result<Option<T>> {
    js::string(value)
        .map(|text| metadata::parse(&text, || target.name()))
        .transpose()
}

fn body(value: &JsValue, _: &Target) -> Result<Option<Body>> {
    Ok((!value.is_null()).then(|| Body::from_raw(value.clone())))
}

fn stream(value: &JsValue, _: &Target) -> Result<Option<ByteStream>> {
    Ok((!value.is_null()).then(|| ByteStream::from_js(value.clone())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cache_ttl_has_a_least_value() {
        assert_eq!(checked_cache_ttl(None).unwrap(), 0.0);
        assert_eq!(checked_cache_ttl(Some(MIN_CACHE_TTL)).unwrap(), 30.0);
        assert!(checked_cache_ttl(Some(Duration::from_millis(29_999))).is_err());
        assert_eq!(checked_cache_ttl(Some(Duration::MAX)).unwrap(), LAST_SECOND);
    }
}
