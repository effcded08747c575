//! Searches and answers.

use wasm_bindgen::JsValue;

use super::found::AutoRagResults;
use crate::ai::{Tokens, sys, tokens_of};
use crate::error::{Error, Kind, Result};
use crate::js::{self, Checked, Options, Place, awaited, codec};

/// What a search and an answer have in common.
macro_rules! query {
    () => {
        js::members! {
            /// How many parts are found at most, from 1 to 50; 10 without this.
            max_num_results: integer() = "max_num_results";
            /// Whether a model writes the query anew before it is searched for; not without this.
            rewrite_query: flag() = "rewrite_query";
            /// Only documents whose metadata is so: a struct or a map in the older form of filters, with `type`, `key` and `value`, or
            /// with `type` and `filters`. A call with a value that JavaScript does not have fails.
            filters: json() = "filters";
        }

        /// The lowest score, from 0 to 1; 0.4 without this.
        pub fn score_threshold(mut self, score: f64) -> Self {
            let ranking = Options::new().number("score_threshold", score);
            self.0 = self.0.value("ranking_options", ranking.into_js());
            self
        }

        /// Whether this model, such as `@cf/baai/bge-reranker-base`, orders what was found anew.
        pub fn reranking(mut self, model: impl AsRef<str>) -> Self {
            let reranking = Options::new().flag("enabled", true);
            let reranking = reranking.text("model", model.as_ref());
            self.0 = self.0.value("reranking", reranking.into_js());
            self
        }
    };
}

/// Finds parts of documents: [`AutoRag::search`](super::AutoRag::search). Nothing is sent before it is awaited.
///
/// # Errors
///
/// Fails when there is no such instance, and when the platform fails: [`ErrorKind`](crate::ai::ErrorKind).
#[must_use = "nothing is searched until it is awaited"]
pub struct AutoRagSearch(Checked, Place);

/// Lets a model answer from documents: [`AutoRag::ai_search`](super::AutoRag::ai_search). Nothing is sent before it is
/// awaited.
///
/// # Errors
///
/// Fails when there is no such instance, when the model fails, and when the platform does:
/// [`ErrorKind`](crate::ai::ErrorKind).
#[must_use = "no model is asked until it is awaited"]
pub struct AutoRagAnswer<O>(Checked, Place, Form<O>);

struct Form<O> {
    is_streamed: bool,
    read: fn(JsValue) -> Result<O>,
}

impl AutoRagSearch {
    pub(super) fn new(place: Place, query: &str) -> Self {
        Self(Checked::new().text("query", query), place)
    }

    query!();

    async fn send(self) -> Result<AutoRagResults> {
        let promise = self.1.start("search", [self.0.into_js()?]);
        let found = self.1.settled(promise, "searching").await?;
        codec::from_js_of(&found, "what AutoRAG found")
    }
}

impl AutoRagAnswer<AutoRagResults> {
    pub(super) fn whole(place: Place, query: &str) -> Self {
        let read = |answer| codec::from_js_of(&answer, "the answer of AutoRAG");
        let is_streamed = false;
        let options = Checked::new().text("query", query);
        Self(options, place, Form { is_streamed, read })
    }
}

impl AutoRagAnswer<Tokens> {
    pub(super) fn streamed(place: Place, query: &str) -> Self {
        let read = |answer| {
            const AT_ONCE: &str = "AutoRAG answered at once; ask it with `ai_search`";
            let tokens = tokens_of(answer);
            tokens.ok_or_else(|| Error::saying(AT_ONCE).with_kind(Kind::Malformed))
        };
        let is_streamed = true;
        let options = Checked::new().text("query", query).flag("stream", true);
        Self(options, place, Form { is_streamed, read })
    }
}

impl<O> AutoRagAnswer<O> {
    query!();

    js::members! {
        /// What the model is told.
        system_prompt: text() = "system_prompt";
        /// The model that answers; that of the instance without this.
        model: text() = "model";
    }

    async fn send(self) -> Result<O> {
        let Self(options, place, Form { is_streamed, read }) = self;
        let mut promise = place.start("aiSearch", [options.into_js()?]);
        if is_streamed {
            promise = sys::stream_of(&promise);
        }
        read(place.settled(promise, "asking AutoRAG").await?)
    }
}

awaited!(AutoRagSearch => AutoRagResults);
awaited!(AutoRagAnswer<O> => O);
