//! Namespaces.

use std::fmt;

use serde::Serialize;
use wasm_bindgen::JsValue;

use super::chat::ChatCompletions;
use super::config::Config;
use super::info::Info;
use super::instance::Instance;
use super::list::List;
use super::search::{Scope, Search};
use super::{Answer, AnswerStream};
use crate::ai::Message;
use crate::env::Binding;
use crate::error::Result;
use crate::js::{self, Place};
use crate::rpc;

/// A namespace of AI Search, by a binding in `ai_search_namespaces`, or by [`Ai::ai_search`](crate::ai::Ai::ai_search). Cheap
/// to clone.
///
/// # Examples
///
/// ```no_run
/// use worker_sdk::ai_search::{Config, Namespace};
/// # async fn run(tenants: Namespace) -> worker_sdk::Result<()> {
///
/// let tenant = tenants.create("tenant-1", Config::new()).await?;
/// tenant.items().upload("faq.md", "# FAQ\n\nYes.").await?;
/// let found = tenants.search(["tenant-1", "shared"], "password").await?;
/// # Ok(())
/// # }
/// ```
///
/// See <https://developers.cloudflare.com/ai-search/api/instances/workers-binding/>.
#[derive(Clone)]
pub struct Namespace(Place, Origin);

#[derive(Clone, Copy, PartialEq)]
enum Origin {
    Binding,
    /// Each call asks the binding of models for it.
    Ai,
}

impl Namespace {
    /// Wraps a JavaScript `AiSearchNamespace`.
    #[must_use]
    pub fn from_raw(raw: JsValue) -> Self {
        Self(Place::root(raw), Origin::Binding)
    }

    /// The namespace that an `Ai` has.
    pub(crate) fn of_ai(ai: &JsValue) -> Self {
        Self(Place::root(ai.clone()).made("aiSearch"), Origin::Ai)
    }

    /// The JavaScript `AiSearchNamespace` of a binding. `None` of [that of models](crate::ai::Ai::ai_search): each call asks for
    /// it anew.
    #[must_use]
    pub fn as_raw(&self) -> Option<&JsValue> {
        self.is_held().then(|| self.0.as_raw())
    }

    /// The JavaScript `AiSearchNamespace` of a binding, as [`as_raw`](Self::as_raw).
    #[must_use]
    pub fn into_raw(self) -> Option<JsValue> {
        self.is_held().then(|| self.0.into_raw())
    }

    fn is_held(&self) -> bool {
        self.1 == Origin::Binding
    }

    /// The instance of this name. Nothing is sent yet, so it need not be there.
    pub fn get(&self, name: impl Into<String>) -> Instance {
        Instance::at(self.0.found("get", "instance", name))
    }

    /// Lists the instances. Nothing is sent before it is awaited.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(tenants: worker_sdk::ai_search::Namespace) -> worker_sdk::Result<()> {
    /// for instance in tenants.list().search("tenant").newest_first().await?.result {
    ///     worker_sdk::console_log!("{}: {:?}", instance.id, instance.status);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn list(&self) -> List<Info> {
        List::new(&self.0, "list", "listing instances of AI Search")
    }

    /// Makes an instance. Its id has from 1 to 32 lower-case letters, digits, `_`, and single `-` in between. An instance with a
    /// source begins to index at once.
    ///
    /// # Errors
    ///
    /// Fails when JavaScript has no such metadata, when the id is no such id or is taken, and when the platform fails.
    pub async fn create(&self, id: impl Into<String>, config: Config) -> Result<Instance> {
        let id = id.into();
        let config = config.with_id(&id)?;
        let doing = "making an instance of AI Search";
        let made = self.0.call(doing, "create", [config]).await;
        let made = made.map_err(|error| error.about("instance", &id))?;
        // It is reached by its name, as each other one.
        rpc::dispose(&made);
        Ok(self.get(id))
    }

    /// Deletes an instance with all that it has indexed, for ever.
    ///
    /// # Errors
    ///
    /// Fails when there is no such instance, and when the platform fails.
    pub async fn delete(&self, name: impl AsRef<str>) -> Result<()> {
        let name = name.as_ref();
        let doing = "deleting an instance of AI Search";
        let deleted = self.0.call(doing, "delete", [js::text(name)]).await;
        deleted.map_err(|error| error.about("instance", name))?;
        Ok(())
    }

    /// Searches several instances at once, from 1 to 10, by words. Each chunk says whose it is. Nothing is sent before it is
    /// awaited.
    pub fn search(
        &self,
        instances: impl IntoIterator<Item: AsRef<str>>,
        query: impl AsRef<str>,
    ) -> Search {
        Search::query(self.scope(instances), query.as_ref())
    }

    /// Searches several instances at once, from 1 to 10, by the last message of a conversation. Nothing is sent before it is
    /// awaited.
    pub fn search_messages(
        &self,
        instances: impl IntoIterator<Item: AsRef<str>>,
        messages: impl IntoIterator<Item = Message>,
    ) -> Search {
        Search::messages(self.scope(instances), messages)
    }

    /// Lets a model answer from several instances, from 1 to 10. Nothing is sent before it is awaited.
    ///
    /// The conversation is a [`Chat`](crate::ai::Chat), or a type of your own with its fields.
    pub fn chat_completions(
        &self,
        instances: impl IntoIterator<Item: AsRef<str>>,
        chat: &impl Serialize,
    ) -> ChatCompletions<Answer> {
        ChatCompletions::whole(self.scope(instances), chat)
    }

    /// As [`chat_completions`](Self::chat_completions), with an answer that comes piece by piece.
    pub fn chat_completions_stream(
        &self,
        instances: impl IntoIterator<Item: AsRef<str>>,
        chat: &impl Serialize,
    ) -> ChatCompletions<AnswerStream> {
        ChatCompletions::streamed(self.scope(instances), chat)
    }

    fn scope(&self, instances: impl IntoIterator<Item: AsRef<str>>) -> Scope {
        let instances = instances.into_iter().map(|name| js::text(name.as_ref()));
        Scope {
            place: self.0.clone(),
            instances: Some(js::list(instances)),
        }
    }
}

impl Binding for Namespace {
    const SECTION: &'static str = "ai_search_namespaces";
    const EXPECTED: &'static str = "an AI Search namespace";

    fn from_value(value: JsValue) -> Option<Self> {
        js::is_binding(&value, "get create chatCompletions").then(|| Self::from_raw(value))
    }
}

impl fmt::Debug for Namespace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Namespace { .. }")
    }
}
