//! Reading vectors.

use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;

use super::found::{Metadata, Stored};
use super::write::{ids, ids_written};
use crate::error::Result;
use crate::js::tape::Writer;
use crate::js::{self, awaited};

/// Reads vectors: [`Index::get_by_ids`](super::Index::get_by_ids). Nothing is sent before it is awaited.
///
/// The vectors carry metadata of type `M` after [`metadata`](GetByIds::metadata), otherwise none. Those that are not there
/// are left out.
///
/// # Errors
///
/// Fails when an id has more than 64 bytes, and when the platform cannot read, such as for more ids than it takes at once;
/// when the metadata of a vector is not an `M` the error [is malformed](crate::Error::is_malformed) and says which one.
#[must_use = "nothing is read until it is awaited"]
pub struct GetByIds<M = ()> {
    index: JsValue,
    /// None for no ids.
    written: Result<Option<Writer>>,
    metadata: Metadata<M>,
}

impl GetByIds {
    pub(super) fn new(index: &JsValue, ids: &[String]) -> Self {
        Self {
            index: index.clone(),
            written: ids_written(ids),
            metadata: Metadata::UNREAD,
        }
    }
}

impl<M> GetByIds<M> {
    /// Reads the metadata of each vector as a `T`.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(index: worker_sdk::vectorize::Index) -> worker_sdk::Result<()> {
    /// #[derive(serde::Deserialize)]
    /// struct Page {
    ///     url: String,
    /// }
    ///
    /// for stored in index.get_by_ids(["page-1", "page-2"]).metadata::<Page>().await? {
    ///     let url = stored.metadata.map(|page| page.url);
    ///     worker_sdk::console_log!("{} is at {url:?}", stored.id);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn metadata<T: DeserializeOwned>(self) -> GetByIds<T> {
        GetByIds {
            index: self.index,
            written: self.written,
            metadata: Metadata::typed(),
        }
    }

    async fn send(self) -> Result<Vec<Stored<M>>> {
        let Some(written) = self.written? else {
            return Ok(Vec::new());
        };
        let promise = ids(&self.index, "getByIds", written);
        let found = js::settled(promise, "reading vectors").await?;
        self.metadata.stored(&found)
    }
}

awaited!(GetByIds<M> => Vec<Stored<M>>);
