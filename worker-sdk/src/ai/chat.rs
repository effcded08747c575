//! What a model of text is asked.

use std::borrow::Cow;

use serde::ser::{Serialize, SerializeMap, SerializeStruct, Serializer};
use serde_json::{Map, Value};

use crate::js::object::{Text, object};

/// Inputs of a model of text: a conversation so far, and how it is to be continued.
///
/// # Examples
///
/// ```
/// use serde_json::json;
/// use worker_sdk::ai::{Chat, Message};
///
/// let chat = Chat::new([Message::system("You are a poet."), Message::user("Write of the sea.")])
///     .max_tokens(200)
///     .option("response_format", json!({"type": "json_object"}));
/// # let _ = chat;
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Chat {
    messages: Vec<Message>,
    options: Map<String, Value>,
}

impl Chat {
    /// These messages, in their order.
    #[must_use]
    pub fn new(messages: impl IntoIterator<Item = Message>) -> Self {
        Self {
            messages: messages.into_iter().collect(),
            options: Map::new(),
        }
    }

    /// How many tokens are written at most. What it is by default depends on the model, and is often no more than 256.
    #[must_use]
    pub fn max_tokens(self, tokens: u32) -> Self {
        self.option("max_tokens", tokens)
    }

    /// How much is left to chance: with 0 always the most likely words. The most depends on the model.
    #[must_use]
    pub fn temperature(self, temperature: f64) -> Self {
        self.option("temperature", temperature)
    }

    /// Another input, by the name that the page of the model says, such as `top_p`, `seed`, `tools` or `response_format`.
    #[must_use]
    pub fn option(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.options.insert(name.into(), value.into());
        self
    }
}

impl Serialize for Chat {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("messages", &self.messages)?;
        for (name, value) in &self.options {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

/// A message of a conversation. It can be read and written with serde, so that a conversation can be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Message {
    /// Whose it is: `system`, `user`, `assistant`, or another one that the model knows.
    pub role: Cow<'static, str>,
    /// Its text.
    pub content: Cow<'static, str>,
}

impl Message {
    /// What the model has to keep to.
    #[must_use]
    pub fn system(content: impl Into<Cow<'static, str>>) -> Self {
        Self::new("system", content)
    }

    /// What the user said.
    #[must_use]
    pub fn user(content: impl Into<Cow<'static, str>>) -> Self {
        Self::new("user", content)
    }

    /// What the model answered.
    #[must_use]
    pub fn assistant(content: impl Into<Cow<'static, str>>) -> Self {
        Self::new("assistant", content)
    }

    /// A message of any role.
    #[must_use]
    pub fn new(role: impl Into<Cow<'static, str>>, content: impl Into<Cow<'static, str>>) -> Self {
        Self {
            role: role.into(),
            content: content.into(),
        }
    }
}

impl Serialize for Message {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut message = serializer.serialize_struct("Message", 2)?;
        message.serialize_field("role", &self.role)?;
        message.serialize_field("content", &self.content)?;
        message.end()
    }
}

#[derive(Default)]
struct Read {
    role: String,
    content: Text,
}

object!(Read, "a message of a conversation", { "role" => role, "content" => content } needs "role");

impl<'de> serde::Deserialize<'de> for Message {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Read { role, content } = Read::deserialize(deserializer)?;
        Ok(Self::new(role, content.0))
    }
}
