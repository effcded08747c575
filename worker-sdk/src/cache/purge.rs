//! The cache in front of the worker.

use std::fmt;

use wasm_bindgen::JsValue;

use super::error::NotPurged;
use super::sys;
use crate::error::{Error, Result};
use crate::js::{self, Options, awaited};

/// The cache in front of the worker, which answers requests in its place: [`Context::cache`](crate::Context::cache).
///
/// The configuration switches it on, with `"cache": { "enabled": true }`. It keeps what the worker's `cache-control`
/// allows; a header `cache-tag` names what can be purged together. Each entrypoint has a cache of its own. The simulator
/// has none.
///
/// See <https://developers.cloudflare.com/workers/cache/>.
#[derive(Clone)]
pub struct WorkerCache(JsValue);

impl WorkerCache {
    /// Wraps a JavaScript `CacheContext`.
    #[must_use]
    pub fn from_raw(raw: JsValue) -> Self {
        Self(raw)
    }

    /// The JavaScript `CacheContext`; `undefined` where there is no cache.
    #[must_use]
    pub fn as_raw(&self) -> &JsValue {
        &self.0
    }

    /// Removes what was kept, everywhere. Nothing happens before it is awaited.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(context: worker_sdk::Context) -> worker_sdk::Result<()> {
    /// context.cache().purge().tags(["products", "prices"]).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// See <https://developers.cloudflare.com/workers/cache/purge/>.
    pub fn purge(&self) -> Purge {
        Purge {
            cache: self.0.clone(),
            options: Options::new(),
        }
    }
}

impl fmt::Debug for WorkerCache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WorkerCache { .. }")
    }
}

/// Removes what the cache in front of the worker has kept: [`WorkerCache::purge`]. Nothing happens before it is awaited.
///
/// # Errors
///
/// Fails when there is no such cache, when nothing says what to remove, and when the platform refuses: because of a tag
/// or a prefix that it does not allow, or of too many purges at a time.
#[must_use = "nothing is removed until it is awaited"]
pub struct Purge {
    cache: JsValue,
    options: Options,
}

impl Purge {
    /// Responses with one of these tags in their header `cache-tag`.
    pub fn tags<T: AsRef<str>>(self, tags: impl IntoIterator<Item = T>) -> Self {
        self.list("tags", tags)
    }

    /// Responses to requests whose path begins with one of these.
    pub fn path_prefixes<T: AsRef<str>>(self, prefixes: impl IntoIterator<Item = T>) -> Self {
        self.list("pathPrefixes", prefixes)
    }

    /// All responses.
    pub fn everything(mut self) -> Self {
        self.options = self.options.flag("purgeEverything", true);
        self
    }

    fn list<T: AsRef<str>>(
        mut self,
        name: &'static str,
        items: impl IntoIterator<Item = T>,
    ) -> Self {
        let items = items.into_iter().map(|item| js::text(item.as_ref()));
        self.options = self.options.value(name, js::list(items));
        self
    }

    async fn send(self) -> Result<()> {
        if self.options.is_empty() {
            return Err(Error::of(NotPurged::Nothing));
        }
        let promise = sys::purge_cache(&self.cache, &self.options.into_js());
        let result = js::settled(promise, "purging the cache in front of the worker").await?;
        if js::property(&result, "success") == JsValue::TRUE {
            return Ok(());
        }
        Err(Error::of(NotPurged::refused(&js::property(
            &result, "errors",
        ))))
    }
}

awaited!(Purge => ());
