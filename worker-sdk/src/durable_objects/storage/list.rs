//! Listing keys with their values.

use std::marker::PhantomData;

use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;

use super::error::{Doing, Failed};
use super::get::value_of;
use super::options::option;
use super::sys;
use crate::error::Result;
use crate::js::tape::{Source, Tape};
use crate::js::{self, Options, awaited, codec};

/// Which keys are listed, and in which order; for [`List`] and [`KvList`](super::KvList).
macro_rules! range {
    () => {
        /// Only keys from `key` on, which is included.
        pub fn start(mut self, key: impl AsRef<str>) -> Self {
            self.options = self.options.text("start", key.as_ref());
            self
        }

        /// Only keys after `key`, as to go on behind the last one of an earlier listing. Not together with
        /// [`start`](Self::start).
        pub fn start_after(mut self, key: impl AsRef<str>) -> Self {
            self.options = self.options.text("startAfter", key.as_ref());
            self
        }

        /// Only keys before `key`, which is not included.
        pub fn end(mut self, key: impl AsRef<str>) -> Self {
            self.options = self.options.text("end", key.as_ref());
            self
        }

        /// Only keys that begin with `prefix`.
        pub fn prefix(mut self, prefix: impl AsRef<str>) -> Self {
            self.options = self.options.text("prefix", prefix.as_ref());
            self
        }

        /// From the last key to the first. [`start`](Self::start) stays the smallest key, where the listing ends now.
        pub fn reverse(mut self) -> Self {
            self.options = self.options.flag("reverse", true);
            self
        }

        /// At most so many keys, counted in the order of the listing. Zero is an error.
        pub fn limit(mut self, limit: u32) -> Self {
            // The platform has 32 bits with a sign.
            let limit = limit.min(i32::MAX as u32);
            self.options = self.options.number("limit", f64::from(limit));
            self
        }
    };
}
pub(super) use range;

/// Lists keys with their values, in the order of the bytes of the keys: [`Storage::list`](super::Storage::list). Nothing
/// is read before it is awaited.
///
/// # Errors
///
/// Fails when a value is not a `T`; then the error [is malformed](crate::Error::is_malformed) and names the key. Fails
/// when the platform refuses the options, and when the storage cannot be read.
#[must_use = "nothing is listed until it is awaited"]
pub struct List<T> {
    storage: JsValue,
    options: Options,
    value: PhantomData<fn() -> T>,
}

impl<T> List<T> {
    pub(super) fn new(storage: &JsValue) -> Self {
        Self {
            storage: storage.clone(),
            options: Options::new(),
            value: PhantomData,
        }
    }

    range!();
    option!(allow_concurrency);
    option!(no_cache);
}

impl<T: DeserializeOwned> List<T> {
    async fn send(self) -> Result<Vec<(String, T)>> {
        let promise = sys::list(&self.storage, &self.options.into_js());
        let entries = js::settled(promise, "")
            .await
            .map_err(|error| Failed::while_doing(Doing::List, error))?;
        codec::entries(&Tape::of(&entries, Source::Value)?, value_of).collect()
    }
}

awaited!(List<T: DeserializeOwned> => Vec<(String, T)>);
