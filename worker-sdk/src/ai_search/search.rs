//! Searches.

use wasm_bindgen::JsValue;

use super::found::Found;
use super::options::SearchOptions;
use crate::ai::Message;
use crate::error::Result;
use crate::js::{Checked, Place, awaited, codec};

/// Where to search.
pub(super) struct Scope {
    pub(super) place: Place,
    /// The names of instances, where a namespace is asked.
    pub(super) instances: Option<JsValue>,
}

impl Scope {
    /// The options, with what is searched.
    pub(super) fn options(&self, options: SearchOptions) -> Checked {
        options.0.value("instance_ids", self.instances.clone())
    }
}

/// Finds chunks of documents: [`Instance::search`](super::Instance::search). Nothing is sent before it is awaited.
///
/// # Errors
///
/// Fails when an option is wrong: then nothing was sent; when there is no such instance, and when the platform fails. Where
/// only the search itself fails, nothing is found, unless
/// [`Retrieval::return_on_failure`](super::Retrieval::return_on_failure) is false. Of several instances, those that fail are
/// in [`Found::errors`].
///
/// See <https://developers.cloudflare.com/ai-search/api/search/workers-binding/>.
#[must_use = "nothing is searched until it is awaited"]
pub struct Search {
    scope: Scope,
    subject: Checked,
    options: SearchOptions,
}

impl Search {
    pub(super) fn query(scope: Scope, query: &str) -> Self {
        Self::new(scope, Checked::new().text("query", query))
    }

    pub(super) fn messages(scope: Scope, messages: impl IntoIterator<Item = Message>) -> Self {
        let messages: Vec<Message> = messages.into_iter().collect();
        Self::new(scope, Checked::new().json("messages", &messages))
    }

    fn new(scope: Scope, subject: Checked) -> Self {
        Self {
            scope,
            subject,
            options: SearchOptions::new(),
        }
    }

    /// How to search; options that were set before are dropped.
    pub fn options(mut self, options: SearchOptions) -> Self {
        self.options = options;
        self
    }

    async fn send(self) -> Result<Found> {
        let options = self.scope.options(self.options);
        let request = self.subject.options("ai_search_options", options);
        let place = self.scope.place;
        let promise = place.start("search", [request.into_js()?]);
        let found = place.settled(promise, "searching").await?;
        codec::from_js_of(&found, "what AI Search found")
    }
}

awaited!(Search => Found);
