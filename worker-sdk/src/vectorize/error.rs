//! What can be wrong with vectors and queries.

use std::fmt;

use super::{
    MAX_DIMENSIONS, MAX_FILTER_KEY_LENGTH, MAX_FILTER_LENGTH, MAX_ID_LENGTH, MAX_METADATA_LENGTH,
    MAX_NAMESPACE_LENGTH, MAX_TOP_K, MAX_VECTORS,
};
use crate::error::{Detail, Error, Kind};
use crate::js::decimal_text;

/// What the platform would refuse, found before it is asked.
#[derive(Debug, PartialEq)]
pub(super) enum Refused {
    LongId {
        start: String,
        length: usize,
    },
    LongNamespace {
        start: String,
        length: usize,
    },
    ManyVectors {
        count: usize,
    },
    ManyDimensions {
        vector: Which,
        count: usize,
    },
    NotFinite {
        vector: Which,
        place: usize,
        value: f32,
    },
    MetadataForm {
        id: String,
    },
    LargeMetadata {
        id: String,
        length: usize,
    },
    TopK {
        top_k: u32,
    },
}

/// The vector that a message is about.
#[derive(Debug, PartialEq)]
pub(super) enum Which {
    OfQuery,
    WithId(String),
}

impl fmt::Display for Which {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OfQuery => f.write_str("the vector of the query"),
            Self::WithId(id) => write!(f, "the vector `{id}`"),
        }
    }
}

impl Detail for Refused {
    fn kind(&self) -> Kind {
        match self {
            Self::NotFinite { .. } | Self::MetadataForm { .. } => Kind::Malformed,
            Self::TopK { top_k: 0 } => Kind::Other,
            _ => Kind::TooLarge,
        }
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::LongId { start, length } => write!(
                f,
                "the id `{start}…` of a vector has {length} bytes, and {MAX_ID_LENGTH} are the most; shorten it, for \
                 instance to a hash"
            ),
            Self::LongNamespace { start, length } => write!(
                f,
                "the namespace `{start}…` has {length} bytes, and {MAX_NAMESPACE_LENGTH} are the most; shorten it, for \
                 instance to a hash"
            ),
            Self::ManyVectors { count } => write!(
                f,
                "{count} vectors were given at once, and {MAX_VECTORS} are the most; split them"
            ),
            Self::ManyDimensions { vector, count } => write!(
                f,
                "{vector} has {count} values, and {MAX_DIMENSIONS} are the most; take a model with fewer dimensions"
            ),
            Self::NotFinite {
                vector,
                place,
                value,
            } => write!(
                f,
                "{vector} has `{}` in place {place}, and only finite numbers can be compared; look at where it was made",
                decimal_text(f64::from(*value))
            ),
            Self::MetadataForm { id } => write!(
                f,
                "the metadata of the vector `{id}` has no fields; give a struct or a map"
            ),
            Self::LargeMetadata { id, length } => write!(
                f,
                "the metadata of the vector `{id}` has {length} bytes as JSON, and {MAX_METADATA_LENGTH} (10 KiB) are the \
                 most; store the rest elsewhere, such as in KV or R2"
            ),
            Self::TopK { top_k } => write!(
                f,
                "a `top_k` of {top_k} is not from 1 to {MAX_TOP_K}, the most matches of one query"
            ),
        }
    }
}

/// What is wrong with a filter.
#[derive(Debug, PartialEq)]
pub(super) enum RefusedFilter {
    Key { key: String, why: &'static str },
    LongKey { length: usize },
    Conditions { key: String },
    Range { key: String, operator: &'static str },
    NotFinite { key: String },
    Integer { key: String, integer: String },
    Long { length: usize },
}

impl Detail for RefusedFilter {
    fn kind(&self) -> Kind {
        match self {
            Self::LongKey { .. } | Self::Long { .. } => Kind::TooLarge,
            _ => Kind::Other,
        }
    }
}

impl fmt::Display for RefusedFilter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Key { key, why } => write!(
                f,
                "`{key}` cannot be a key of a filter, as it {why}; use the name of a property with a metadata index"
            ),
            Self::LongKey { length } => write!(
                f,
                "a key of the filter has {length} characters, and {MAX_FILTER_KEY_LENGTH} are the most; shorten it"
            ),
            Self::Conditions { key } => write!(
                f,
                "the filter has conditions on `{key}` that cannot be combined; give one, or one lower and one upper bound"
            ),
            Self::Range { key, operator } => write!(
                f,
                "`{operator}` of the filter on `{key}` is neither text nor a number, and nothing else has an order; \
                 compare with `eq` or `ne`"
            ),
            Self::NotFinite { key } => write!(
                f,
                "a number of the filter on `{key}` is not finite; look at where it was made"
            ),
            Self::Integer { key, integer } => write!(
                f,
                "{integer} of the filter on `{key}` is beyond 2^53 − 1, where numbers of JavaScript are not exact; store \
                 and compare it as text"
            ),
            Self::Long { length } => write!(
                f,
                "the filter has {length} bytes as JSON, and {MAX_FILTER_LENGTH} are the most; give fewer or shorter \
                 values, or ask several times"
            ),
        }
    }
}

/// Metadata that cannot be written.
pub(super) struct WrongMetadata {
    pub(super) id: String,
    pub(super) error: Error,
}

impl Detail for WrongMetadata {
    fn kind(&self) -> Kind {
        self.error.kind()
    }
}

impl fmt::Display for WrongMetadata {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (metadata of the vector `{}`)", self.error, self.id)
    }
}

/// So much of a long name is enough to find it.
pub(super) fn start(name: &str) -> String {
    name.chars().take(32).collect()
}
