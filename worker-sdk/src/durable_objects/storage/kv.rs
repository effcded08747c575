//! Values without waiting.

use std::fmt;
use std::marker::PhantomData;
use std::vec;

use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;

use super::error::{Doing, Failed};
use super::get::value_of;
use super::list::range;
use super::sys;
use crate::error::{Error, Result};
use crate::js::tape::Tape;
use crate::js::{self, Options, codec};

/// The values of [`Storage`](super::Storage), read and written without waiting: [`Storage::kv`](super::Storage::kv).
///
/// Only objects whose storage is SQLite have it. What it writes is what [`Storage::get`](super::Storage::get) reads, and
/// responses wait until it is safe on disk, as they do for other writes.
///
/// # Examples
///
/// ```no_run
/// # fn run(storage: worker_sdk::durable_objects::Storage) -> worker_sdk::Result<u32> {
/// let kv = storage.kv();
/// let visits = kv.get::<u32>("visits")?.unwrap_or_default() + 1;
/// kv.put("visits", &visits)?;
/// # Ok(visits)
/// # }
/// ```
///
/// See <https://developers.cloudflare.com/durable-objects/api/sqlite-storage-api/#synchronous-kv-api>.
#[derive(Clone)]
pub struct Kv(JsValue);

impl Kv {
    /// Wraps a JavaScript `SyncKvStorage`.
    #[must_use]
    pub fn from_raw(raw: JsValue) -> Self {
        Self(raw)
    }

    /// The JavaScript `SyncKvStorage`.
    #[must_use]
    pub fn as_raw(&self) -> &JsValue {
        &self.0
    }

    /// The JavaScript `SyncKvStorage`.
    #[must_use]
    pub fn into_raw(self) -> JsValue {
        self.0
    }

    /// The value of `key`; `None` where there is none.
    ///
    /// # Errors
    ///
    /// Fails when the value is not a `T`; then the error [is malformed](Error::is_malformed). Fails when the storage cannot
    /// be read.
    pub fn get<T: DeserializeOwned>(&self, key: impl AsRef<str>) -> Result<Option<T>> {
        let key = key.as_ref();
        match self.read(key)? {
            Some(tape) => codec::from_tape_of(&tape, &|| value_of(key)).map(Some),
            None => Ok(None),
        }
    }

    fn read(&self, key: &str) -> Result<Option<Tape>> {
        const NO_VALUE: i32 = 2;
        let name = js::text(key);
        match Tape::by(&|at| sys::kv_get(&self.0, &name, at)) {
            Ok((NO_VALUE, _)) => Ok(None),
            Ok((_, tape)) => Ok(Some(tape)),
            Err(error) => Err(Failed::while_doing(Doing::Get(name), error)),
        }
    }

    /// Stores `value` under `key`, replacing an earlier value.
    ///
    /// # Errors
    ///
    /// Fails when the value has no form in JavaScript, when key and value together are larger than 2 MB (then the error
    /// [says so](Error::is_too_large)), and when the storage cannot be written.
    pub fn put<T: Serialize + ?Sized>(&self, key: impl AsRef<str>, value: &T) -> Result<()> {
        self.write(key.as_ref(), &codec::to_js(value)?)
    }

    fn write(&self, key: &str, value: &JsValue) -> Result<()> {
        let key = js::text(key);
        match sys::kv_put(&self.0, &key, value) {
            0 => Err(Failed::last(Doing::Put(key))),
            _ => Ok(()),
        }
    }

    /// Removes `key` and its value; gives whether there was one.
    ///
    /// # Errors
    ///
    /// Fails when the storage cannot be written.
    pub fn delete(&self, key: impl AsRef<str>) -> Result<bool> {
        let key = js::text(key.as_ref());
        match sys::kv_delete(&self.0, &key) {
            0 => Err(Failed::last(Doing::Delete(key))),
            there_was_one => Ok(there_was_one == 1),
        }
    }

    /// Lists keys with their values, in the order of the bytes of the keys, while the iterator is asked for them.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # fn run(storage: worker_sdk::durable_objects::Storage) -> worker_sdk::Result<()> {
    /// for entry in storage.kv().list::<u32>().prefix("visits:").limit(10) {
    ///     let (key, visits) = entry?;
    ///     worker_sdk::console_log!("{key}: {visits}");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn list<T: DeserializeOwned>(&self) -> KvList<T> {
        KvList {
            kv: self.0.clone(),
            options: Options::new(),
            value: PhantomData,
        }
    }
}

impl fmt::Debug for Kv {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Kv { .. }")
    }
}

/// Lists keys with their values: [`Kv::list`]. Nothing is read before it is iterated over.
#[must_use = "nothing is listed until it is iterated over"]
pub struct KvList<T> {
    kv: JsValue,
    options: Options,
    value: PhantomData<fn() -> T>,
}

impl<T> KvList<T> {
    range!();
}

impl<T: DeserializeOwned> IntoIterator for KvList<T> {
    type Item = Result<(String, T)>;
    type IntoIter = KvEntries<T>;

    fn into_iter(self) -> KvEntries<T> {
        let entries = sys::kv_list(&self.kv, &self.options.into_js());
        let next = match entries.is_undefined() {
            true => Next::Failed(Failed::last(Doing::List)),
            false => Next::More,
        };
        KvEntries {
            entries,
            read: Vec::new().into_iter(),
            next,
        }
    }
}

impl<T> fmt::Debug for KvList<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("KvList { .. }")
    }
}

/// The entries of a [`KvList`], in order. After an error there are no more.
///
/// They are read some at a time, so that a write while the iterator is used may be seen or not. The platform ends an
/// iterator when the next listing of the same object begins; what was not read by then is an error.
pub struct KvEntries<T> {
    entries: JsValue,
    read: vec::IntoIter<Result<(String, T)>>,
    next: Next,
}

/// What follows the entries that were read.
enum Next {
    More,
    Nothing,
    Failed(Error),
}

/// Entries that are read at once.
const BLOCK: i32 = 64;

impl<T: DeserializeOwned> KvEntries<T> {
    fn read_on(&mut self) -> Result<()> {
        let (answer, tape) = Tape::by(&|at| sys::kv_entries(&self.entries, BLOCK, at))?;
        self.next = match answer {
            1 => Next::More,
            2 => Next::Nothing,
            _ => Next::Failed(Failed::last(Doing::List)),
        };
        let read: Vec<_> = codec::entries(&tape, value_of).collect();
        if read.last().is_some_and(Result::is_err) {
            self.next = Next::Nothing;
        }
        self.read = read.into_iter();
        Ok(())
    }
}

impl<T: DeserializeOwned> Iterator for KvEntries<T> {
    type Item = Result<(String, T)>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(entry) = self.read.next() {
                return Some(entry);
            }
            match std::mem::replace(&mut self.next, Next::Nothing) {
                Next::More => {
                    if let Err(error) = self.read_on() {
                        return Some(Err(error));
                    }
                }
                Next::Nothing => return None,
                Next::Failed(error) => return Some(Err(error)),
            }
        }
    }
}

impl<T: DeserializeOwned> std::iter::FusedIterator for KvEntries<T> {}

impl<T> fmt::Debug for KvEntries<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("KvEntries { .. }")
    }
}
