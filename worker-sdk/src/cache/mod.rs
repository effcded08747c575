//! The Cache API: responses kept in the data centre that runs the worker.
//!
//! A response is kept as long as its `cache-control` or `expires` says, or until room is needed; other data centres do not
//! see it. It works on custom domains and routes: on `workers.dev` and in previews nothing is kept, and no operation
//! fails. For values that have to be everywhere take [KV](crate::kv); to cache what the worker itself answers without
//! running it, configure caching in front of it; [`WorkerCache`] removes what that keeps.
//!
//! # What is not kept
//!
//! [`Cache::put`] fails, as on the platform, for a key whose method is not `GET`, for a response with status 206, and for
//! one with `vary: *`. It succeeds and keeps nothing, also as on the platform, when the response has
//!
//! - a `set-cookie` header, unless its `cache-control` has `private=Set-Cookie`, which leaves the cookies out;
//! - a `cache-control` of `private`, `no-store`, `no-cache` or `max-age=0`;
//! - status 304, or another one that caches do not keep.
//!
//! [`is_storable`] tells beforehand.
//!
//! # Examples
//!
//! ```no_run
//! # use worker_sdk::{Context, Request, Response, Result};
//! use worker_sdk::cache::Cache;
//!
//! async fn cached(request: Request, context: Context) -> Result<Response> {
//!     let cache = Cache::default();
//!     if let Some(hit) = cache.get(&request).await? {
//!         return Ok(hit);
//!     }
//!     let mut response = Response::text("slow").with_header("cache-control", "max-age=60")?;
//!     let copy = response.try_clone()?;
//!     context.wait_until(async move { cache.put(&request, copy).await });
//!     Ok(response)
//! }
//! ```
//!
//! See <https://developers.cloudflare.com/workers/runtime-apis/cache/>.

mod error;
mod key;
mod operations;
mod purge;
mod storable;
mod sys;

use std::fmt;

use wasm_bindgen::JsValue;

use crate::Response;
use crate::error::Result;
use crate::js;

pub use key::Key;
pub use operations::{Delete, Get, Put};
pub use purge::{Purge, WorkerCache};
pub use storable::is_storable;

/// A cache of responses: the one that all of the zone's requests use ([`Cache::default`]), or one of its own
/// ([`Cache::open`]). Cheap to clone.
///
/// See <https://developers.cloudflare.com/workers/runtime-apis/cache/>.
#[derive(Clone)]
pub struct Cache(JsValue);

impl Cache {
    /// The cache named `name`, made when it is not there. Nothing in it is found by the default cache.
    ///
    /// # Errors
    ///
    /// Fails when the name has 1024 bytes or more.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run() -> worker_sdk::Result<()> {
    /// let pages = worker_sdk::cache::Cache::open("pages").await?;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn open(name: &str) -> Result<Self> {
        let promise = sys::open_cache(&js::text(name));
        Ok(Self(js::settled(promise, "opening a cache").await?))
    }

    /// Wraps a JavaScript `Cache`.
    #[must_use]
    pub fn from_raw(raw: JsValue) -> Self {
        Self(raw)
    }

    /// The JavaScript `Cache`.
    #[must_use]
    pub fn as_raw(&self) -> &JsValue {
        &self.0
    }

    /// The JavaScript `Cache`.
    #[must_use]
    pub fn into_raw(self) -> JsValue {
        self.0
    }

    /// The response under `key`, if there is a fresh one; in JavaScript `match`, which is a keyword in Rust.
    ///
    /// It has a header `cf-cache-status: HIT`. A key whose method is not `GET` finds nothing, unless the operation is to
    /// [ignore that](Get::ignore_method).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use worker_sdk::{Request, Response, Result};
    /// # async fn run(request: Request) -> Result<Option<Response>> {
    /// worker_sdk::cache::Cache::default().get(&request).await
    /// # }
    /// ```
    #[doc(alias = "match")]
    pub fn get(&self, key: impl Into<Key>) -> Get {
        Get::new(self.0.clone(), key.into())
    }

    /// Stores `response` under `key`, body included.
    ///
    /// What is kept and for how long is up to the headers of the response: see [the module](self#what-is-not-kept). To
    /// return the same response, store a [clone](Response::try_clone).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use worker_sdk::{Response, Result};
    /// # async fn run() -> Result<()> {
    /// let cache = worker_sdk::cache::Cache::default();
    /// let page = Response::html("<h1>hello</h1>").with_header("cache-control", "max-age=300")?;
    /// cache.put("https://example.com/", page).await
    /// # }
    /// ```
    pub fn put(&self, key: impl Into<Key>, response: Response) -> Put {
        Put::new(self.0.clone(), key.into(), response)
    }

    /// Removes the response under `key`; gives whether there was one. Only this data centre forgets it.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run() -> worker_sdk::Result<()> {
    /// let removed = worker_sdk::cache::Cache::default().delete("https://example.com/").await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn delete(&self, key: impl Into<Key>) -> Delete {
        Delete::new(self.0.clone(), key.into())
    }
}

/// The cache that all requests of the zone use, `caches.default` in JavaScript.
impl Default for Cache {
    fn default() -> Self {
        Self(sys::default_cache())
    }
}

impl fmt::Debug for Cache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Cache { .. }")
    }
}
