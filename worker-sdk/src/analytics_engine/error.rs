//! What can be wrong with a data point.

use std::fmt;

use super::{MAX_BLOBS, MAX_BLOBS_LENGTH, MAX_DOUBLES, MAX_INDEX_LENGTH};
use crate::error::{Detail, Kind};

/// What the platform would refuse. The local simulator takes everything.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Refused {
    LongIndex { length: usize },
    ManyBlobs { count: usize },
    ManyDoubles { count: usize },
    LongBlobs { length: usize },
}

impl Detail for Refused {
    fn kind(&self) -> Kind {
        Kind::TooLarge
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::LongIndex { length } => write!(
                f,
                "the index of a data point has {length} bytes, and {MAX_INDEX_LENGTH} are the most; shorten it, for instance to a hash"
            ),
            Self::ManyBlobs { count } => write!(
                f,
                "a data point has {count} blobs, and {MAX_BLOBS} are the most; leave some out, or write them to another dataset"
            ),
            Self::ManyDoubles { count } => write!(
                f,
                "a data point has {count} doubles, and {MAX_DOUBLES} are the most; leave some out, or write them to another dataset"
            ),
            Self::LongBlobs { length } => write!(
                f,
                "the blobs of a data point have {length} bytes, and {MAX_BLOBS_LENGTH} are the most; shorten them"
            ),
        }
    }
}
