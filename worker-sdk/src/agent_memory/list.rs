//! Listing memories.

use super::memory::{MemoryEntry, MemoryType};
use crate::cursor::Cursor;
use crate::error::Result;
use crate::js::object::object;
use crate::js::{self, Checked, Place, awaited, codec};

/// Lists memories: [`Profile::list`](super::Profile::list). Nothing is sent before it is awaited.
///
/// # Errors
///
/// Fails when the platform does.
///
/// # Examples
///
/// ```no_run
/// use worker_sdk::agent_memory::{MemoryType, Namespace};
/// # async fn run(memory: Namespace) -> worker_sdk::Result<()> {
///
/// let profile = memory.profile("ada");
/// let mut page = profile.list().memory_type(&MemoryType::Task).await?;
/// loop {
///     for task in &page.memories {
///         worker_sdk::console_log!("{}", task.summary);
///     }
///     if page.cursor.is_none() {
///         break;
///     }
///     page = profile.list().memory_type(&MemoryType::Task).cursor(page.cursor).await?;
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "nothing is listed until it is awaited"]
pub struct List(Checked, Place);

/// Some of the memories.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Page {
    /// The memories, without their contents.
    pub memories: Vec<MemoryEntry>,
    /// Where the next page begins; `None` on the last one.
    pub cursor: Option<String>,
}

object!(Page, "a page of memories", { "memories" => memories, "cursor" => cursor } needs "memories");

impl List {
    pub(super) fn new(profile: Place) -> Self {
        Self(Checked::new(), profile)
    }

    js::members! {
        /// How many a page has, 500 at most; 20 without this.
        limit: integer() = "limit";
        /// Only memories of this conversation.
        session_id: text() = "sessionId";
    }

    /// Only memories of this kind.
    pub fn memory_type(mut self, memory_type: &MemoryType) -> Self {
        self.0 = self.0.text("type", memory_type.as_str());
        self
    }

    /// Begins where [`Page::cursor`] of an earlier listing ended, or at the beginning for `None`.
    pub fn cursor(mut self, cursor: impl Into<Cursor>) -> Self {
        self.0 = self.0.text("cursor", cursor.into().0.as_deref());
        self
    }

    async fn send(self) -> Result<Page> {
        let promise = self.1.start("list", [self.0.into_js()?]);
        let page = self.1.settled(promise, "listing memories").await?;
        codec::from_js_of(&page, "a page of memories")
    }
}

awaited!(List => Page);
