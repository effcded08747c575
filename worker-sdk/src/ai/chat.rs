//! What a model of text is asked.

use std::borrow::Cow;

use serde::ser::{Serialize, SerializeMap, SerializeStruct, Serializer};

/// Inputs of a model of text: a conversation so far.
///
/// What a model takes beside that, a type of your own can have, with [`Message`]s in it.
///
/// # Examples
///
/// ```
/// use worker_sdk::ai::{Chat, Message};
///
/// let chat = Chat::new([Message::system("You are a poet."), Message::user("Write of the sea.")]).max_tokens(200);
/// # let _ = chat;
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Chat {
    messages: Vec<Message>,
    max_tokens: Option<u32>,
    temperature: Option<f64>,
    seed: Option<u64>,
}

impl Chat {
    /// These messages, in their order.
    #[must_use]
    pub fn new(messages: impl IntoIterator<Item = Message>) -> Self {
        Self {
            messages: messages.into_iter().collect(),
            max_tokens: None,
            temperature: None,
            seed: None,
        }
    }

    /// How many tokens are written at most; what this is by default depends on the model, often 256.
    #[must_use]
    pub fn max_tokens(mut self, tokens: u32) -> Self {
        self.max_tokens = Some(tokens);
        self
    }

    /// From 0, for the most likely words, to 5.
    #[must_use]
    pub fn temperature(mut self, temperature: f64) -> Self {
        self.temperature = Some(temperature);
        self
    }

    /// The same seed gives the same answer.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = Some(seed);
        self
    }
}

impl Serialize for Chat {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("messages", &self.messages)?;
        if let Some(tokens) = self.max_tokens {
            map.serialize_entry("max_tokens", &tokens)?;
        }
        if let Some(temperature) = self.temperature {
            map.serialize_entry("temperature", &temperature)?;
        }
        if let Some(seed) = self.seed {
            map.serialize_entry("seed", &seed)?;
        }
        map.end()
    }
}

/// A message of a conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    role: &'static str,
    content: Cow<'static, str>,
}

impl Message {
    /// What the model has to keep to.
    #[must_use]
    pub fn system(content: impl Into<Cow<'static, str>>) -> Self {
        Self::new("system", content.into())
    }

    /// What the user said.
    #[must_use]
    pub fn user(content: impl Into<Cow<'static, str>>) -> Self {
        Self::new("user", content.into())
    }

    /// What the model answered.
    #[must_use]
    pub fn assistant(content: impl Into<Cow<'static, str>>) -> Self {
        Self::new("assistant", content.into())
    }

    fn new(role: &'static str, content: Cow<'static, str>) -> Self {
        Self { role, content }
    }
}

impl Serialize for Message {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut message = serializer.serialize_struct("Message", 2)?;
        message.serialize_field("role", self.role)?;
        message.serialize_field("content", &self.content)?;
        message.end()
    }
}
