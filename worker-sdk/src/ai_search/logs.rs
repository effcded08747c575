//! What was logged of a document, and its chunks.

use super::found::Source;
use crate::cursor::Cursor;
use crate::error::Result;
use crate::js::object::{Text, Time, object};
use crate::js::{self, Checked, Place, awaited, codec};
use crate::time::Timestamp;

/// What was logged while an item was indexed: [`Item::logs`](super::Item::logs). Nothing is sent before it is awaited.
///
/// # Errors
///
/// Fails when there is no such item, and when the platform fails.
#[must_use = "nothing is asked until it is awaited"]
pub struct ItemLogs(Checked, Place);

/// Chunks of an item: [`Item::chunks`](super::Item::chunks). Nothing is sent before it is awaited.
///
/// # Errors
///
/// Fails when there is no such item, and when the platform fails.
#[must_use = "nothing is asked until it is awaited"]
pub struct ItemChunks(Checked, Place);

/// Some of what was logged.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct LogPage {
    /// What was logged.
    pub result: Vec<ItemLog>,
    /// Where the next page begins; `None` on the last one.
    pub cursor: Option<String>,
}

/// Something that was logged.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct ItemLog {
    /// When it was.
    pub timestamp: Option<Timestamp>,
    /// What was done.
    pub action: String,
    /// What is said of it.
    pub message: String,
    /// The key of the item.
    pub file_key: Option<String>,
    /// How many chunks there were.
    pub chunk_count: Option<u64>,
    /// How long it took, in milliseconds.
    pub processing_time_ms: Option<f64>,
    /// What kind of error it was.
    pub error_type: Option<String>,
}

/// Some of the chunks.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct ChunkPage {
    /// The chunks, in their order.
    pub result: Vec<ItemChunk>,
    /// How many chunks are before them, if the platform says so.
    pub offset: Option<u64>,
    /// How many there are in all, if the platform says so.
    pub total: Option<u64>,
}

/// A chunk of an item.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct ItemChunk {
    /// Its id.
    pub id: String,
    /// Its text.
    pub text: String,
    /// The byte of the document at which it begins.
    pub start_byte: u64,
    /// The byte of the document behind it.
    pub end_byte: u64,
    /// The document.
    pub item: Option<Source>,
}

#[derive(Default)]
struct Logged {
    result: Vec<ItemLog>,
    result_info: LogInfo,
}

#[derive(Default)]
struct LogInfo {
    cursor: Option<String>,
    truncated: Option<bool>,
}

#[derive(Default)]
struct Cut {
    result: Vec<ItemChunk>,
    result_info: CutInfo,
}

#[derive(Default)]
struct CutInfo {
    offset: Option<u64>,
    total: Option<u64>,
}

object!(ItemLog, "something that was logged", {
    "timestamp" => timestamp as Time, "action" => action, "message" => message as Text, "fileKey" => file_key,
    "chunkCount" => chunk_count, "processingTimeMs" => processing_time_ms, "errorType" => error_type,
});
object!(ItemChunk, "a chunk", {
    "id" => id as Text, "text" => text as Text, "start_byte" => start_byte, "end_byte" => end_byte, "item" => item,
});
object!(Logged, "what was logged", { "result" => result, "result_info" => result_info } needs "result");
object!(LogInfo, "where logs go on", { "cursor" => cursor, "truncated" => truncated });
object!(Cut, "chunks", { "result" => result, "result_info" => result_info } needs "result");
object!(CutInfo, "how many chunks there are", { "offset" => offset, "total" => total });

impl ItemLogs {
    pub(super) fn new(item: Place) -> Self {
        Self(Checked::new(), item)
    }

    js::members! {
        /// How many a page has, from 1 to 100; 50 without this.
        limit: integer() = "limit";
    }

    /// Begins where [`LogPage::cursor`] of an earlier page ended, or at the beginning for `None`.
    pub fn cursor(mut self, cursor: impl Into<Cursor>) -> Self {
        self.0 = self.0.text("cursor", cursor.into().0.as_deref());
        self
    }

    async fn send(self) -> Result<LogPage> {
        let promise = self.1.start("logs", [self.0.into_js()?]);
        let logged = self.1.settled(promise, "reading logs of AI Search").await?;
        let Logged {
            result,
            result_info: LogInfo { cursor, truncated },
        } = codec::from_js_of(&logged, "the logs of an item")?;
        let cursor = cursor.filter(|_| truncated != Some(false));
        Ok(LogPage { result, cursor })
    }
}

impl ItemChunks {
    pub(super) fn new(item: Place) -> Self {
        Self(Checked::new(), item)
    }

    js::members! {
        /// How many are given, from 1 to 100; 20 without this.
        limit: integer() = "limit";
        /// How many are left out before them.
        offset: integer() = "offset";
    }

    async fn send(self) -> Result<ChunkPage> {
        let promise = self.1.start("chunks", [self.0.into_js()?]);
        let cut = self
            .1
            .settled(promise, "reading chunks of AI Search")
            .await?;
        let Cut {
            result,
            result_info: CutInfo { offset, total },
        } = codec::from_js_of(&cut, "the chunks of an item")?;
        Ok(ChunkPage {
            result,
            offset,
            total,
        })
    }
}

awaited!(ItemLogs => LogPage);
awaited!(ItemChunks => ChunkPage);
