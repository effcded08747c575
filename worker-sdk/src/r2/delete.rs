//! Deleting objects.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;

use wasm_bindgen::JsValue;

use super::error::{checked_key, settled, settled_together};
use super::sys;
use crate::error::Result;
use crate::js;

/// How many keys R2 takes in one call.
const MAX_KEYS: usize = 1_000;

/// Deletes objects. Does nothing until it is awaited. That there is no such object is no error.
///
/// [`Context::wait_until`](crate::Context::wait_until) takes it as it is.
///
/// # Errors
///
/// Fails when a key is empty or has more than 1,024 bytes; then nothing is deleted. Also when R2 fails; then the first
/// thousands of objects may be gone.
#[must_use = "nothing is deleted until this is awaited"]
pub struct Delete {
    bucket: JsValue,
    keys: Vec<String>,
}

impl Delete {
    pub(super) fn new(bucket: JsValue, keys: Vec<String>) -> Self {
        Self { bucket, keys }
    }

    async fn run(self) -> Result<()> {
        let keys = self.keys.iter().map(|key| checked_key(key));
        let keys = keys.collect::<Result<Vec<_>>>()?;
        for keys in keys.chunks(MAX_KEYS) {
            let promise = sys::remove(&self.bucket, &js::list(keys.iter().cloned()));
            match self.keys.as_slice() {
                [key] => settled(promise, "deleting", key).await?,
                _ => settled_together(promise, "deleting objects").await?,
            };
        }
        Ok(())
    }
}

impl IntoFuture for Delete {
    type Output = Result<()>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

impl fmt::Debug for Delete {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Delete")
            .field("keys", &self.keys)
            .finish_non_exhaustive()
    }
}
