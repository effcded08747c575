//! Agent Memory: what agents learn from conversations and remember later.
//!
//! A namespace has profiles, such as one for each user. A profile keeps memories: facts, events, instructions and tasks. They
//! are [given one by one](Profile::remember) or [taken from conversations](Profile::ingest) by models of the platform, which
//! see what is known already, and are [asked for](Profile::recall) in words. For documents there is
//! [`ai_search`](crate::ai_search); for data that is found by its key, [KV](crate::kv) and [D1](crate::d1).
//!
//! | | at most |
//! |---|---|
//! | name of a profile | [100 characters](MAX_PROFILE_LENGTH) |
//! | id of a session | [64 characters](MAX_SESSION_ID_LENGTH) |
//! | messages of one call | [500](MAX_MESSAGES), each of [32 KiB](MAX_MESSAGE_LENGTH) |
//! | question | [1 KiB](MAX_QUERY_LENGTH) |
//!
//! The platform checks these. There is no local simulator: each call fails, unless the binding has `"remote": true`, with
//! which wrangler passes calls on to the platform. wrangler 4.86 does not know the key yet, 4.164 does.
//!
//! ```jsonc
//! // wrangler.jsonc
//! "agent_memory": [{ "binding": "MEMORY", "namespace": "assistant", "remote": true }]
//! ```
//!
//! # Examples
//!
//! ```no_run
//! use worker_sdk::agent_memory::{Message, Namespace};
//! use worker_sdk::{Bindings, Result};
//!
//! #[derive(Bindings)]
//! struct App {
//!     memory: Namespace, // MEMORY
//! }
//!
//! async fn ended(app: &App, user: &str, conversation: Vec<Message>) -> Result<()> {
//!     app.memory.profile(user).ingest(conversation).await
//! }
//!
//! async fn likes(app: &App, user: &str) -> Result<String> {
//!     let recalled = app.memory.profile(user).recall("What does the user like?").await?;
//!     Ok(recalled.answer)
//! }
//! ```
//!
//! See <https://developers.cloudflare.com/agent-memory/>.

mod ingest;
mod list;
mod memory;
mod profile;
mod recall;
mod remember;

use std::fmt;

use wasm_bindgen::JsValue;

use crate::env::Binding;
use crate::error::Result;
use crate::js::{self, Checked, Place};
use crate::time::Timestamp;
pub use ingest::{Ingest, Message};
pub use list::{List, Page};
pub use memory::{Memory, MemoryEntry, MemoryType};
pub use profile::{Profile, Summary};
pub use recall::{Candidate, Recall, Recalled, ResponseLength, ThinkingLevel};
pub use remember::Remember;

/// The longest name of a profile, in characters (<https://developers.cloudflare.com/agent-memory/platform/limits/>).
pub const MAX_PROFILE_LENGTH: usize = 100;
/// The longest id of a session, in characters (<https://developers.cloudflare.com/agent-memory/platform/limits/>).
pub const MAX_SESSION_ID_LENGTH: usize = 64;
/// The most messages of one call (<https://developers.cloudflare.com/agent-memory/platform/limits/>).
pub const MAX_MESSAGES: usize = 500;
/// The longest message, in bytes of UTF-8 (<https://developers.cloudflare.com/agent-memory/platform/limits/>).
pub const MAX_MESSAGE_LENGTH: usize = 32 << 10;
/// The longest question, in bytes of UTF-8 (<https://developers.cloudflare.com/agent-memory/platform/limits/>).
pub const MAX_QUERY_LENGTH: usize = 1 << 10;

/// A namespace of Agent Memory, by a binding in `agent_memory`. Cheap to clone.
///
/// See the [module](self) for an example, and
/// <https://developers.cloudflare.com/agent-memory/api/workers-api/>.
#[derive(Clone)]
pub struct Namespace(Place);

impl Namespace {
    /// Wraps a JavaScript `AgentMemoryNamespace`.
    #[must_use]
    pub fn from_raw(raw: JsValue) -> Self {
        Self(Place::root(raw))
    }

    /// The JavaScript `AgentMemoryNamespace`.
    #[must_use]
    pub fn as_raw(&self) -> &JsValue {
        self.0.as_raw()
    }

    /// The JavaScript `AgentMemoryNamespace`.
    #[must_use]
    pub fn into_raw(self) -> JsValue {
        self.0.into_raw()
    }

    /// The profile of this name (`getProfile`). Nothing is sent yet; the first call makes the profile if there is none, which takes
    /// longer.
    pub fn profile(&self, name: impl Into<String>) -> Profile {
        Profile::at(self.0.found("getProfile", "profile", name))
    }

    /// Deletes a profile with all of its memories and messages, soon.
    ///
    /// # Errors
    ///
    /// Fails when the platform does.
    pub async fn delete_profile(&self, name: impl AsRef<str>) -> Result<()> {
        let name = name.as_ref();
        let doing = "deleting a profile of Agent Memory";
        let deleted = self.0.call(doing, "deleteProfile", [js::text(name)]).await;
        deleted.map_err(|error| error.about("profile", name))?;
        Ok(())
    }
}

/// A time as a `Date`; one that no calendar has is refused.
fn dated(options: Checked, name: &'static str, time: Timestamp) -> Checked {
    match time.to_iso_string() {
        Some(_) => options.json(name, &time),
        None => options.time(name, time),
    }
}

impl Binding for Namespace {
    const SECTION: &'static str = "agent_memory";
    const EXPECTED: &'static str = "an agent memory";

    fn from_value(value: JsValue) -> Option<Self> {
        js::is_binding(&value, "getProfile deleteProfile").then(|| Self::from_raw(value))
    }
}

impl fmt::Debug for Namespace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Namespace { .. }")
    }
}
