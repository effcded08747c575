//! One document.

use std::fmt;

use serde_json::{Map, Value};
use wasm_bindgen::JsValue;

use super::logs::{ItemChunks, ItemLogs};
use crate::error::{Error, Result};
use crate::http::Body;
use crate::js::object::{Time, object};
use crate::js::{self, Place, codec, words};
use crate::time::Timestamp;

words! {
    /// How far an item is indexed.
    Status {
        /// It waits.
        Queued = "queued",
        /// It is indexed now.
        Running = "running",
        /// It is indexed.
        Completed = "completed",
        /// It failed: [`ItemInfo::error`] says why.
        Error = "error",
        /// It was left out.
        Skipped = "skipped",
        /// It has changed since.
        Outdated = "outdated",
    }
}

/// What is known of an item: [`Item::info`].
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct ItemInfo {
    /// Its id, by which items [get](super::Items::get) it.
    pub id: String,
    /// The name of the file, or the address of the page.
    pub key: String,
    /// How far it is indexed. The platform need not say so at once after an [upload](super::Items::upload).
    pub status: Option<Status>,
    /// What is done with it next, `INDEX` or `DELETE`.
    pub next_action: Option<String>,
    /// Why it failed.
    pub error: Option<String>,
    /// What its content is known by.
    pub checksum: Option<String>,
    /// The namespace of its instance.
    pub namespace: Option<String>,
    /// How many chunks it has.
    pub chunks_count: Option<u64>,
    /// Its bytes.
    pub file_size: Option<u64>,
    /// Where it comes from, `builtin` for uploads.
    pub source_id: Option<String>,
    /// When it was seen last in its source.
    pub last_seen_at: Option<Timestamp>,
    /// When it was made.
    pub created_at: Option<Timestamp>,
    /// Its metadata.
    pub metadata: Map<String, Value>,
    /// What else the platform said.
    pub others: Map<String, Value>,
}

object!(ItemInfo, "an item", {
    "id" => id, "key" => key, "status" => status, "next_action" => next_action, "error" => error,
    "checksum" => checksum, "namespace" => namespace, "chunks_count" => chunks_count, "file_size" => file_size,
    "source_id" => source_id, "last_seen_at" => last_seen_at as Time, "created_at" => created_at as Time,
    "metadata" => metadata,
} needs "id" others others);

impl ItemInfo {
    pub(super) fn of(answer: &JsValue) -> Result<Self> {
        codec::from_js_of(answer, "an item of AI Search")
    }
}

/// The content of an item: [`Item::download`].
#[derive(Debug)]
#[non_exhaustive]
pub struct Download {
    /// The bytes, as they were uploaded.
    pub body: Body,
    /// Their type, such as `application/pdf`.
    pub content_type: String,
    /// The name of the file.
    pub filename: String,
    /// How many bytes there are.
    pub size: u64,
}

#[derive(Default)]
struct Described {
    content_type: String,
    filename: String,
    size: u64,
}

object!(Described, "the content of an item", {
    "contentType" => content_type, "filename" => filename, "size" => size,
});

/// An item, a document: [`Items::get`](super::Items::get).
///
/// See <https://developers.cloudflare.com/ai-search/api/items/workers-binding/>.
#[derive(Clone)]
pub struct Item(Place);

impl Item {
    pub(super) fn at(place: Place) -> Self {
        Self(place)
    }

    /// Its id.
    #[must_use]
    pub fn id(&self) -> &str {
        self.0.id().unwrap_or_default()
    }

    /// What is known of it.
    ///
    /// # Errors
    ///
    /// Fails when there is no such item, and when the platform fails.
    pub async fn info(&self) -> Result<ItemInfo> {
        ItemInfo::of(
            &self
                .0
                .call("asking for an item of AI Search", "info", [])
                .await?,
        )
    }

    /// Its content. The bytes need not enter wasm: a response can have them as its body.
    ///
    /// # Errors
    ///
    /// Fails when there is no such item, and when the platform fails.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use worker_sdk::{Response, Result};
    /// # async fn run(docs: worker_sdk::ai_search::Instance) -> Result<Response> {
    ///
    /// let file = docs.items().get("item-1").download().await?;
    /// Response::new(file.body).with_header("content-type", &file.content_type)
    /// # }
    /// ```
    pub async fn download(&self) -> Result<Download> {
        let doing = "downloading an item of AI Search";
        let content = self.0.call(doing, "download", []).await?;
        let body = js::property(&content, "body");
        if !body.is_object() {
            let error = Error::malformed("AI Search answered without the content of an item");
            return Err(error.about("item", self.id()));
        }
        let described: Described = codec::from_js_of(&content, "the content of an item")?;
        Ok(Download {
            body: Body::from_raw(body),
            content_type: described.content_type,
            filename: described.filename,
            size: described.size,
        })
    }

    /// Has it indexed again; what is known of it then.
    ///
    /// # Errors
    ///
    /// Fails when there is no such item, and when the platform fails.
    pub async fn sync(&self) -> Result<ItemInfo> {
        ItemInfo::of(
            &self
                .0
                .call("indexing an item of AI Search", "sync", [])
                .await?,
        )
    }

    /// What was logged while it was indexed. Nothing is sent before it is awaited.
    pub fn logs(&self) -> ItemLogs {
        ItemLogs::new(self.0.clone())
    }

    /// Its chunks. Nothing is sent before it is awaited.
    pub fn chunks(&self) -> ItemChunks {
        ItemChunks::new(self.0.clone())
    }
}

impl fmt::Debug for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Item({:?})", self.id())
    }
}
