//! How to search.

use std::fmt;

use serde::Serialize;
use wasm_bindgen::JsValue;

use crate::js::{self, Checked, Options, choices};
use crate::vectorize::Filter;

choices! {
    /// What chunks are compared by.
    RetrievalType {
        /// What they mean.
        Vector = "vector",
        /// Their words.
        Keyword = "keyword",
        /// Both.
        Hybrid = "hybrid",
    }
    /// How the scores by meaning and by words become one.
    FusionMethod {
        /// The higher one.
        Max = "max",
        /// By the places in both lists (reciprocal rank fusion).
        Rrf = "rrf",
    }
    /// Which words of a query a chunk must have.
    KeywordMatch {
        /// All of them.
        And = "and",
        /// At least one.
        Or = "or",
    }
    /// Which values of a field come first.
    BoostDirection {
        /// The smallest.
        Asc = "asc",
        /// The largest.
        Desc = "desc",
        /// Chunks that have the field.
        Exists = "exists",
        /// Chunks that do not.
        NotExists = "not_exists",
    }
    /// How alike two questions must be for one answer.
    CacheThreshold {
        /// Nearly the same.
        SuperStrictMatch = "super_strict_match",
        /// Close.
        CloseEnough = "close_enough",
        /// Somewhat close.
        FlexibleFriend = "flexible_friend",
        /// Hardly.
        AnythingGoes = "anything_goes",
    }
}

/// A record of options, further ones among them.
macro_rules! record {
    ($($(#[$doc:meta])* $name:ident;)*) => {
        $(
            $(#[$doc])*
            #[must_use = "options do nothing until a call has them"]
            pub struct $name(pub(super) Checked);

            impl $name {
                /// None yet.
                pub const fn new() -> Self {
                    Self(Checked::new())
                }

                /// A further option, by the name that the platform gives it. A call with a value that JavaScript does not have fails.
                pub fn option<T: Serialize + ?Sized>(self, name: impl AsRef<str>, value: &T) -> Self {
                    Self(self.0.json(name.as_ref(), value))
                }
            }

            impl Default for $name {
                fn default() -> Self {
                    Self::new()
                }
            }

            impl fmt::Debug for $name {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    f.write_str(concat!(stringify!($name), " { .. }"))
                }
            }
        )*
    };
}

record! {
    /// How to search. What is not set is as the instance has it.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use worker_sdk::ai_search::{Boost, Reranking, Retrieval, SearchOptions};
    /// use worker_sdk::vectorize::Filter;
    ///
    /// let retrieval = Retrieval::new()
    ///     .max_num_results(5)
    ///     .filters(&Filter::new().eq("folder", "guides/"))
    ///     .boost_by([Boost::new("timestamp")]);
    /// let options = SearchOptions::new().retrieval(retrieval).reranking(Reranking::new().enabled(true));
    /// ```
    ///
    /// See <https://developers.cloudflare.com/ai-search/configuration/retrieval/>.
    SearchOptions;
    /// Which chunks are found.
    Retrieval;
    /// Whether a model writes the query anew before it is searched for.
    ///
    /// See <https://developers.cloudflare.com/ai-search/configuration/retrieval/query-rewriting/>.
    QueryRewrite;
    /// Whether a model orders what was found anew.
    ///
    /// See <https://developers.cloudflare.com/ai-search/configuration/retrieval/reranking/>.
    Reranking;
    /// Whether like questions have one answer.
    ///
    /// See <https://developers.cloudflare.com/ai-search/configuration/retrieval/cache/>.
    ResponseCache;
}

impl SearchOptions {
    /// Which chunks are found.
    pub fn retrieval(self, retrieval: Retrieval) -> Self {
        Self(self.0.options("retrieval", retrieval.0))
    }

    /// Whether a model writes the query anew before it is searched for.
    pub fn query_rewrite(self, rewrite: QueryRewrite) -> Self {
        Self(self.0.options("query_rewrite", rewrite.0))
    }

    /// Whether a model orders what was found anew.
    pub fn reranking(self, reranking: Reranking) -> Self {
        Self(self.0.options("reranking", reranking.0))
    }

    /// Whether like questions have one answer.
    pub fn cache(self, cache: ResponseCache) -> Self {
        Self(self.0.options("cache", cache.0))
    }
}

impl Retrieval {
    js::members! {
        /// What chunks are compared by.
        retrieval_type: one_of(RetrievalType) = "retrieval_type";
        /// How the scores by meaning and by words become one.
        fusion_method: one_of(FusionMethod) = "fusion_method";
        /// Which words of the query a chunk must have; all of them without this.
        keyword_match_mode: one_of(KeywordMatch) = "keyword_match_mode";
        /// The lowest score, from 0 to 1; 0.4 without this.
        match_threshold: number() = "match_threshold";
        /// How many chunks are found at most, from 1 to 50; 10 without this.
        max_num_results: integer() = "max_num_results";
        /// How many chunks around each are given with it, from 0 to 3; none without this.
        context_expansion: integer() = "context_expansion";
        /// Whether chunks come without their text.
        metadata_only: flag() = "metadata_only";
        /// Whether nothing is found where the search fails; where this is false, the call fails.
        return_on_failure: flag() = "return_on_failure";
    }

    /// Only chunks of documents whose metadata is so: `filename`, `folder`, `timestamp`, or a field of your own that the
    /// instance [knows](super::Config::custom_metadata). A filter without conditions is none.
    ///
    /// See <https://developers.cloudflare.com/ai-search/configuration/retrieval/filtering/>.
    pub fn filters(self, filter: &Filter) -> Self {
        match filter.is_empty() {
            true => self,
            false => Self(self.0.tried("filters", filter.to_js())),
        }
    }

    /// Which fields of metadata bring a chunk further up, three at most.
    pub fn boost_by(self, boosts: impl IntoIterator<Item = Boost>) -> Self {
        Self(self.0.value("boost_by", list_of(boosts)))
    }
}

impl QueryRewrite {
    js::members! {
        /// Whether the query is written anew.
        enabled: flag() = "enabled";
        /// The model that does so.
        model: text() = "model";
        /// What the model is told.
        rewrite_prompt: text() = "rewrite_prompt";
    }
}

impl Reranking {
    js::members! {
        /// Whether chunks are ordered anew.
        enabled: flag() = "enabled";
        /// The model that does so, such as `@cf/baai/bge-reranker-base`.
        model: text() = "model";
        /// The lowest score that the model gives, from 0 to 1; 0.4 without this.
        match_threshold: number() = "match_threshold";
    }
}

impl ResponseCache {
    js::members! {
        /// Whether answers are kept and taken again.
        enabled: flag() = "enabled";
        /// How alike questions must be.
        cache_threshold: one_of(CacheThreshold) = "cache_threshold";
    }
}

/// A field of metadata that brings a chunk further up.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "a boost does nothing until a call has it"]
pub struct Boost {
    field: String,
    direction: Option<BoostDirection>,
}

impl Boost {
    /// By this field, of at most 64 letters. Without a [direction](Self::direction), small numbers come first, and chunks that
    /// have a text.
    pub fn new(field: impl Into<String>) -> Self {
        Self {
            field: field.into(),
            direction: None,
        }
    }

    /// Which values come first.
    pub fn direction(mut self, direction: BoostDirection) -> Self {
        self.direction = Some(direction);
        self
    }
}

pub(super) fn list_of(boosts: impl IntoIterator<Item = Boost>) -> JsValue {
    js::list(boosts.into_iter().map(|boost| {
        Options::new()
            .text("field", boost.field.as_str())
            .value("direction", boost.direction.map(BoostDirection::into_js))
            .into_js()
    }))
}
