//! What a search finds.

use serde_json::{Map, Value};

use crate::js::object::{Text, Time, object};
use crate::time::Timestamp;

/// What was found: [`Instance::search`](super::Instance::search).
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Found {
    /// What was searched for, in other words where the query was rewritten.
    pub search_query: String,
    /// The chunks, the best first.
    pub chunks: Vec<Chunk>,
    /// The instances that failed, where a namespace was asked for several.
    pub errors: Vec<InstanceError>,
}

/// A part of a document.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Chunk {
    /// Its id.
    pub id: String,
    /// What it is, `text` in most cases.
    pub kind: String,
    /// How well it fits, from 0 to 1.
    pub score: f64,
    /// The text; empty where only metadata was asked for.
    pub text: String,
    /// The document that it is of.
    pub item: Source,
    /// How the score was made.
    pub scoring_details: Option<Scoring>,
    /// The instance that it is of, where a namespace was asked for several.
    pub instance_id: Option<String>,
}

/// The document of a chunk.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Source {
    /// The name of the file, or the address of the page.
    pub key: String,
    /// When it was changed last.
    pub timestamp: Option<Timestamp>,
    /// Its metadata.
    pub metadata: Map<String, Value>,
}

/// How the score of a chunk was made.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Scoring {
    /// How well its words fit.
    pub keyword_score: Option<f64>,
    /// How near its vector is, from 0 to 1.
    pub vector_score: Option<f64>,
    /// Its place by words.
    pub keyword_rank: Option<f64>,
    /// Its place by vectors.
    pub vector_rank: Option<f64>,
    /// What the model says that orders chunks anew.
    pub reranking_score: Option<f64>,
    /// How both scores became one, `rrf` or `max`.
    pub fusion_method: Option<String>,
    /// What else the platform said.
    pub others: Map<String, Value>,
}

/// An instance that failed among several.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct InstanceError {
    /// Its name.
    pub instance_id: String,
    /// Why.
    pub message: String,
}

object!(Found, "what was found", {
    "search_query" => search_query as Text, "chunks" => chunks, "errors" => errors,
} needs "chunks");
object!(Chunk, "a chunk", {
    "id" => id as Text, "type" => kind, "score" => score, "text" => text as Text, "item" => item,
    "scoring_details" => scoring_details, "instance_id" => instance_id,
});
object!(Source, "the item of a chunk", { "key" => key, "timestamp" => timestamp as Time, "metadata" => metadata });
object!(Scoring, "how a score was made", {
    "keyword_score" => keyword_score, "vector_score" => vector_score, "keyword_rank" => keyword_rank,
    "vector_rank" => vector_rank, "reranking_score" => reranking_score, "fusion_method" => fusion_method,
} others others);
object!(InstanceError, "an instance that failed", { "instance_id" => instance_id, "message" => message as Text });
