//! Removing values.

use wasm_bindgen::JsValue;

use super::error::{Doing, Failed, Unexpected};
use super::options::option;
use super::sys;
use crate::error::{Error, Result};
use crate::js::{self, Options, awaited};

/// Removes a key: [`Storage::delete`](super::Storage::delete). Nothing is removed before it is awaited.
///
/// Gives whether there was a value.
///
/// # Errors
///
/// Fails when the storage cannot be written.
#[must_use = "nothing is removed until it is awaited"]
pub struct Delete {
    storage: JsValue,
    key: JsValue,
    options: Options,
}

impl Delete {
    pub(super) fn new(storage: &JsValue, key: &str) -> Self {
        Self {
            storage: storage.clone(),
            key: js::text(key),
            options: Options::new(),
        }
    }

    option!(allow_concurrency);
    option!(allow_unconfirmed);
    option!(no_cache);

    async fn send(self) -> Result<bool> {
        let promise = sys::delete_keys(&self.storage, &self.key, &self.options.into_js());
        match js::settled(promise, "").await {
            Ok(deleted) => Ok(deleted.is_truthy()),
            Err(error) => Err(Failed::while_doing(Doing::Delete(self.key), error)),
        }
    }
}

awaited!(Delete => bool);

/// Removes up to 128 keys at once: [`Storage::delete_many`](super::Storage::delete_many). Nothing is removed before it
/// is awaited.
///
/// Gives how many of them had a value.
///
/// # Errors
///
/// As [`Delete`]. With more than 128 keys the error [says so](crate::Error::is_too_large), and nothing is removed.
#[must_use = "nothing is removed until it is awaited"]
pub struct DeleteMany {
    storage: JsValue,
    keys: Result<JsValue>,
    options: Options,
}

impl DeleteMany {
    pub(super) fn new(storage: &JsValue, keys: Result<JsValue>) -> Self {
        Self {
            storage: storage.clone(),
            keys,
            options: Options::new(),
        }
    }

    option!(allow_concurrency);
    option!(allow_unconfirmed);
    option!(no_cache);

    async fn send(self) -> Result<usize> {
        let keys = self.keys?;
        if keys.is_undefined() {
            return Ok(0);
        }
        let promise = sys::delete_keys(&self.storage, &keys, &self.options.into_js());
        let deleted = js::settled(promise, "")
            .await
            .map_err(|error| Failed::while_doing(Doing::DeleteMany, error))?;
        let count = js::number(&deleted).ok_or_else(|| Error::of(Unexpected("number")))?;
        Ok(count as usize)
    }
}

awaited!(DeleteMany => usize);

/// Removes everything: [`Storage::delete_all`](super::Storage::delete_all). Nothing is removed before it is awaited.
///
/// # Errors
///
/// Fails when the storage cannot be written.
#[must_use = "nothing is removed until it is awaited"]
pub struct DeleteAll {
    storage: JsValue,
    options: Options,
}

impl DeleteAll {
    pub(super) fn new(storage: &JsValue) -> Self {
        Self {
            storage: storage.clone(),
            options: Options::new(),
        }
    }

    option!(allow_concurrency);
    option!(allow_unconfirmed);
    option!(no_cache);

    async fn send(self) -> Result<()> {
        let promise = sys::delete_all(&self.storage, &self.options.into_js());
        match js::settled(promise, "").await {
            Ok(_) => Ok(()),
            Err(error) => Err(Failed::while_doing(Doing::DeleteAll, error)),
        }
    }
}

awaited!(DeleteAll => ());
