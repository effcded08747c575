//! What can be wrong with a call of a model.

use std::fmt;

use crate::error::{Detail, Kind};

/// An answer of another kind than the one that was asked for, or inputs that are none.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Refused {
    NoFields,
    Bytes { model: String },
    Json { model: String },
    NoSocket { model: String, status: u16 },
}

impl Detail for Refused {
    fn kind(&self) -> Kind {
        match self {
            Self::Bytes { .. } | Self::Json { .. } => Kind::Malformed,
            Self::NoFields | Self::NoSocket { .. } => Kind::Other,
        }
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoFields => f.write_str("the inputs of a model are a struct or a map"),
            Self::Bytes { model } => write!(
                f,
                "`{model}` answered with bytes; call it with `run_bytes`, or with `run_stream` if they are text that comes piece by piece"
            ),
            Self::Json { model } => write!(f, "`{model}` answered with JSON; call it with `run`"),
            Self::NoSocket { model, status } => write!(
                f,
                "`{model}` opened no WebSocket but answered with the status {status}; not every model can"
            ),
        }
    }
}
