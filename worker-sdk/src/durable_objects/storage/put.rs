//! Writing values.

use serde::Serialize;
use wasm_bindgen::JsValue;

use super::error::{Doing, Failed};
use super::options::{check_count, option};
use super::sys;
use crate::error::Result;
use crate::js::{self, Options, awaited, codec};

/// Stores a value: [`Storage::put`](super::Storage::put). Nothing is stored before it is awaited.
///
/// # Errors
///
/// Fails when the value has no form in JavaScript, when key and value together are larger than 2 MB (then the error
/// [says so](crate::Error::is_too_large)), and when the storage cannot be written.
#[must_use = "nothing is stored until it is awaited"]
pub struct Put {
    storage: JsValue,
    key: JsValue,
    value: Result<JsValue>,
    options: Options,
}

impl Put {
    pub(super) fn new<T: Serialize + ?Sized>(storage: &JsValue, key: &str, value: &T) -> Self {
        Self {
            storage: storage.clone(),
            key: js::text(key),
            value: codec::to_js(value),
            options: Options::new(),
        }
    }

    option!(allow_concurrency);
    option!(allow_unconfirmed);
    option!(no_cache);

    async fn send(self) -> Result<()> {
        let value = self.value?;
        let promise = sys::put(&self.storage, &self.key, &value, &self.options.into_js());
        match js::settled(promise, "").await {
            Ok(_) => Ok(()),
            Err(error) => Err(Failed::while_doing(Doing::Put(self.key), error)),
        }
    }
}

awaited!(Put => ());

/// Stores up to 128 values at once: [`Storage::put_many`](super::Storage::put_many). Nothing is stored before it is
/// awaited.
///
/// # Errors
///
/// As [`Put`]. With more than 128 values the error [says so](crate::Error::is_too_large), and nothing is stored.
#[must_use = "nothing is stored until it is awaited"]
pub struct PutMany {
    storage: JsValue,
    /// How many there are, and an object of them.
    entries: Result<(usize, JsValue)>,
    options: Options,
}

impl PutMany {
    pub(super) fn new<K: AsRef<str>, T: Serialize>(
        storage: &JsValue,
        entries: impl IntoIterator<Item = (K, T)>,
    ) -> Self {
        Self {
            storage: storage.clone(),
            entries: object(entries.into_iter().collect()),
            options: Options::new(),
        }
    }

    option!(allow_concurrency);
    option!(allow_unconfirmed);
    option!(no_cache);

    async fn send(self) -> Result<()> {
        let (count, entries) = self.entries?;
        if count == 0 {
            return Ok(());
        }
        let promise = sys::put_many(&self.storage, &entries, &self.options.into_js());
        match js::settled(promise, "").await {
            Ok(_) => Ok(()),
            Err(error) => Err(Failed::while_doing(Doing::PutMany, error)),
        }
    }
}

awaited!(PutMany => ());

fn object<K: AsRef<str>, T: Serialize>(entries: Vec<(K, T)>) -> Result<(usize, JsValue)> {
    check_count(entries.len())?;
    let fields = entries.iter().map(|(key, value)| (key.as_ref(), value));
    Ok((entries.len(), codec::object_to_js(fields)?))
}
