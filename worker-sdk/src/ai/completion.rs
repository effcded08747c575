//! Text that a model wrote.

use serde::de::{Deserialize, Deserializer};

use crate::js::object::{Text, object};

/// Text that a model wrote, in the form of Workers AI (`response`) or of OpenAI (`choices`), of which it is the first one.
///
/// For calls of tools and all else that a model says, take a type of your own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Completion {
    /// The text.
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

/// All forms of it: an answer has a `message`, an event of a stream a `delta`.
#[derive(Default)]
struct Written {
    response: Text,
    choices: Option<Vec<Choice>>,
    usage: Option<Usage>,
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

object!(Written, "an answer of text", {
    "response" => response,
    "choices" => choices,
    "usage" => usage,
});
object!(Choice, "a choice", { "message" => message, "delta" => delta });
object!(Content, "a message", { "content" => content });

impl<'de> Deserialize<'de> for Completion {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let written = Written::deserialize(deserializer)?;
        let choice = written.choices.unwrap_or_default().into_iter().next();
        let content = choice.and_then(|choice| choice.message.or(choice.delta));
        Ok(Self {
            text: content
                .map_or(written.response, |content| content.content)
                .0,
            usage: written.usage,
        })
    }
}
