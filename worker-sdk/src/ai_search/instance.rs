//! Instances.

use std::fmt;

use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;

use super::chat::ChatCompletions;
use super::config::Config;
use super::info::{Info, Stats};
use super::items::Items;
use super::jobs::Jobs;
use super::search::{Scope, Search};
use super::{Answer, AnswerStream};
use crate::ai::Message;
use crate::env::Binding;
use crate::error::Result;
use crate::js::{self, Place, codec};

/// An instance of AI Search, by a binding in `ai_search`, or by [`Namespace::get`](super::Namespace::get). Cheap to clone.
///
/// See the [module](super) for an example, and
/// <https://developers.cloudflare.com/ai-search/api/search/workers-binding/>.
#[derive(Clone)]
pub struct Instance(Place);

impl Instance {
    /// Wraps a JavaScript `AiSearchInstance`.
    #[must_use]
    pub fn from_raw(raw: JsValue) -> Self {
        Self(Place::root(raw))
    }

    /// The JavaScript `AiSearchInstance` of a binding. `None` of one that a namespace is [asked for](super::Namespace::get):
    /// each call asks for it anew.
    #[must_use]
    pub fn as_raw(&self) -> Option<&JsValue> {
        self.is_held().then(|| self.0.as_raw())
    }

    /// The JavaScript `AiSearchInstance` of a binding, as [`as_raw`](Self::as_raw).
    #[must_use]
    pub fn into_raw(self) -> Option<JsValue> {
        self.is_held().then(|| self.0.into_raw())
    }

    fn is_held(&self) -> bool {
        self.0.id().is_none()
    }

    pub(super) fn at(place: Place) -> Self {
        Self(place)
    }

    /// The name by which a namespace was asked for it; `None` of a binding.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.0.id()
    }

    /// Finds chunks of documents by words. Nothing is sent before it is awaited.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(docs: worker_sdk::ai_search::Instance) -> worker_sdk::Result<()> {
    /// let found = docs.search("How does caching work?").await?;
    /// let keys: Vec<&str> = found.chunks.iter().map(|chunk| chunk.item.key.as_str()).collect();
    /// # Ok(())
    /// # }
    /// ```
    pub fn search(&self, query: impl AsRef<str>) -> Search {
        Search::query(self.scope(), query.as_ref())
    }

    /// Finds chunks of documents by a conversation, of which at least one message is the user's. Nothing is sent before it is
    /// awaited.
    pub fn search_messages(&self, messages: impl IntoIterator<Item = Message>) -> Search {
        Search::messages(self.scope(), messages)
    }

    /// Lets a model answer from the documents. Nothing is sent before it is awaited.
    ///
    /// The conversation is a [`Chat`](crate::ai::Chat), or a type of your own with its fields. Its option `model` names a
    /// model other than that of the instance.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use worker_sdk::ai::{Chat, Message};
    /// # async fn run(docs: worker_sdk::ai_search::Instance) -> worker_sdk::Result<()> {
    ///
    /// let chat = Chat::new([Message::user("How does caching work?")])
    ///     .option("model", "@cf/meta/llama-3.3-70b-instruct-fp8-fast");
    /// let answer = docs.chat_completions(&chat).await?;
    /// worker_sdk::console_log!("{} (from {} chunks)", answer.text(), answer.chunks.len());
    /// # Ok(())
    /// # }
    /// ```
    pub fn chat_completions(&self, chat: &impl Serialize) -> ChatCompletions<Answer> {
        ChatCompletions::whole(self.scope(), chat)
    }

    /// As [`chat_completions`](Self::chat_completions), with an answer that comes piece by piece.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use worker_sdk::ai::{Chat, Message};
    /// # async fn run(docs: worker_sdk::ai_search::Instance) -> worker_sdk::Result<()> {
    ///
    /// let chat = Chat::new([Message::user("How does caching work?")]);
    /// let mut answer = docs.chat_completions_stream(&chat).await?;
    /// for chunk in answer.sources().await? {
    ///     worker_sdk::console_log!("from {}", chunk.item.key);
    /// }
    /// while let Some(token) = answer.try_next().await? {
    ///     worker_sdk::console_log!("{token}");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn chat_completions_stream(&self, chat: &impl Serialize) -> ChatCompletions<AnswerStream> {
        ChatCompletions::streamed(self.scope(), chat)
    }

    /// Changes how the instance works. What is not set stays.
    ///
    /// # Errors
    ///
    /// Fails when JavaScript has no such metadata, when there is no such instance, and when the platform fails.
    pub async fn update(&self, config: Config) -> Result<Info> {
        let config = config.into_js()?;
        self.read("changing an instance of AI Search", "update", [config])
            .await
    }

    /// What is known of the instance.
    ///
    /// # Errors
    ///
    /// Fails when there is no such instance, and when the platform fails.
    pub async fn info(&self) -> Result<Info> {
        self.read("asking for an instance of AI Search", "info", [])
            .await
    }

    /// How many items are indexed, and how many wait for it.
    ///
    /// # Errors
    ///
    /// Fails when there is no such instance, and when the platform fails.
    pub async fn stats(&self) -> Result<Stats> {
        self.read("asking for the state of AI Search", "stats", [])
            .await
    }

    /// Its items, the documents.
    pub fn items(&self) -> Items {
        Items::at(self.0.property("items"))
    }

    /// Its jobs, which index the source.
    pub fn jobs(&self) -> Jobs {
        Jobs::at(self.0.property("jobs"))
    }

    fn scope(&self) -> Scope {
        Scope {
            place: self.0.clone(),
            instances: None,
        }
    }

    async fn read<T: DeserializeOwned, const N: usize>(
        &self,
        doing: &'static str,
        method: &'static str,
        arguments: [JsValue; N],
    ) -> Result<T> {
        let answer = self.0.call(doing, method, arguments).await?;
        codec::from_js_of(&answer, "the answer of AI Search")
    }
}

impl Binding for Instance {
    const SECTION: &'static str = "ai_search";
    const EXPECTED: &'static str = "an AI Search instance";

    fn from_value(value: JsValue) -> Option<Self> {
        js::is_binding(&value, "search chatCompletions stats").then(|| Self::from_raw(value))
    }
}

impl fmt::Debug for Instance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Instance({:?})", self.name().unwrap_or_default())
    }
}
