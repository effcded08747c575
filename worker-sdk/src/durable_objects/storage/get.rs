//! Reading values.

use std::collections::BTreeMap;
use std::marker::PhantomData;

use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;

use super::error::{Doing, Failed};
use super::options::option;
use super::sys;
use crate::error::Result;
use crate::js::tape::{Source, Tape};
use crate::js::{self, Options, awaited, codec};

/// Reads the value of a key: [`Storage::get`](super::Storage::get). Nothing is read before it is awaited.
///
/// # Errors
///
/// Fails when the value is not a `T`; then the error [is malformed](crate::Error::is_malformed). Fails when the storage
/// cannot be read.
#[must_use = "nothing is read until it is awaited"]
pub struct Get<T> {
    storage: JsValue,
    key: JsValue,
    options: Options,
    value: PhantomData<fn() -> T>,
}

impl<T> Get<T> {
    pub(super) fn new(storage: &JsValue, key: &str) -> Self {
        Self {
            storage: storage.clone(),
            key: js::text(key),
            options: Options::new(),
            value: PhantomData,
        }
    }

    option!(allow_concurrency);
    option!(no_cache);
}

impl<T: DeserializeOwned> Get<T> {
    async fn send(self) -> Result<Option<T>> {
        let promise = sys::get(&self.storage, &self.key, &self.options.into_js());
        let value = match js::settled(promise, "").await {
            Ok(value) => value,
            Err(error) => return Err(Failed::while_doing(Doing::Get(self.key), error)),
        };
        if value.is_undefined() {
            return Ok(None);
        }
        let tape = Tape::of(&value, Source::Value)?;
        let of = || value_of(&js::string(&self.key).unwrap_or_default());
        codec::from_tape_of(&tape, &of).map(Some)
    }
}

awaited!(Get<T: DeserializeOwned> => Option<T>);

/// Reads the values of up to 128 keys: [`Storage::get_many`](super::Storage::get_many). Nothing is read before it is
/// awaited.
///
/// # Errors
///
/// As [`Get`]. With more than 128 keys the error [says so](crate::Error::is_too_large).
#[must_use = "nothing is read until it is awaited"]
pub struct GetMany<T> {
    storage: JsValue,
    keys: Result<JsValue>,
    options: Options,
    value: PhantomData<fn() -> T>,
}

impl<T> GetMany<T> {
    pub(super) fn new(storage: &JsValue, keys: Result<JsValue>) -> Self {
        Self {
            storage: storage.clone(),
            keys,
            options: Options::new(),
            value: PhantomData,
        }
    }

    option!(allow_concurrency);
    option!(no_cache);
}

impl<T: DeserializeOwned> GetMany<T> {
    async fn send(self) -> Result<BTreeMap<String, T>> {
        let keys = self.keys?;
        if keys.is_undefined() {
            return Ok(BTreeMap::new());
        }
        let promise = sys::get(&self.storage, &keys, &self.options.into_js());
        let values = js::settled(promise, "")
            .await
            .map_err(|error| Failed::while_doing(Doing::GetMany, error))?;
        codec::entries(&Tape::of(&values, Source::Value)?, value_of).collect()
    }
}

awaited!(GetMany<T: DeserializeOwned> => BTreeMap<String, T>);

pub(super) fn value_of(key: &str) -> String {
    format!("the value of `{key}`")
}
