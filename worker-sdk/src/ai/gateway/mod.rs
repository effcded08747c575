//! AI Gateway: models of other providers, what was logged of calls, and how calls pass through it.

mod log;
mod options;
mod request;
mod run;

use std::fmt;

use wasm_bindgen::JsValue;

use super::sys;
use crate::error::{Error, Result};
use crate::js::{self, codec};
pub use log::{Feedback, Log, PatchLog};
pub use options::{Backoff, GatewayOptions, Retries};
pub use request::ProviderRequest;
pub use run::RunProviders;

/// A gateway of AI Gateway: [`Ai::gateway`](super::Ai::gateway).
///
/// See <https://developers.cloudflare.com/ai-gateway/integrations/worker-binding-methods/>.
#[derive(Clone)]
pub struct Gateway {
    raw: JsValue,
    id: String,
}

impl Gateway {
    pub(super) fn new(ai: &JsValue, id: String) -> Self {
        let raw = sys::gateway(ai, &js::text(&id));
        Self { raw, id }
    }

    /// Its id.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Asks a model of any provider. With several requests, each is the way out when the one before it has failed. Nothing is
    /// sent before it is awaited.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use serde_json::json;
    /// use worker_sdk::ai::{Ai, ProviderRequest};
    /// # async fn run(ai: Ai, key: &str) -> worker_sdk::Result<worker_sdk::Response> {
    ///
    /// let question = json!({"model": "gpt-4o-mini", "messages": [{"role": "user", "content": "Hi"}]});
    /// let request = ProviderRequest::new("openai", "chat/completions", &question)
    ///     .header("authorization", format!("Bearer {key}"));
    /// ai.gateway("my-gateway").run([request]).await
    /// # }
    /// ```
    pub fn run(&self, requests: impl IntoIterator<Item = ProviderRequest>) -> RunProviders {
        RunProviders::new(&self.raw, &self.id, requests.into_iter().collect())
    }

    /// The address at which a provider is reached through the gateway, for libraries that call it by themselves. Of
    /// `universal`, that of [`run`](Self::run).
    ///
    /// # Errors
    ///
    /// Fails when there is no such gateway, and when the platform fails.
    pub async fn url(&self, provider: impl AsRef<str>) -> Result<String> {
        let promise = sys::gateway_url(&self.raw, &js::text(provider.as_ref()));
        let url = self
            .settled(promise, "asking for the address of a gateway")
            .await?;
        js::string(&url).ok_or_else(|| Error::malformed("AI Gateway answered without an address"))
    }

    /// What was logged of a call, by the id that [`Ai::gateway_log_id`](super::Ai::gateway_log_id) gave.
    ///
    /// # Errors
    ///
    /// Fails when there is no such log: the error [is named](Error::is_named) `AiGatewayLogNotFound`; and when the platform
    /// fails.
    pub async fn log(&self, id: impl AsRef<str>) -> Result<Log> {
        let promise = sys::gateway_log(&self.raw, &js::text(id.as_ref()));
        let log = self.settled(promise, "reading a log of AI Gateway").await?;
        codec::from_js_of(&log, "the log")
    }

    /// Adds to what was logged of a call, such as whether its answer was good. Nothing is sent before it is awaited.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use worker_sdk::ai::{Ai, Feedback};
    /// # async fn run(ai: Ai, log_id: &str) -> worker_sdk::Result<()> {
    ///
    /// ai.gateway("my-gateway").patch_log(log_id).feedback(Feedback::Positive).score(90.0).await
    /// # }
    /// ```
    pub fn patch_log(&self, id: impl AsRef<str>) -> PatchLog {
        PatchLog::new(self.clone(), id.as_ref())
    }

    async fn settled(&self, promise: JsValue, doing: &'static str) -> Result<JsValue> {
        let answer = js::settled(promise, doing).await;
        answer.map_err(|error| error.about("gateway", &self.id))
    }
}

impl fmt::Debug for Gateway {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Gateway({:?})", self.id)
    }
}
