//! The documents of an instance.

use std::fmt;

use super::item::{Item, ItemInfo};
use super::list::List;
use super::upload::{Upload, UploadAndPoll};
use crate::error::Result;
use crate::http::Body;
use crate::js::{self, Place};

/// The items of an instance, its documents: [`Instance::items`](super::Instance::items).
///
/// # Examples
///
/// ```no_run
/// # use std::time::Duration;
/// # async fn run(docs: worker_sdk::ai_search::Instance) -> worker_sdk::Result<()> {
/// use worker_sdk::ai_search::Status;
///
/// let items = docs.items();
/// let item = items.upload_and_poll("faq.md", "# FAQ").timeout(Duration::from_secs(20)).await?;
/// if item.status == Some(Status::Completed) {
///     let found = docs.search("password").await?;
/// }
/// items.delete(item.id).await?;
/// # Ok(())
/// # }
/// ```
///
/// See <https://developers.cloudflare.com/ai-search/api/items/workers-binding/>.
#[derive(Clone)]
pub struct Items(Place);

impl Items {
    pub(super) fn at(place: Place) -> Self {
        Self(place)
    }

    /// Lists items. Nothing is sent before it is awaited.
    pub fn list(&self) -> List<ItemInfo> {
        List::new(&self.0, "list", "listing items of AI Search")
    }

    /// Stores a document of at most 4 MB under the name of a file, and has it indexed; one of the same name is replaced.
    /// Nothing is sent before it is awaited.
    pub fn upload(&self, name: impl AsRef<str>, content: impl Into<Body>) -> Upload {
        Upload::new(self.0.clone(), name.as_ref(), content.into())
    }

    /// As [`upload`](Self::upload), and waits until the document is indexed.
    pub fn upload_and_poll(
        &self,
        name: impl AsRef<str>,
        content: impl Into<Body>,
    ) -> UploadAndPoll {
        UploadAndPoll::new(self.0.clone(), name.as_ref(), content.into())
    }

    /// The item of this id. Nothing is sent yet, so it need not be there.
    pub fn get(&self, id: impl Into<String>) -> Item {
        Item::at(self.0.found("get", "item", id))
    }

    /// Deletes an item and its chunks.
    ///
    /// # Errors
    ///
    /// Fails when there is no such item, and when the platform fails.
    pub async fn delete(&self, id: impl AsRef<str>) -> Result<()> {
        let id = id.as_ref();
        let doing = "deleting an item of AI Search";
        let deleted = self.0.call(doing, "delete", [js::text(id)]).await;
        deleted.map_err(|error| error.about("item", id))?;
        Ok(())
    }
}

impl fmt::Debug for Items {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Items { .. }")
    }
}
