//! How instances work.

use std::fmt;
use std::time::Duration;

use serde::Serialize;
use wasm_bindgen::JsValue;

use super::info::IndexMethod;
use super::options::{Boost, CacheThreshold, FusionMethod, KeywordMatch, list_of};
use crate::ai;
use crate::error::Result;
use crate::js::{self, Checked, Options, choices};

choices! {
    /// How texts become words.
    Tokenizer {
        /// By their stems, for languages such as English.
        Porter = "porter",
        /// By three letters each, for all languages.
        Trigram = "trigram",
    }
    /// What a field of metadata holds.
    DataType {
        /// Text, of at most 500 characters.
        Text = "text",
        /// A number.
        Number = "number",
        /// True or false.
        Boolean = "boolean",
        /// A date and a time.
        DateTime = "datetime",
    }
}

/// How an instance works: [`Namespace::create`](super::Namespace::create), [`Instance::update`](super::Instance::update).
///
/// # Examples
///
/// ```no_run
/// # use std::time::Duration;
/// use worker_sdk::ai_search::{Config, DataType, IndexMethod, Namespace};
/// # async fn run(namespace: Namespace) -> worker_sdk::Result<()> {
///
/// let config = Config::r2("my-documents")
///     .index_method(IndexMethod::HYBRID)
///     .custom_metadata([("language", DataType::Text)])
///     .sync_interval(Duration::from_secs(6 * 3600));
/// let docs = namespace.create("docs", config).await?;
/// # Ok(())
/// # }
/// ```
///
/// See <https://developers.cloudflare.com/ai-search/configuration/>.
#[must_use = "a configuration does nothing until an instance has it"]
pub struct Config(Checked, Options);

impl Config {
    /// What the platform has by default: of a new instance, documents that are [uploaded](super::Items::upload).
    pub const fn new() -> Self {
        Self(Checked::new(), Options::new())
    }

    /// The documents of a bucket of R2, by its name.
    pub fn r2(bucket: impl AsRef<str>) -> Self {
        Self::new().source_type("r2").source(bucket)
    }

    /// The pages of a website, by its domain or its address.
    pub fn web_crawler(site: impl AsRef<str>) -> Self {
        Self::new().source_type("web-crawler").source(site)
    }

    js::members! {
        /// Where documents come from, in a word of the platform: `r2`, `web-crawler`.
        source_type: text() = "type";
        /// Which bucket or website it is.
        source: text() = "source";
        /// What of it is taken, and how: a struct or a map with members such as `prefix`, `include_items` or `web_crawler`.
        source_params: json() = "source_params";
        /// The id of the API token that the instance works with; the account needs one only for its first instance.
        token_id: text() = "token_id";
        /// The gateway of AI Gateway that models are called through.
        ai_gateway_id: text() = "ai_gateway_id";
        /// Whether a model writes queries anew before they are searched for; not without this.
        rewrite_query: flag() = "rewrite_query";
        /// Whether a model orders what was found anew; not without this.
        reranking: flag() = "reranking";
        /// The model that makes vectors.
        embedding_model: text() = "embedding_model";
        /// The model that answers.
        ai_search_model: text() = "ai_search_model";
        /// The model that writes queries anew.
        rewrite_model: text() = "rewrite_model";
        /// The model that orders what was found anew.
        reranking_model: text() = "reranking_model";
        /// How the scores by meaning and by words become one; by places without this.
        fusion_method: one_of(FusionMethod) = "fusion_method";
        /// Whether documents are cut into chunks.
        chunk: flag() = "chunk";
        /// How many tokens a chunk has, 64 at least.
        chunk_size: integer() = "chunk_size";
        /// How much chunks overlap.
        chunk_overlap: integer() = "chunk_overlap";
        /// The lowest score of what is found, from 0 to 1.
        score_threshold: number() = "score_threshold";
        /// How many chunks are found at most.
        max_num_results: integer() = "max_num_results";
        /// Whether answers are kept and taken again.
        cache: flag() = "cache";
        /// How alike questions must be for that.
        cache_threshold: one_of(CacheThreshold) = "cache_threshold";
        /// What else is known of the instance, a struct or a map.
        metadata: json() = "metadata";
    }

    /// Whether documents are found by what they mean, by their words, or by both. At least one is true.
    pub fn index_method(mut self, method: IndexMethod) -> Self {
        let options = Options::new()
            .flag("vector", method.vector)
            .flag("keyword", method.keyword);
        self.0 = self.0.value("index_method", options.into_js());
        self
    }

    /// How texts become words.
    pub fn keyword_tokenizer(mut self, tokenizer: Tokenizer) -> Self {
        let options = Options::new().value("keyword_tokenizer", tokenizer.into_js());
        self.0 = self.0.value("indexing_options", options.into_js());
        self
    }

    /// Which words of a query a chunk must have.
    pub fn keyword_match_mode(mut self, mode: KeywordMatch) -> Self {
        self.1 = self.1.value("keyword_match_mode", mode.into_js());
        self
    }

    /// Which fields of metadata bring a chunk further up, three at most.
    pub fn boost_by(mut self, boosts: impl IntoIterator<Item = Boost>) -> Self {
        self.1 = self.1.value("boost_by", list_of(boosts));
        self
    }

    /// The fields of metadata that can be filtered by, five at most, beside `filename`, `folder` and `timestamp`. Where they
    /// change, all documents are indexed anew.
    pub fn custom_metadata<N: AsRef<str>>(
        mut self,
        fields: impl IntoIterator<Item = (N, DataType)>,
    ) -> Self {
        let fields = fields.into_iter().map(|(name, data_type)| {
            let field = Options::new().text("field_name", name.as_ref());
            field.value("data_type", data_type.into_js()).into_js()
        });
        self.0 = self.0.value("custom_metadata", js::list(fields));
        self
    }

    /// How often the source is looked at, in whole seconds: every 1, 2, 4, 6, 12 or 24 hours.
    pub fn sync_interval(mut self, interval: Duration) -> Self {
        self.0 = self.0.number("sync_interval", interval.as_secs() as f64);
        self
    }

    /// A further option, by the name that the platform gives it. A call with a value that JavaScript does not have fails.
    ///
    /// Of `retrieval_options`, what [`keyword_match_mode`](Self::keyword_match_mode) and [`boost_by`](Self::boost_by) set stays.
    pub fn option<T: Serialize + ?Sized>(mut self, name: impl AsRef<str>, value: &T) -> Self {
        self.0 = self.0.json(name.as_ref(), value);
        self
    }

    pub(super) fn with_id(mut self, id: &str) -> Result<JsValue> {
        self.0 = self.0.text("id", id);
        self.into_js()
    }

    pub(super) fn into_js(self) -> Result<JsValue> {
        let config = self.0.into_object()?;
        ai::merge_options(
            &config,
            &js::constant("retrieval_options"),
            &self.1.into_js(),
        );
        Ok(config)
    }
}

impl Default for Config {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Config { .. }")
    }
}
