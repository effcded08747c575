//! Uploads of documents.

use std::time::Duration;

use super::item::ItemInfo;
use super::sys;
use crate::error::Result;
use crate::http::Body;
use crate::js::{self, Checked, Place, awaited};

/// Stores a document: [`Items::upload`](super::Items::upload). Nothing is sent before it is awaited.
///
/// Text is sent as it is; bytes and streams never are text, whatever is in them. A stream passes by without entering wasm.
///
/// # Errors
///
/// Fails when JavaScript has no such metadata, when the body was read already, when the document is larger than 4 MB or of a
/// kind that AI Search does not read, and when the platform fails.
///
/// # Examples
///
/// ```no_run
/// # use worker_sdk::Request;
/// # async fn run(docs: worker_sdk::ai_search::Instance, request: Request) -> worker_sdk::Result<()> {
/// #[derive(serde::Serialize)]
/// struct About {
///     language: &'static str,
/// }
///
/// let guide = docs.items().upload("guide.pdf", request.into_body());
/// let item = guide.metadata(&About { language: "en" }).await?;
/// # Ok(())
/// # }
/// ```
///
/// See <https://developers.cloudflare.com/ai-search/api/items/workers-binding/#itemsupload>.
#[must_use = "nothing is stored until it is awaited"]
pub struct Upload(Checked, Content);

/// Stores a document and waits until it is indexed: [`Items::upload_and_poll`](super::Items::upload_and_poll). Nothing is sent
/// before it is awaited.
///
/// When the time is over, what is known of the item then is given back: its [status](ItemInfo::status) says how far it is.
///
/// # Errors
///
/// As [`Upload`]. A document that could not be indexed is no error of the call: see [`ItemInfo::error`].
///
/// See <https://developers.cloudflare.com/ai-search/api/items/workers-binding/#itemsuploadandpoll>.
#[must_use = "nothing is stored until it is awaited"]
pub struct UploadAndPoll(Checked, Content);

struct Content {
    items: Place,
    name: String,
    body: Body,
}

impl Content {
    async fn send(self, method: &'static str, options: Checked) -> Result<ItemInfo> {
        let options = options.into_js()?;
        let name = js::text(&self.name);
        let content = sys::content_of(&self.body.into_js()?);
        let promise = self.items.start(method, [name, content, options]);
        let doing = "storing an item of AI Search";
        let item = self.items.settled(promise, doing).await;
        ItemInfo::of(&item.map_err(|error| error.about("file", self.name))?)
    }
}

impl Upload {
    pub(super) fn new(items: Place, name: &str, body: Body) -> Self {
        let name = name.to_owned();
        Self(Checked::new(), Content { items, name, body })
    }

    js::members! {
        /// What can be filtered by, a struct or a map: fields that the instance [knows](super::Config::custom_metadata).
        metadata: json() = "metadata";
    }

    async fn send(self) -> Result<ItemInfo> {
        self.1.send("upload", self.0).await
    }
}

impl UploadAndPoll {
    pub(super) fn new(items: Place, name: &str, body: Body) -> Self {
        let Upload(options, content) = Upload::new(items, name, body);
        Self(options, content)
    }

    js::members! {
        /// What can be filtered by, a struct or a map: fields that the instance [knows](super::Config::custom_metadata).
        metadata: json() = "metadata";
    }

    /// How often the item is asked for, in whole milliseconds; each second without this.
    pub fn poll_interval(mut self, interval: Duration) -> Self {
        let millis = interval.as_millis() as f64;
        self.0 = self.0.number("pollIntervalMs", millis);
        self
    }

    /// How long is waited at most, in whole milliseconds; 30 seconds without this.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        let millis = timeout.as_millis() as f64;
        self.0 = self.0.number("timeoutMs", millis);
        self
    }

    async fn send(self) -> Result<ItemInfo> {
        self.1.send("uploadAndPoll", self.0).await
    }
}

awaited!(Upload => ItemInfo);
awaited!(UploadAndPoll => ItemInfo);
