//! The operations on a cache.

use wasm_bindgen::JsValue;

use super::error::Refused;
use super::key::Key;
use super::sys;
use crate::Response;
use crate::error::{Error, Result};
use crate::js::awaited;

/// Looks a response up: [`Cache::get`](super::Cache::get). Nothing is asked before it is awaited.
///
/// # Errors
///
/// Fails when the key is not an absolute URL; then the error [is malformed](Error::is_malformed).
#[must_use = "nothing is looked up until it is awaited"]
pub struct Get {
    cache: JsValue,
    key: Key,
    ignore_method: bool,
}

impl Get {
    pub(super) fn new(cache: JsValue, key: Key) -> Self {
        Self {
            cache,
            key,
            ignore_method: false,
        }
    }

    /// Looks up a key whose method is not `GET` as if it were.
    pub fn ignore_method(mut self) -> Self {
        self.ignore_method = true;
        self
    }

    async fn send(self) -> Result<Option<Response>> {
        let ignore_method = i32::from(self.ignore_method);
        let promise = sys::cache_match(&self.cache, self.key.as_raw(), ignore_method);
        let found = self.key.settled(promise, "looking into the cache").await?;
        Ok((!found.is_undefined()).then(|| Response::from_raw(found)))
    }
}

/// Stores a response: [`Cache::put`](super::Cache::put). Nothing is stored before it is awaited.
///
/// # Errors
///
/// Fails when the key is not an absolute URL or has a method other than `GET`, when the response has status 206 or a
/// header `vary: *`, and when its body fails.
#[must_use = "nothing is stored until it is awaited"]
pub struct Put {
    cache: JsValue,
    key: Key,
    response: Response,
}

impl Put {
    pub(super) fn new(cache: JsValue, key: Key, response: Response) -> Self {
        Self {
            cache,
            key,
            response,
        }
    }

    async fn send(self) -> Result<()> {
        if let Some(refused) = refused(&self.key, &self.response) {
            return Err(Error::of(refused));
        }
        let promise = sys::cache_put(&self.cache, self.key.as_raw(), &self.response.into_raw()?);
        self.key.settled(promise, "storing in the cache").await?;
        Ok(())
    }
}

fn refused(key: &Key, response: &Response) -> Option<Refused> {
    if let Some(method) = key.other_method() {
        return Some(Refused::Method { method });
    }
    if response.status().as_u16() == 206 {
        return Some(Refused::Partial);
    }
    let vary = response.headers().get("vary");
    vary.is_some_and(|vary| vary.contains('*'))
        .then_some(Refused::VaryOnAll)
}

/// Removes a response: [`Cache::delete`](super::Cache::delete). Nothing is removed before it is awaited.
///
/// # Errors
///
/// Fails when the key is not an absolute URL, and when there are too many operations; then the error
/// [is rate limited](Error::is_rate_limited).
#[must_use = "nothing is removed until it is awaited"]
pub struct Delete {
    cache: JsValue,
    key: Key,
    ignore_method: bool,
}

impl Delete {
    pub(super) fn new(cache: JsValue, key: Key) -> Self {
        Self {
            cache,
            key,
            ignore_method: false,
        }
    }

    /// Removes what is under a key whose method is not `GET` as if it were.
    pub fn ignore_method(mut self) -> Self {
        self.ignore_method = true;
        self
    }

    async fn send(self) -> Result<bool> {
        let ignore_method = i32::from(self.ignore_method);
        let promise = sys::cache_delete(&self.cache, self.key.as_raw(), ignore_method);
        let doing = "deleting from the cache";
        Ok(self.key.settled(promise, doing).await? == JsValue::TRUE)
    }
}

awaited!(Get => Option<Response>);
awaited!(Put => ());
awaited!(Delete => bool);
