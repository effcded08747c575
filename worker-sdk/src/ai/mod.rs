//! Workers AI: models for text, embeddings, images and speech, which run on the platform's machines.
//!
//! A model is named, as `@cf/meta/llama-3.3-70b-instruct-fp8-fast`, and has inputs and answers of its own: types of serde, or those of
//! this module for the most common ones. [`Ai::run`] is for answers that are JSON, [`Ai::run_stream`] for text that comes
//! word by word, [`Ai::run_body`] for images and sound.
//!
//! There is no local simulator: `wrangler dev` calls the platform, with your account, and each call is paid for there too. In
//! tests, put a service with the method `run` in its place, which answers with the value or with a `Response`, as
//! [the test of `examples/ask`](https://github.com/worker-sdk/worker-sdk/tree/main/tests/e2e/tests/js/ai.js) does.
//!
//! ```jsonc
//! // wrangler.jsonc
//! "ai": { "binding": "AI" }
//! ```
//!
//! # Examples
//!
//! ```no_run
//! use worker_sdk::ai::{Ai, Chat, Completion, Message};
//! use worker_sdk::{Bindings, Request, Response, Result};
//!
//! #[derive(Bindings)]
//! struct App {
//!     ai: Ai, // AI
//! }
//!
//! async fn answer(request: Request, app: App) -> Result<Response> {
//!     let question = request.query_value("q").unwrap_or_default();
//!     let chat = Chat::new([Message::system("Answer in one sentence."), Message::user(question)]);
//!     let answer: Completion = app.ai.run("@cf/meta/llama-3.3-70b-instruct-fp8-fast", &chat).await?;
//!     Ok(Response::text(answer.text))
//! }
//! ```
//!
//! See <https://developers.cloudflare.com/workers-ai/>.

mod autorag;
mod chat;
mod code;
mod completion;
mod embeddings;
mod error;
mod gateway;
mod kind;
mod markdown;
mod models;
mod run;
mod sys;
mod tokens;
mod websearch;

use std::fmt;

use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;

use crate::ai_search;
use crate::env::Binding;
use crate::error::Result;
use crate::http::{Body, Response};
use crate::js::{self, codec};
use crate::websockets::WebSocket;
pub use autorag::{
    AutoRag, AutoRagAnswer, AutoRagDocument, AutoRagInfo, AutoRagResults, AutoRagSearch,
};
pub use chat::{Chat, Message};
pub use completion::{Completion, Usage};
pub use embeddings::{Embed, Embeddings};
pub use gateway::{
    Backoff, Feedback, Gateway, GatewayOptions, Log, PatchLog, ProviderRequest, Retries,
    RunProviders,
};
pub use kind::ErrorKind;
pub use markdown::{Conversion, Document, DocumentFormat, Markdown, ToMarkdown};
pub use models::{Model, Models, Property, Task};
pub use run::{Queued, Run};
pub(crate) use run::{object_of, tokens_of};
pub(crate) use sys::{merge_options, set_streamed, stream_of};
pub(crate) use tokens::Piece;
pub use tokens::{End, Tokens};
pub use websearch::{WebPage, WebSearch, WebSearchMetadata, WebSearchResults};

/// Workers AI, by the binding in `ai`. Cheap to clone.
///
/// See the [module](self) for an example, and
/// <https://developers.cloudflare.com/workers-ai/configuration/bindings/>.
#[derive(Clone)]
pub struct Ai(JsValue);

impl Ai {
    /// Wraps a JavaScript `Ai`.
    #[must_use]
    pub fn from_raw(raw: JsValue) -> Self {
        Self(raw)
    }

    /// The JavaScript `Ai`.
    #[must_use]
    pub fn as_raw(&self) -> &JsValue {
        &self.0
    }

    /// The JavaScript `Ai`.
    #[must_use]
    pub fn into_raw(self) -> JsValue {
        self.0
    }

    /// Runs a model whose answer is JSON. The inputs are a struct or a map; what they have to be, the page of the model says.
    /// Nothing is sent before it is awaited.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(ai: worker_sdk::ai::Ai) -> worker_sdk::Result<()> {
    /// #[derive(serde::Serialize)]
    /// struct Translate<'a> {
    ///     text: &'a str,
    ///     target_lang: &'a str,
    /// }
    ///
    /// #[derive(serde::Deserialize)]
    /// struct Translated {
    ///     translated_text: String,
    /// }
    ///
    /// let inputs = Translate { text: "hello", target_lang: "cs" };
    /// let answer: Translated = ai.run("@cf/meta/m2m100-1.2b", &inputs).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn run<R: DeserializeOwned>(
        &self,
        model: impl Into<String>,
        inputs: &impl Serialize,
    ) -> Run<R> {
        Run::new(&self.0, model.into(), inputs, run::json)
    }

    /// Runs a model of text, which comes piece by piece. Nothing is sent before it is awaited.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use worker_sdk::ai::{Chat, Message};
    /// # async fn run(ai: worker_sdk::ai::Ai) -> worker_sdk::Result<()> {
    ///
    /// let chat = Chat::new([Message::user("Tell me a story.")]);
    /// let mut tokens = ai.run_stream("@cf/meta/llama-3.3-70b-instruct-fp8-fast", &chat).await?;
    /// while let Some(token) = tokens.try_next().await? {
    ///     worker_sdk::console_log!("{token}");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn run_stream(&self, model: impl Into<String>, inputs: &impl Serialize) -> Run<Tokens> {
        Run::new(&self.0, model.into(), inputs, run::tokens).streamed()
    }

    /// Runs a model whose answer is bytes, such as an image. Nothing is sent before it is awaited.
    ///
    /// With `"stream": true` among the inputs, the bytes of a model of text are its events, for a client that reads them.
    pub fn run_body(&self, model: impl Into<String>, inputs: &impl Serialize) -> Run<Body> {
        Run::new(&self.0, model.into(), inputs, run::bytes)
    }

    /// Runs a model, for the whole response of the platform: its status, its headers, its body. That the model failed is no
    /// error then. Nothing is sent before it is awaited.
    pub fn run_response(&self, model: impl Into<String>, inputs: &impl Serialize) -> Run<Response> {
        Run::new(&self.0, model.into(), inputs, run::response).flag("returnRawResponse")
    }

    /// Talks with a model by WebSocket, where it can. The socket is yet to be [accepted](WebSocket::accept). Nothing is sent
    /// before it is awaited.
    pub fn run_socket(&self, model: impl Into<String>, inputs: &impl Serialize) -> Run<WebSocket> {
        Run::new(&self.0, model.into(), inputs, run::socket).flag("websocket")
    }

    /// Gives a model many requests, which it does when it has time. [`run`](Self::run) of the same model with what this gives
    /// as its inputs asks for the answers. Nothing is sent before it is awaited.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use serde_json::Value;
    /// use worker_sdk::ai::Embed;
    /// # async fn run(ai: worker_sdk::ai::Ai) -> worker_sdk::Result<()> {
    ///
    /// const MODEL: &str = "@cf/baai/bge-m3";
    /// let queued = ai.run_batch(MODEL, [Embed::new(["one"]), Embed::new(["two"])]).await?;
    /// // Later, perhaps in another event, which has kept the id:
    /// let answers: Value = ai.run(MODEL, &queued).await?;
    /// let is_done = answers.get("responses").is_some();
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// See <https://developers.cloudflare.com/workers-ai/features/batch-api/>.
    pub fn run_batch<T: Serialize>(
        &self,
        model: impl Into<String>,
        requests: impl IntoIterator<Item = T>,
    ) -> Run<Queued> {
        let requests: Vec<T> = requests.into_iter().collect();
        Run::new(&self.0, model.into(), &run::Requests(requests), run::json).flag("queueRequest")
    }

    /// Searches the models that there are. Nothing is sent before it is awaited.
    pub fn models(&self) -> Models {
        Models::new(&self.0)
    }

    /// A gateway of AI Gateway, by its id: models of other providers, and what was logged of calls.
    pub fn gateway(&self, id: impl Into<String>) -> Gateway {
        Gateway::new(&self.0, id.into())
    }

    /// The namespace `default` of AI Search, for workers without a binding of their own for it: `ai_search_namespaces` and
    /// `ai_search` are what the platform recommends.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(ai: worker_sdk::ai::Ai) -> worker_sdk::Result<()> {
    /// let found = ai.ai_search().get("docs").search("How does caching work?").await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn ai_search(&self) -> ai_search::Namespace {
        ai_search::Namespace::of_ai(&self.0)
    }

    /// An instance of AI Search in the interface of its older name, AutoRAG.
    #[deprecated(
        note = "AutoRAG is the older name of AI Search; take `ai_search::Instance` or `Ai::ai_search`"
    )]
    pub fn autorag(&self, id: impl Into<String>) -> AutoRag {
        AutoRag::new(&self.0, id.into())
    }

    /// Searches the web through a gateway of AI Gateway, by its id; each account has `default`. The words have 1024 characters
    /// at most. Nothing is sent before it is awaited. Older runtimes have no such method.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(ai: worker_sdk::ai::Ai) -> worker_sdk::Result<()> {
    /// let found = ai.websearch("default", "Rust on Workers").provider("exa").limit(5).await?;
    /// for page in found.items {
    ///     worker_sdk::console_log!("{}: {}", page.title, page.url);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn websearch(&self, gateway_id: impl AsRef<str>, query: impl AsRef<str>) -> WebSearch {
        WebSearch::new(&self.0, gateway_id.as_ref(), query.as_ref())
    }

    /// Converts documents, such as PDF, HTML, Word, sheets and pictures, to Markdown. Nothing is sent before it is awaited. An
    /// empty list makes no call.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use worker_sdk::Request;
    /// # async fn run(ai: worker_sdk::ai::Ai, mut request: Request) -> worker_sdk::Result<()> {
    /// let form = request.form_data().await?;
    /// let documents = form.file("document");
    /// for converted in ai.to_markdown(documents).await? {
    ///     match converted.content {
    ///         Ok(markdown) => worker_sdk::console_log!("{}", markdown.text),
    ///         Err(reason) => worker_sdk::console_warn!("{}: {reason}", converted.name),
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn to_markdown<D: Into<Document>>(
        &self,
        documents: impl IntoIterator<Item = D>,
    ) -> ToMarkdown {
        ToMarkdown::new(&self.0, documents.into_iter().map(Into::into).collect())
    }

    /// The kinds of documents that [`to_markdown`](Self::to_markdown) knows.
    ///
    /// # Errors
    ///
    /// Fails when the platform does.
    pub async fn document_formats(&self) -> Result<Vec<DocumentFormat>> {
        let formats = js::settled(
            sys::document_formats(&self.0),
            "asking for kinds of documents",
        )
        .await?;
        codec::from_js_of(&formats, "the kinds of documents")
    }

    /// The id under which AI Gateway has logged the last call, if it went through one. Ask directly behind the `await` of the
    /// call: others that run at the same time overwrite it. The header `cf-aig-log-id` of a
    /// [response](Self::run_response) is that of its own call.
    #[must_use]
    pub fn gateway_log_id(&self) -> Option<String> {
        js::string_property(&self.0, "aiGatewayLogId")
    }
}

impl Binding for Ai {
    const SECTION: &'static str = "ai";
    const EXPECTED: &'static str = "Workers AI";

    fn from_value(value: JsValue) -> Option<Self> {
        js::is_binding(&value, "run").then(|| Self::from_raw(value))
    }
}

impl fmt::Debug for Ai {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Ai { .. }")
    }
}
