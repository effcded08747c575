//! What is found.

use serde::de::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use crate::js::object::{Text, object};

/// What was found, and what a model made of it.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct AutoRagResults {
    /// What was searched for, in other words where the query was rewritten.
    pub search_query: String,
    /// The answer of a model; `None` where none was asked.
    pub response: Option<String>,
    /// The documents, the best first.
    pub data: Vec<AutoRagDocument>,
    /// Whether there is more.
    pub has_more: bool,
    /// Where that begins.
    pub next_page: Option<String>,
}

/// A document of which parts were found.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct AutoRagDocument {
    /// Its id.
    pub file_id: String,
    /// The name of the file.
    pub filename: String,
    /// How well it fits, from 0 to 1.
    pub score: f64,
    /// Its metadata.
    pub attributes: Map<String, Value>,
    /// The texts of the parts.
    pub content: Vec<String>,
}

/// What is known of an instance: [`AutoRag::list`](super::AutoRag::list).
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct AutoRagInfo {
    /// Its id.
    pub id: String,
    /// Whether it can be used.
    pub enable: bool,
    /// Where documents come from, such as `r2`.
    pub source_type: String,
    /// Which bucket or website it is.
    pub source: String,
    /// The index of Vectorize that has its vectors.
    pub vectorize_name: Option<String>,
    /// Whether indexing is paused.
    pub paused: bool,
    /// What it does.
    pub status: Option<String>,
    /// What else the platform said.
    pub others: Map<String, Value>,
}

/// A text, which stands in an object.
#[derive(Default)]
struct Part {
    text: String,
}

struct Parts(Vec<Part>);

impl<'de> Deserialize<'de> for Parts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Vec::deserialize(deserializer).map(Self)
    }
}

impl From<Parts> for Vec<String> {
    fn from(parts: Parts) -> Self {
        parts.0.into_iter().map(|part| part.text).collect()
    }
}

object!(AutoRagResults, "what was found", {
    "search_query" => search_query as Text, "response" => response, "data" => data, "has_more" => has_more,
    "next_page" => next_page,
} needs "data");
object!(AutoRagDocument, "a document", {
    "file_id" => file_id as Text, "filename" => filename, "score" => score, "attributes" => attributes,
    "content" => content as Parts,
});
object!(Part, "a part of a document", { "text" => text as Text });
object!(AutoRagInfo, "an instance", {
    "id" => id, "enable" => enable, "type" => source_type, "source" => source, "vectorize_name" => vectorize_name,
    "paused" => paused, "status" => status,
} needs "id" others others);
