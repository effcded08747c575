//! Searches and answers.

use serde::Serialize;
use wasm_bindgen::JsValue;

use super::found::AutoRagResults;
use crate::ai::{Tokens, sys, tokens_of};
use crate::error::{Error, Result};
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
            self.1 = self.1.number("score_threshold", score);
            self
        }

        /// What orders documents, in a word of the platform.
        pub fn ranker(mut self, ranker: impl AsRef<str>) -> Self {
            self.1 = self.1.text("ranker", ranker.as_ref());
            self
        }

        /// Whether this model, such as `@cf/baai/bge-reranker-base`, orders what was found anew.
        pub fn reranking(mut self, model: impl AsRef<str>) -> Self {
            let reranking = Options::new().flag("enabled", true);
            let reranking = reranking.text("model", model.as_ref());
            self.0 = self.0.value("reranking", reranking.into_js());
            self
        }

        /// A further option, by the name that the platform gives it. A call with a value that JavaScript does not have fails.
        ///
        /// Of `ranking_options`, what [`score_threshold`](Self::score_threshold) and [`ranker`](Self::ranker) set stays.
        pub fn option<T: Serialize + ?Sized>(mut self, name: impl AsRef<str>, value: &T) -> Self {
            self.0 = self.0.json(name.as_ref(), value);
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
pub struct AutoRagSearch(Checked, Options, Place);

/// Lets a model answer from documents: [`AutoRag::ai_search`](super::AutoRag::ai_search). Nothing is sent before it is
/// awaited.
///
/// # Errors
///
/// Fails when there is no such instance, when the model fails, and when the platform does:
/// [`ErrorKind`](crate::ai::ErrorKind).
#[must_use = "no model is asked until it is awaited"]
pub struct AutoRagAnswer<O>(Checked, Options, Place, Form<O>);

struct Form<O> {
    is_streamed: bool,
    read: fn(JsValue) -> Result<O>,
}

impl AutoRagSearch {
    pub(super) fn new(place: Place, query: &str) -> Self {
        let options = Checked::new().text("query", query);
        Self(options, Options::new(), place)
    }

    query!();

    async fn send(self) -> Result<AutoRagResults> {
        let Self(options, ranking, place) = self;
        let promise = place.start("search", [ranked(options, ranking)?]);
        let found = place.settled(promise, "searching").await?;
        codec::from_js_of(&found, "what AutoRAG found")
    }
}

impl AutoRagAnswer<AutoRagResults> {
    pub(super) fn whole(place: Place, query: &str) -> Self {
        let read = |answer| codec::from_js_of(&answer, "the answer of AutoRAG");
        let is_streamed = false;
        let options = Checked::new().text("query", query);
        Self(options, Options::new(), place, Form { is_streamed, read })
    }
}

impl AutoRagAnswer<Tokens> {
    pub(super) fn streamed(place: Place, query: &str) -> Self {
        let read = |answer| {
            const AT_ONCE: &str = "AutoRAG answered at once; ask it with `ai_search`";
            tokens_of(answer).ok_or_else(|| Error::malformed(AT_ONCE))
        };
        let is_streamed = true;
        let options = Checked::new().text("query", query).flag("stream", true);
        Self(options, Options::new(), place, Form { is_streamed, read })
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
        let Self(options, ranking, place, Form { is_streamed, read }) = self;
        let mut promise = place.start("aiSearch", [ranked(options, ranking)?]);
        if is_streamed {
            promise = sys::stream_of(&promise);
        }
        read(place.settled(promise, "asking AutoRAG").await?)
    }
}

fn ranked(options: Checked, ranking: Options) -> Result<JsValue> {
    let options = options.into_js()?;
    let name = js::constant("ranking_options");
    sys::merge_options(&options, &name, &ranking.into_js());
    Ok(options)
}

awaited!(AutoRagSearch => AutoRagResults);
awaited!(AutoRagAnswer<O> => O);
