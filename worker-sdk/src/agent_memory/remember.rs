//! Keeping a memory.

use super::memory::Memory;
use crate::error::Result;
use crate::js::{self, Checked, Place, awaited};

/// Keeps a memory: [`Profile::remember`](super::Profile::remember). Nothing is sent before it is awaited.
///
/// # Errors
///
/// Fails when the platform does.
///
/// # Examples
///
/// ```no_run
/// # async fn run(memory: worker_sdk::agent_memory::Namespace) -> worker_sdk::Result<()> {
/// let kept = memory.profile("ada").remember("Ada likes dark roast.").session_id("s-1").await?;
/// worker_sdk::console_log!("{}: {}", kept.id, kept.summary);
/// # Ok(())
/// # }
/// ```
#[must_use = "nothing is kept until it is awaited"]
pub struct Remember(Checked, Place);

impl Remember {
    pub(super) fn new(profile: Place, content: &str) -> Self {
        Self(Checked::new().text("content", content), profile)
    }

    js::members! {
        /// The conversation that it is of, by an id of your own.
        session_id: text() = "sessionId";
    }

    async fn send(self) -> Result<Memory> {
        let promise = self.1.start("remember", [self.0.into_js()?]);
        Memory::of(&self.1.settled(promise, "keeping a memory").await?)
    }
}

awaited!(Remember => Memory);
