//! What is known of instances.

use serde_json::{Map, Value};

use crate::js::object::{Time, object};
use crate::time::Timestamp;

/// What is known of an instance: [`Instance::info`](super::Instance::info).
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Info {
    /// Its id, by which a namespace [gets](super::Namespace::get) it.
    pub id: String,
    /// Where documents come from: `r2`, `web-crawler`; `None` where they are uploaded.
    pub source_type: Option<String>,
    /// Which bucket or website it is.
    pub source: Option<String>,
    /// Whether indexing is paused.
    pub paused: Option<bool>,
    /// What it does, such as `active`, `waiting` or `indexing`.
    pub status: Option<String>,
    /// Its namespace.
    pub namespace: Option<String>,
    /// When it was made.
    pub created_at: Option<Timestamp>,
    /// When it was changed last.
    pub modified_at: Option<Timestamp>,
    /// The gateway of AI Gateway that models are called through.
    pub ai_gateway_id: Option<String>,
    /// Whether a model writes queries anew.
    pub rewrite_query: Option<bool>,
    /// Whether a model orders what was found anew.
    pub reranking: Option<bool>,
    /// The model that makes vectors.
    pub embedding_model: Option<String>,
    /// The model that answers.
    pub ai_search_model: Option<String>,
    /// The model that writes queries anew.
    pub rewrite_model: Option<String>,
    /// The model that orders what was found anew.
    pub reranking_model: Option<String>,
    /// By what documents are found.
    pub index_method: Option<IndexMethod>,
    /// How both scores become one, `rrf` or `max`.
    pub fusion_method: Option<String>,
    /// Whether documents are cut into chunks.
    pub chunk: Option<bool>,
    /// How many tokens a chunk has.
    pub chunk_size: Option<u32>,
    /// How much chunks overlap.
    pub chunk_overlap: Option<u32>,
    /// The lowest score of what is found.
    pub score_threshold: Option<f64>,
    /// How many chunks are found at most.
    pub max_num_results: Option<u32>,
    /// Whether answers are kept and taken again.
    pub cache: Option<bool>,
    /// How alike questions must be for that.
    pub cache_threshold: Option<String>,
    /// The fields of metadata that can be filtered by.
    pub custom_metadata: Vec<CustomMetadata>,
    /// How often the source is looked at, in seconds.
    pub sync_interval: Option<u32>,
    /// What else you said of it.
    pub metadata: Map<String, Value>,
    /// What else the platform said, such as `source_params`.
    pub others: Map<String, Value>,
}

/// By what documents are found: one of its constants.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct IndexMethod {
    /// By what they mean.
    pub vector: bool,
    /// By their words.
    pub keyword: bool,
}

impl IndexMethod {
    /// By what they mean alone.
    pub const VECTOR: Self = Self {
        vector: true,
        keyword: false,
    };
    /// By their words alone.
    pub const KEYWORD: Self = Self {
        vector: false,
        keyword: true,
    };
    /// By both.
    pub const HYBRID: Self = Self {
        vector: true,
        keyword: true,
    };
}

/// A field of metadata that can be filtered by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct CustomMetadata {
    /// Its name.
    pub field_name: String,
    /// What it holds: `text`, `number`, `boolean` or `datetime`.
    pub data_type: String,
}

/// How far an instance has indexed: [`Instance::stats`](super::Instance::stats).
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Stats {
    /// Items that wait.
    pub queued: u64,
    /// Items that are indexed now.
    pub running: u64,
    /// Items that are indexed.
    pub completed: u64,
    /// Items that failed.
    pub error: u64,
    /// Items that were left out.
    pub skipped: u64,
    /// Items that have changed since.
    pub outdated: u64,
    /// When something was indexed last.
    pub last_activity: Option<Timestamp>,
    /// What is stored.
    pub engine: Option<Engine>,
}

/// What an instance has stored.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Engine {
    /// The vectors.
    pub vectorize: Option<StoredVectors>,
    /// The documents.
    pub r2: Option<StoredObjects>,
}

/// Vectors of an instance.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct StoredVectors {
    /// How many there are.
    pub vectors_count: u64,
    /// How many numbers each has.
    pub dimensions: u64,
}

/// Documents of an instance.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct StoredObjects {
    /// How many there are.
    pub object_count: u64,
    /// Their bytes.
    pub payload_size_bytes: u64,
    /// The bytes of their metadata.
    pub metadata_size_bytes: u64,
}

object!(Info, "an instance", {
    "id" => id, "type" => source_type, "source" => source, "paused" => paused, "status" => status,
    "namespace" => namespace, "created_at" => created_at as Time, "modified_at" => modified_at as Time,
    "ai_gateway_id" => ai_gateway_id, "rewrite_query" => rewrite_query, "reranking" => reranking,
    "embedding_model" => embedding_model, "ai_search_model" => ai_search_model, "rewrite_model" => rewrite_model,
    "reranking_model" => reranking_model, "index_method" => index_method, "fusion_method" => fusion_method,
    "chunk" => chunk, "chunk_size" => chunk_size, "chunk_overlap" => chunk_overlap,
    "score_threshold" => score_threshold, "max_num_results" => max_num_results, "cache" => cache,
    "cache_threshold" => cache_threshold, "custom_metadata" => custom_metadata, "sync_interval" => sync_interval,
    "metadata" => metadata,
} needs "id" others others);
object!(IndexMethod, "by what documents are found", { "vector" => vector, "keyword" => keyword });
object!(CustomMetadata, "a field of metadata", { "field_name" => field_name, "data_type" => data_type });
object!(Stats, "the state of an instance", {
    "queued" => queued, "running" => running, "completed" => completed, "error" => error, "skipped" => skipped,
    "outdated" => outdated, "last_activity" => last_activity as Time, "engine" => engine,
});
object!(Engine, "what is stored", { "vectorize" => vectorize, "r2" => r2 });
object!(StoredVectors, "stored vectors", { "vectorsCount" => vectors_count, "dimensions" => dimensions });
object!(StoredObjects, "stored documents", {
    "objectCount" => object_count, "payloadSizeBytes" => payload_size_bytes,
    "metadataSizeBytes" => metadata_size_bytes,
});
