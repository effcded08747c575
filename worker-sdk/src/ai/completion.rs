//! Text that a model wrote.

use serde::de::{Deserialize, Deserializer, Error, IgnoredAny};
use serde_json::Value;

use crate::js::object::{Text, object};
use crate::js::serialize;

/// Text that a model wrote, in the form of Workers AI (`response`) or of OpenAI (`choices`), of which it is the first one.
///
/// An answer with neither of them is an error. Where the model was asked for JSON (`response_format`), the text is that
/// JSON. For calls of tools and all else that a model says, take a type of your own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Completion {
    /// The text. That of JSON mode, `serde_json::from_str` reads.
    pub text: String,
    /// How much was read and written, if the model says so.
    pub usage: Option<Usage>,
}

/// How much a model has read and written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Usage {
    /// Tokens of the inputs.
    pub prompt_tokens: u64,
    /// Tokens of the answer.
    pub completion_tokens: u64,
    /// Both.
    pub total_tokens: u64,
}

object!(Usage, "what was used", {
    "prompt_tokens" => prompt_tokens,
    "completion_tokens" => completion_tokens,
    "total_tokens" => total_tokens,
});

serialize!(Completion, { "response" => text } maybe { "usage" => usage });
serialize!(Usage, {
    "prompt_tokens" => prompt_tokens,
    "completion_tokens" => completion_tokens,
    "total_tokens" => total_tokens,
});

/// All forms of it: an answer has a `message`, an event of a stream a `delta`.
#[derive(Default)]
pub(super) struct Written {
    response: Option<Answered>,
    choices: Option<Vec<Choice>>,
    usage: Option<Usage>,
    /// Where a model asks for tools, it has no text.
    tool_calls: Option<IgnoredAny>,
    /// What AI Search made the answer of.
    chunks: Option<IgnoredAny>,
    error: Option<Value>,
    errors: Option<Value>,
}

#[derive(Default)]
struct Choice {
    message: Option<Content>,
    delta: Option<Content>,
}

#[derive(Default)]
struct Content {
    content: Text,
}

/// A text. In JSON mode, Workers AI gives the value that was written.
#[derive(Default)]
struct Answered(String);

impl<'de> Deserialize<'de> for Answered {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self(match Value::deserialize(deserializer)? {
            Value::String(text) => text,
            value => value.to_string(),
        }))
    }
}

object!(Written, "an answer of text", {
    "response" => response,
    "choices" => choices,
    "usage" => usage,
    "tool_calls" => tool_calls,
    "chunks" => chunks,
    "error" => error,
    "errors" => errors,
});
object!(Choice, "a choice", { "message" => message, "delta" => delta });
object!(Content, "a message", { "content" => content });

impl Written {
    /// What went wrong after the model had begun to write.
    pub(super) fn failure(&self) -> Option<String> {
        let failure = self.error.as_ref().or(self.errors.as_ref())?;
        let message = failure
            .get("message")
            .or_else(|| failure.get(0)?.get("message"));
        let text = message.unwrap_or(failure);
        Some(
            text.as_str()
                .map_or_else(|| text.to_string(), str::to_owned),
        )
    }

    pub(super) fn has_chunks(&self) -> bool {
        self.chunks.is_some()
    }

    /// None where there is neither text nor how much was used.
    pub(super) fn completion(self) -> Option<Completion> {
        let is_there = self.response.is_some()
            || self.choices.is_some()
            || self.usage.is_some()
            || self.tool_calls.is_some();
        let choice = self.choices.unwrap_or_default().into_iter().next();
        let content = choice.and_then(|choice| choice.message.or(choice.delta));
        let response = self.response.unwrap_or_default();
        let text = content.map_or(response.0, |content| content.content.0);
        is_there.then_some(Completion {
            text,
            usage: self.usage,
        })
    }
}

impl<'de> Deserialize<'de> for Completion {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let written = Written::deserialize(deserializer)?;
        written
            .completion()
            .ok_or_else(|| D::Error::missing_field("response"))
    }
}
