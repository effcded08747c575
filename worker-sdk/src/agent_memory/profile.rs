//! Profiles.

use std::fmt;

use super::ingest::{Ingest, Message};
use super::list::List;
use super::memory::Memory;
use super::recall::Recall;
use super::remember::Remember;
use crate::error::{Error, Result};
use crate::js::{self, Checked, Place, awaited};

/// A profile, which keeps memories: [`Namespace::profile`](super::Namespace::profile).
///
/// See <https://developers.cloudflare.com/agent-memory/api/workers-api/#profile-methods>.
#[derive(Clone)]
pub struct Profile(Place);

impl Profile {
    pub(super) fn at(place: Place) -> Self {
        Self(place)
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        self.0.id().unwrap_or_default()
    }

    /// Takes memories from a conversation, at most 500 messages. The same conversation again makes no memories twice. Nothing is
    /// sent before it is awaited.
    pub fn ingest(&self, messages: impl IntoIterator<Item = Message>) -> Ingest {
        Ingest::new(self.0.clone(), messages)
    }

    /// Keeps a memory. The platform finds out what it is of, and says it in few words. Nothing is sent before it is awaited.
    pub fn remember(&self, content: impl AsRef<str>) -> Remember {
        Remember::new(self.0.clone(), content.as_ref())
    }

    /// Asks in words. The answer is made of memories. Nothing is sent before it is awaited.
    pub fn recall(&self, query: impl AsRef<str>) -> Recall {
        Recall::new(self.0.clone(), query.as_ref())
    }

    /// Lists memories. Nothing is sent before it is awaited.
    pub fn list(&self) -> List {
        List::new(self.0.clone())
    }

    /// The memory of this id.
    ///
    /// # Errors
    ///
    /// Fails when there is no such memory, and when the platform fails.
    pub async fn get(&self, id: impl AsRef<str>) -> Result<Memory> {
        self.of_memory("reading a memory", "get", id.as_ref()).await
    }

    /// Deletes a memory, with the messages that it comes from; the memory as it was.
    ///
    /// # Errors
    ///
    /// Fails when there is no such memory, and when the platform fails.
    pub async fn delete(&self, id: impl AsRef<str>) -> Result<Memory> {
        self.of_memory("deleting a memory", "delete", id.as_ref())
            .await
    }

    /// Deletes all memories and messages of a conversation, soon. Does nothing if there is no such session.
    ///
    /// # Errors
    ///
    /// Fails when the platform does.
    pub async fn delete_session(&self, id: impl AsRef<str>) -> Result<()> {
        let doing = "deleting a session of Agent Memory";
        let id = js::text(id.as_ref());
        self.0.call(doing, "deleteSession", [id]).await?;
        Ok(())
    }

    /// All that is known, as Markdown (`getSummary`). Nothing is sent before it is awaited.
    pub fn summary(&self) -> Summary {
        Summary(Checked::new(), self.0.clone())
    }

    async fn of_memory(
        &self,
        doing: &'static str,
        method: &'static str,
        id: &str,
    ) -> Result<Memory> {
        let memory = self.0.call(doing, method, [js::text(id)]).await;
        Memory::of(&memory.map_err(|error| error.about("memory", id))?)
    }
}

impl fmt::Debug for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Profile({:?})", self.name())
    }
}

/// Says all that is known: [`Profile::summary`]. Nothing is sent before it is awaited.
///
/// # Errors
///
/// Fails when the platform does.
#[must_use = "nothing is asked until it is awaited"]
pub struct Summary(Checked, Place);

impl Summary {
    js::members! {
        /// The conversation that the part of the last one is about; the last one without this.
        session_id: text() = "sessionId";
    }

    async fn send(self) -> Result<String> {
        let promise = self.1.start("getSummary", [self.0.into_js()?]);
        let doing = "asking for a summary of Agent Memory";
        let summary = self.1.settled(promise, doing).await?;
        js::string_property(&summary, "summary").ok_or_else(|| {
            let error = Error::malformed("Agent Memory answered without a summary");
            error.about("profile", self.1.id().unwrap_or_default())
        })
    }
}

awaited!(Summary => String);
