//! AI Search under its older name.

mod found;
mod search;

use std::fmt;

use wasm_bindgen::JsValue;

use crate::error::Result;
use crate::js::{Place, codec};
pub use found::{AutoRagDocument, AutoRagInfo, AutoRagResults};
pub use search::{AutoRagAnswer, AutoRagSearch};

use super::Tokens;

/// An instance of AI Search, in the interface of its older name: [`Ai::autorag`](super::Ai::autorag). New workers take
/// [`ai_search`](crate::ai_search), which can do more.
///
/// See <https://developers.cloudflare.com/ai-search/api/migration/workers-binding-legacy/>.
#[derive(Clone)]
pub struct AutoRag(Place);

impl AutoRag {
    pub(super) fn new(ai: &JsValue, id: String) -> Self {
        Self(Place::root(ai.clone()).found("autorag", "instance", id))
    }

    /// All instances of the account, whatever the name is.
    ///
    /// # Errors
    ///
    /// Fails when the platform does.
    pub async fn list(&self) -> Result<Vec<AutoRagInfo>> {
        let instances = self
            .0
            .call("listing instances of AutoRAG", "list", [])
            .await?;
        codec::from_js_of(&instances, "the instances of AutoRAG")
    }

    /// Finds parts of documents by words. Nothing is sent before it is awaited.
    pub fn search(&self, query: impl AsRef<str>) -> AutoRagSearch {
        AutoRagSearch::new(self.0.clone(), query.as_ref())
    }

    /// Lets a model answer from the documents. Nothing is sent before it is awaited.
    pub fn ai_search(&self, query: impl AsRef<str>) -> AutoRagAnswer<AutoRagResults> {
        AutoRagAnswer::whole(self.0.clone(), query.as_ref())
    }

    /// Lets a model answer from the documents, with an answer that comes piece by piece. Nothing is sent before it is awaited.
    pub fn ai_search_stream(&self, query: impl AsRef<str>) -> AutoRagAnswer<Tokens> {
        AutoRagAnswer::streamed(self.0.clone(), query.as_ref())
    }
}

impl fmt::Debug for AutoRag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AutoRag({:?})", self.0.id().unwrap_or_default())
    }
}
