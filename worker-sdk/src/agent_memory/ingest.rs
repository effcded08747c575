//! Memories from conversations.

use std::borrow::Cow;

use wasm_bindgen::JsValue;

use super::dated;
use crate::ai;
use crate::error::{Error, Result};
use crate::js::{self, Checked, Place, awaited};
use crate::time::Timestamp;

/// Whose messages the platform takes.
const ROLES: [&str; 3] = ["system", "user", "assistant"];

/// A message of a conversation, of at most 32 KiB. Those of [`ai::Chat`](crate::ai::Chat) whose role is `system`, `user` or
/// `assistant` can be such ones.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    /// Whose it is, and its text.
    message: ai::Message,
    timestamp: Option<Timestamp>,
}

impl Message {
    /// What the user said.
    #[must_use]
    pub fn user(content: impl Into<Cow<'static, str>>) -> Self {
        ai::Message::user(content).into()
    }

    /// What the agent answered.
    #[must_use]
    pub fn assistant(content: impl Into<Cow<'static, str>>) -> Self {
        ai::Message::assistant(content).into()
    }

    /// What the agent has to keep to.
    #[must_use]
    pub fn system(content: impl Into<Cow<'static, str>>) -> Self {
        ai::Message::system(content).into()
    }

    /// When it was said.
    #[must_use]
    pub fn at(mut self, time: Timestamp) -> Self {
        self.timestamp = Some(time);
        self
    }

    fn into_js(self) -> Result<JsValue> {
        let ai::Message { role, content } = self.message;
        if !ROLES.contains(&&*role) {
            return Err(Error::saying(format!(
                "Agent Memory takes messages of `system`, `user` and `assistant`, not of `{role}`; leave them out"
            )));
        }
        let message = Checked::new()
            .text("role", &*role)
            .text("content", &*content);
        match self.timestamp {
            Some(time) => dated(message, "timestamp", time).into_js(),
            None => message.into_js(),
        }
    }
}

impl From<ai::Message> for Message {
    fn from(message: ai::Message) -> Self {
        let timestamp = None;
        Self { message, timestamp }
    }
}

/// Takes memories from a conversation: [`Profile::ingest`](super::Profile::ingest). Nothing is sent before it is awaited.
///
/// # Errors
///
/// Fails when a message has another role than `system`, `user` and `assistant`, and when it was said at a time that no
/// calendar has: then nothing was sent; when there are more than 500 messages, when one is longer than 32 KiB, and when the
/// platform fails.
///
/// # Examples
///
/// ```no_run
/// use worker_sdk::agent_memory::{Message, Namespace};
/// # async fn run(memory: Namespace) -> worker_sdk::Result<()> {
///
/// let said = [Message::user("I moved to Brno."), Message::assistant("How do you like it?")];
/// memory.profile("ada").ingest(said).session_id("s-1").await?;
/// # Ok(())
/// # }
/// ```
#[must_use = "nothing is learned until it is awaited"]
pub struct Ingest(Checked, Place, Result<JsValue>);

impl Ingest {
    pub(super) fn new(profile: Place, messages: impl IntoIterator<Item = Message>) -> Self {
        let messages = messages.into_iter().map(Message::into_js);
        let messages = messages.collect::<Result<Vec<_>>>().map(js::list);
        Self(Checked::new(), profile, messages)
    }

    js::members! {
        /// The conversation, by an id of your own of at most 64 characters; one that is made of the messages without this.
        session_id: text() = "sessionId";
    }

    async fn send(self) -> Result<()> {
        let promise = self.1.start("ingest", [self.2?, self.0.into_js()?]);
        self.1
            .settled(promise, "learning from a conversation")
            .await?;
        Ok(())
    }
}

awaited!(Ingest => ());
