//! Reading several values at once.

use std::collections::HashMap;
use std::fmt;
use std::future::{Future, IntoFuture};
#[cfg(feature = "json")]
use std::marker::PhantomData;
use std::pin::Pin;
use std::time::Duration;

#[cfg(feature = "json")]
use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;

use super::error::failed;
#[cfg(feature = "json")]
use super::get::Entry;
use super::get::checked_cache_ttl;
use super::key::Targets;
#[cfg(feature = "json")]
use super::metadata;
use super::sys;
use crate::error::Result;
use crate::js;

/// Reads up to 100 values: [`Namespace::get_many`](super::Namespace::get_many). Nothing is sent before one of its
/// methods is awaited, and nothing at all for no keys. Awaited itself, it is [`text`](GetMany::text).
///
/// The maps have no entry for a key without a value. Bytes that are not UTF-8 are replaced by `U+FFFD`. Keys that look
/// like an array index, such as `42`, are left out by the platform; they are read one by one, each as an operation.
///
/// # Errors
///
/// Each method fails when there are more than 100 keys, when one of them is empty, `.`, `..` or longer than 512 bytes,
/// when the [`cache_ttl`](GetMany::cache_ttl) is too short, and when the platform cannot read or the values have more
/// than 25 MiB.
#[must_use = "nothing is read until one of its methods is awaited"]
pub struct GetMany(Read);

impl GetMany {
    pub(super) fn new(targets: Result<Targets>) -> Self {
        Self(Read::new(targets))
    }

    /// As [`Get::cache_ttl`](super::Get::cache_ttl).
    pub fn cache_ttl(mut self, ttl: Duration) -> Self {
        self.0.cache_ttl = Some(ttl);
        self
    }

    /// The values as text, by key.
    ///
    /// # Errors
    ///
    /// As [`GetMany`].
    pub async fn text(self) -> Result<HashMap<String, String>> {
        self.0.values(sys::get_many, |_, text| Ok(text)).await
    }

    /// The values as JSON of type `T`, by key.
    ///
    /// # Errors
    ///
    /// As [`GetMany`]; when one value is not the expected JSON the error [is malformed](crate::Error::is_malformed) and
    /// says which one.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(carts: worker_sdk::kv::Namespace) -> worker_sdk::Result<()> {
    /// let carts = carts.get_many(["ada", "bob"]).json::<Vec<u32>>().await?;
    /// let articles: usize = carts.values().map(Vec::len).sum();
    /// # Ok(())
    /// # }
    /// ```
    #[cfg(feature = "json")]
    pub async fn json<T: DeserializeOwned>(self) -> Result<HashMap<String, T>> {
        self.0.values(sys::get_many, parsed).await
    }
}

impl IntoFuture for GetMany {
    type Output = Result<HashMap<String, String>>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.text())
    }
}

impl fmt::Debug for GetMany {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("GetMany { .. }")
    }
}

/// Reads up to 100 values with their metadata of type `M`:
/// [`Namespace::get_many_with_metadata`](super::Namespace::get_many_with_metadata). As [`GetMany`] otherwise.
///
/// # Errors
///
/// As [`GetMany`]; when the metadata of one value is not an `M` the error [is malformed](crate::Error::is_malformed) and
/// says which one.
#[cfg(feature = "json")]
#[must_use = "nothing is read until one of its methods is awaited"]
pub struct GetManyWithMetadata<M>(Read, PhantomData<fn() -> M>);

#[cfg(feature = "json")]
impl<M: DeserializeOwned> GetManyWithMetadata<M> {
    pub(super) fn new(targets: Result<Targets>) -> Self {
        Self(Read::new(targets), PhantomData)
    }

    /// As [`Get::cache_ttl`](super::Get::cache_ttl).
    pub fn cache_ttl(mut self, ttl: Duration) -> Self {
        self.0.cache_ttl = Some(ttl);
        self
    }

    /// The values as text with their metadata, by key.
    ///
    /// # Errors
    ///
    /// As [`GetManyWithMetadata`].
    pub async fn text(self) -> Result<HashMap<String, Entry<String, M>>> {
        self.0.entries(|_, text| Ok(text)).await
    }

    /// The values as JSON of type `T` with their metadata, by key.
    ///
    /// # Errors
    ///
    /// As [`GetManyWithMetadata`] and [`GetMany::json`].
    pub async fn json<T: DeserializeOwned>(self) -> Result<HashMap<String, Entry<T, M>>> {
        self.0.entries(parsed).await
    }
}

#[cfg(feature = "json")]
impl<M: DeserializeOwned + 'static> IntoFuture for GetManyWithMetadata<M> {
    type Output = Result<HashMap<String, Entry<String, M>>>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.text())
    }
}

#[cfg(feature = "json")]
impl<M> fmt::Debug for GetManyWithMetadata<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("GetManyWithMetadata { .. }")
    }
}

#[cfg(feature = "json")]
fn parsed<T: DeserializeOwned>(key: &str, text: String) -> Result<T> {
    metadata::parse(&text, || key.to_owned())
}

struct Read {
    targets: Result<Targets>,
    cache_ttl: Option<Duration>,
}

/// What the text of a key's value is in Rust.
type As<V> = fn(&str, String) -> Result<V>;

type How = fn(&JsValue, &JsValue, &JsValue, f64) -> JsValue;

impl Read {
    fn new(targets: Result<Targets>) -> Self {
        Self {
            targets,
            cache_ttl: None,
        }
    }

    async fn values<V>(self, how: How, read: As<V>) -> Result<HashMap<String, V>> {
        let mut values = HashMap::new();
        for (key, value) in self.send(how).await? {
            if let Some(text) = js::string(&value) {
                let value = read(&key, text)?;
                values.insert(key, value);
            }
        }
        Ok(values)
    }

    /// A key without a value comes as null, although the platform's types have an object of nulls there.
    #[cfg(feature = "json")]
    async fn entries<V, M: DeserializeOwned>(
        self,
        read: As<V>,
    ) -> Result<HashMap<String, Entry<V, M>>> {
        let answers = self.send(sys::get_many_with_metadata).await?;
        let mut entries = HashMap::new();
        for (key, answer) in answers {
            // The simulator has no object around an empty value.
            let value = js::string(&answer).or_else(|| js::string_property(&answer, "value"));
            let Some(text) = value else { continue };
            let entry = Entry {
                value: read(&key, text)?,
                metadata: metadata::read(&js::property(&answer, "metadata"), || key.clone())?,
                cache_status: js::string_property(&answer, "cacheStatus"),
            };
            entries.insert(key, entry);
        }
        Ok(entries)
    }

    async fn send(self, how: How) -> Result<Vec<(String, JsValue)>> {
        let targets = self.targets?.at_most_one_read()?;
        let ttl = checked_cache_ttl(self.cache_ttl)?;
        if targets.keys.is_empty() {
            return Ok(Vec::new());
        }
        let keys = targets.list();
        let promise = how(&targets.namespace, &keys, &js::constant("text"), ttl);
        let values = js::settled(promise, "reading several keys from KV")
            .await
            .map_err(|error| failed(error, None))?;
        Ok(targets.keys.into_iter().zip(js::items(&values)).collect())
    }
}
