//! Memories.

use wasm_bindgen::JsValue;

use crate::error::Result;
use crate::js::object::{Time, object};
use crate::js::{codec, words};
use crate::time::Timestamp;

words! {
    /// What a memory is of.
    MemoryType {
        /// Something that is so.
        Fact = "fact",
        /// Something that happened.
        Event = "event",
        /// Something that is to be kept to.
        Instruction = "instruction",
        /// Something that is to be done.
        Task = "task",
    }
}

/// A memory.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Memory {
    /// Its id.
    pub id: String,
    /// What it is of.
    pub memory_type: Option<MemoryType>,
    /// It, in few words.
    pub summary: String,
    /// All of it.
    pub content: String,
    /// The conversation that it is of.
    pub session_id: Option<String>,
    /// When it was made.
    pub created_at: Option<Timestamp>,
    /// When it was changed last.
    pub updated_at: Option<Timestamp>,
}

/// A memory in a listing, which has no content: [`Profile::get`](super::Profile::get) has it.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct MemoryEntry {
    /// Its id.
    pub id: String,
    /// What it is of.
    pub memory_type: Option<MemoryType>,
    /// It, in few words.
    pub summary: String,
    /// The conversation that it is of.
    pub session_id: Option<String>,
    /// When it was made.
    pub created_at: Option<Timestamp>,
    /// When it was changed last.
    pub updated_at: Option<Timestamp>,
}

object!(Memory, "a memory", {
    "id" => id, "type" => memory_type, "summary" => summary, "content" => content, "sessionId" => session_id,
    "createdAt" => created_at as Time, "updatedAt" => updated_at as Time,
} needs "id");
object!(MemoryEntry, "a memory", {
    "id" => id, "type" => memory_type, "summary" => summary, "sessionId" => session_id,
    "createdAt" => created_at as Time, "updatedAt" => updated_at as Time,
} needs "id");

impl Memory {
    pub(super) fn of(answer: &JsValue) -> Result<Self> {
        codec::from_js_of(answer, "a memory")
    }
}
