//! AI Search: documents that are found by what they mean and by their words, and questions that a model answers from them.
//!
//! An instance cuts documents into chunks, makes vectors of them, and keeps both up to date. The documents come from
//! [uploads](Items::upload), from a bucket of [R2](crate::r2), or from a website. Instances lie in namespaces. To choose the
//! model of the vectors, or to store vectors of your own, use [Vectorize](crate::vectorize) and [Workers AI](crate::ai).
//!
//! A binding of `ai_search_namespaces` is a [`Namespace`], which has all of its instances, and makes and deletes some; one of
//! `ai_search` is an [`Instance`] of the namespace `default`. There is no local simulator: each call fails, unless the
//! binding has `"remote": true`, with which wrangler passes calls on to the platform. Each search, and each answer, uses
//! models of Workers AI, which are paid for.
//!
//! ```jsonc
//! // wrangler.jsonc
//! "ai_search": [{ "binding": "DOCS", "instance_name": "docs", "remote": true }],
//! "ai_search_namespaces": [{ "binding": "TENANTS", "namespace": "tenants", "remote": true }]
//! ```
//!
//! An instance, an item or a job is named first and used later: it need not be there before a method of it is awaited. What
//! is not there fails then: [`ErrorKind::SearchNotFound`](crate::ai::ErrorKind::SearchNotFound).
//!
//! # Examples
//!
//! ```no_run
//! use worker_sdk::ai::{Chat, Message};
//! use worker_sdk::ai_search::{Instance, Retrieval, SearchOptions};
//! use worker_sdk::{Bindings, Result, console_log};
//!
//! #[derive(Bindings)]
//! struct App {
//!     docs: Instance, // DOCS
//! }
//!
//! async fn search(app: &App, words: &str) -> Result<()> {
//!     let options = SearchOptions::new().retrieval(Retrieval::new().max_num_results(5));
//!     for chunk in app.docs.search(words).options(options).await?.chunks {
//!         console_log!("{} ({}): {}", chunk.item.key, chunk.score, chunk.text);
//!     }
//!     Ok(())
//! }
//!
//! async fn answer(app: &App, question: String) -> Result<String> {
//!     let chat = Chat::new([Message::user(question)]);
//!     Ok(app.docs.chat_completions(&chat).await?.text().to_owned())
//! }
//! ```
//!
//! See <https://developers.cloudflare.com/ai-search/>.

mod answer;
mod chat;
mod config;
mod found;
mod info;
mod instance;
mod item;
mod items;
mod jobs;
mod list;
mod logs;
mod namespace;
mod options;
mod search;
mod stream;
mod sys;
mod upload;

pub use answer::{Answer, Choice, Reply};
pub use chat::ChatCompletions;
pub use config::{Config, DataType, Tokenizer};
pub use found::{Chunk, Found, InstanceError, Scoring, Source};
pub use info::{CustomMetadata, Engine, IndexMethod, Info, Stats, StoredObjects, StoredVectors};
pub use instance::Instance;
pub use item::{Download, Item, ItemInfo, Status};
pub use items::Items;
pub use jobs::{Job, JobInfo, JobLog, JobSource, Jobs};
pub use list::{List, Page, PageInfo};
pub use logs::{ChunkPage, ItemChunk, ItemChunks, ItemLog, ItemLogs, LogPage};
pub use namespace::Namespace;
pub use options::{
    Boost, BoostDirection, CacheThreshold, FusionMethod, KeywordMatch, QueryRewrite, Reranking,
    ResponseCache, Retrieval, RetrievalType, SearchOptions,
};
pub use search::Search;
pub use stream::AnswerStream;
pub use upload::{Upload, UploadAndPoll};
