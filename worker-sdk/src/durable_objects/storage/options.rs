//! What the builders share.

use wasm_bindgen::JsValue;

use super::MAX_KEYS;
use super::error::TooManyKeys;
use crate::error::{Error, Result};
use crate::js;

/// Options that several builders have.
macro_rules! option {
    (allow_concurrency) => {
        /// Lets the object handle other events while it waits for this.
        ///
        /// Without it the platform holds them back until the storage has answered, so that no other event comes between
        /// a read and the write that depends on it.
        pub fn allow_concurrency(mut self) -> Self {
            self.options = self.options.flag("allowConcurrency", true);
            self
        }
    };
    (allow_unconfirmed) => {
        /// Lets responses and messages leave the object before the write is safe on disk.
        ///
        /// Without it the platform holds them back, so that nobody is told of what may still be lost.
        pub fn allow_unconfirmed(mut self) -> Self {
            self.options = self.options.flag("allowUnconfirmed", true);
            self
        }
    };
    (no_cache) => {
        /// Does not keep the value in the platform's cache in memory, for values that are seldom needed.
        pub fn no_cache(mut self) -> Self {
            self.options = self.options.flag("noCache", true);
            self
        }
    };
}
pub(super) use option;

/// The keys of an operation on several; `undefined` for none.
pub(super) fn keys<K: AsRef<str>>(keys: impl IntoIterator<Item = K>) -> Result<JsValue> {
    let keys: Vec<JsValue> = keys.into_iter().map(|key| js::text(key.as_ref())).collect();
    check_count(keys.len())?;
    Ok(match keys.is_empty() {
        true => JsValue::UNDEFINED,
        false => js::list(keys),
    })
}

pub(super) fn check_count(count: usize) -> Result<()> {
    match count <= MAX_KEYS {
        true => Ok(()),
        false => Err(Error::of(TooManyKeys { count })),
    }
}
