//! Answers of models.

use serde_json::{Map, Value};

use super::found::{Chunk, InstanceError};
use crate::ai::Usage;
use crate::js::object::{Text, object};

/// What a model answered from documents: [`Instance::chat_completions`](super::Instance::chat_completions).
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Answer {
    /// The id of the answer.
    pub id: Option<String>,
    /// The model that wrote it.
    pub model: Option<String>,
    /// The answers; models write one unless they are asked for more.
    pub choices: Vec<Choice>,
    /// How much was read and written, if the model says so.
    pub usage: Option<Usage>,
    /// The chunks of documents that the model was given.
    pub chunks: Vec<Chunk>,
    /// The instances that failed, where a namespace was asked for several.
    pub errors: Vec<InstanceError>,
    /// What else the platform said.
    pub others: Map<String, Value>,
}

/// One answer.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Choice {
    /// Its place among them.
    pub index: u32,
    /// What the model wrote.
    pub message: Reply,
    /// Why the model ended, `stop` in most cases.
    pub finish_reason: Option<String>,
    /// What else the platform said.
    pub others: Map<String, Value>,
}

/// A message of a model.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Reply {
    /// Whose it is, `assistant`.
    pub role: String,
    /// Its text; empty where the model asks for tools.
    pub content: String,
    /// What else the model said, such as `tool_calls`.
    pub others: Map<String, Value>,
}

object!(Answer, "an answer", {
    "id" => id, "model" => model, "choices" => choices, "usage" => usage, "chunks" => chunks, "errors" => errors,
} needs "choices" others others);
object!(Choice, "a choice", {
    "index" => index, "message" => message, "finish_reason" => finish_reason,
} others others);
object!(Reply, "a message of a model", { "role" => role, "content" => content as Text } others others);

impl Answer {
    /// The text of the first answer; empty where there is none.
    #[must_use]
    pub fn text(&self) -> &str {
        let first = self.choices.first();
        first.map_or("", |choice| &choice.message.content)
    }
}
