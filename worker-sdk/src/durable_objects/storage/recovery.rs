//! Bookmarks.

use super::{Storage, sys};
use crate::error::{Error, Result};
use crate::js;
use crate::time::Timestamp;

use super::error::Unexpected;

/// Point-in-time recovery: the storage as it was at any time of the last 30 days. Only objects whose storage is SQLite
/// have it, and the local simulator has the first of these alone.
///
/// A bookmark is text, and of two of them the greater one is the later one.
impl Storage {
    /// The bookmark of what is stored now.
    ///
    /// # Errors
    ///
    /// Fails when the platform has no point-in-time recovery for the object.
    ///
    /// See <https://developers.cloudflare.com/durable-objects/api/sqlite-storage-api/#pitr-point-in-time-recovery-api>.
    pub async fn current_bookmark(&self) -> Result<String> {
        let promise = sys::current_bookmark(self.as_raw());
        bookmark(js::settled(promise, "asking for a bookmark").await?)
    }

    /// The bookmark of what was stored at `time`, which is in the last 30 days.
    ///
    /// # Errors
    ///
    /// Fails for a time that is too long ago, and when the platform has no point-in-time recovery for the object.
    pub async fn bookmark_for_time(&self, time: Timestamp) -> Result<String> {
        let promise = sys::bookmark_for_time(self.as_raw(), time.as_millis());
        bookmark(js::settled(promise, "asking for a bookmark").await?)
    }

    /// Has the storage go back to `bookmark` when the object starts the next time, and gives the bookmark to undo that.
    ///
    /// Call [`State::abort`](crate::durable_objects::State::abort) afterwards, so that it starts at once.
    ///
    /// # Errors
    ///
    /// Fails when there is no such bookmark, and when the platform has no point-in-time recovery for the object.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(storage: worker_sdk::durable_objects::Storage) -> worker_sdk::Result<()> {
    /// use std::time::Duration;
    ///
    /// let yesterday = worker_sdk::now() - Duration::from_secs(86_400);
    /// let bookmark = storage.bookmark_for_time(yesterday).await?;
    /// let undo = storage.on_next_session_restore_bookmark(&bookmark).await?;
    /// # let _ = undo;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn on_next_session_restore_bookmark(&self, bookmark: &str) -> Result<String> {
        let promise = sys::restore_bookmark(self.as_raw(), &js::text(bookmark));
        self::bookmark(js::settled(promise, "restoring a bookmark").await?)
    }
}

fn bookmark(value: wasm_bindgen::JsValue) -> Result<String> {
    js::string(&value).ok_or_else(|| Error::of(Unexpected("bookmark")))
}
