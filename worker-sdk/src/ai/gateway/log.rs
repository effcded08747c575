//! What was logged of calls.

use serde::Serialize;
use serde_json::Value;
use wasm_bindgen::JsValue;

use super::Gateway;
use crate::ai::sys;
use crate::error::Result;
use crate::js::object::object;
use crate::js::{self, Checked, awaited};
use crate::time::Timestamp;

/// What was logged of a call: [`Gateway::log`].
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Log {
    /// Its id.
    pub id: String,
    /// When the call was.
    pub created_at: Option<Timestamp>,
    /// The provider of the model.
    pub provider: String,
    /// The model.
    pub model: String,
    /// What the model is for.
    pub model_type: Option<String>,
    /// What kind of request it was, in the words of its provider.
    pub request_type: Option<String>,
    /// The path of the request.
    pub path: String,
    /// How long it took, in milliseconds.
    pub duration: f64,
    /// The status of the answer.
    pub status_code: u16,
    /// Whether it was one.
    pub success: bool,
    /// Whether the answer came from the cache.
    pub cached: bool,
    /// Which of several requests was answered, beginning with 0.
    pub step: Option<u32>,
    /// Tokens that were read.
    pub tokens_in: Option<u64>,
    /// Tokens that were written.
    pub tokens_out: Option<u64>,
    /// What it cost, in dollars.
    pub cost: Option<f64>,
    /// Whether the price was set by hand.
    pub custom_cost: bool,
    /// What was said of the call.
    pub metadata: Option<Value>,
    /// Bytes of the request.
    pub request_size: u64,
    /// The content type of the request.
    pub request_content_type: Option<String>,
    /// The begin of the request.
    pub request_head: Option<String>,
    /// Whether that is all of it.
    pub request_head_complete: bool,
    /// Bytes of the answer.
    pub response_size: u64,
    /// The content type of the answer.
    pub response_content_type: Option<String>,
    /// The begin of the answer.
    pub response_head: Option<String>,
    /// Whether that is all of it.
    pub response_head_complete: bool,
}

object!(Log, "a log", {
    "id" => id, "created_at" => created_at, "provider" => provider, "model" => model, "model_type" => model_type,
    "request_type" => request_type, "path" => path, "duration" => duration, "status_code" => status_code, "success" => success, "cached" => cached,
    "step" => step, "tokens_in" => tokens_in, "tokens_out" => tokens_out, "cost" => cost, "custom_cost" => custom_cost,
    "metadata" => metadata, "request_size" => request_size, "request_content_type" => request_content_type,
    "request_head" => request_head, "request_head_complete" => request_head_complete, "response_size" => response_size,
    "response_content_type" => response_content_type, "response_head" => response_head,
    "response_head_complete" => response_head_complete,
} needs "id");

/// What somebody thinks of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Feedback {
    /// It was good.
    Positive,
    /// It was not.
    Negative,
}

/// Changes what is said of a logged call: [`Gateway::patch_log`]. Nothing is sent before it is awaited. What is not set stays.
///
/// # Errors
///
/// Fails when JavaScript has no such metadata; when there is no such log, the error
/// [is named](crate::Error::is_named) `AiGatewayLogNotFound`; and when the platform fails.
#[must_use = "nothing is changed until it is awaited"]
pub struct PatchLog {
    gateway: Gateway,
    id: String,
    options: Checked,
}

impl PatchLog {
    pub(super) fn new(gateway: Gateway, id: &str) -> Self {
        Self {
            gateway,
            id: id.to_owned(),
            options: Checked::new(),
        }
    }

    /// What somebody thinks of the answer.
    pub fn feedback(self, feedback: Feedback) -> Self {
        let number = match feedback {
            Feedback::Positive => 1.0,
            Feedback::Negative => -1.0,
        };
        self.set(|options| options.number("feedback", number))
    }

    /// Takes back what somebody thought of the answer.
    pub fn no_feedback(self) -> Self {
        self.without("feedback")
    }

    /// How good the answer was, from 0 to 100.
    pub fn score(self, score: f64) -> Self {
        self.set(|options| options.number("score", score))
    }

    /// Takes back how good the answer was.
    pub fn no_score(self) -> Self {
        self.without("score")
    }

    /// What is said of the call, in place of what was said: a struct or a map of texts, numbers and booleans.
    pub fn metadata<T: Serialize>(self, metadata: &T) -> Self {
        self.set(|options| options.json("metadata", metadata))
    }

    /// Takes back all that was said of the call.
    pub fn no_metadata(self) -> Self {
        self.without("metadata")
    }

    fn without(self, name: &'static str) -> Self {
        self.set(|options| options.value(name, JsValue::NULL))
    }

    fn set(mut self, set: impl FnOnce(Checked) -> Checked) -> Self {
        self.options = set(self.options);
        self
    }

    async fn send(self) -> Result<()> {
        let options = self.options.into_js()?;
        let promise = sys::patch_gateway_log(&self.gateway.raw, &js::text(&self.id), &options);
        self.gateway
            .settled(promise, "changing a log of AI Gateway")
            .await?;
        Ok(())
    }
}

awaited!(PatchLog => ());
