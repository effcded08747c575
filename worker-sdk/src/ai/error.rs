//! What can be wrong with a call of a model.

use std::fmt;

use crate::error::{Detail, Kind};

/// An answer of another kind than the one that was asked for, or inputs that are none.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Refused {
    NoFields,
    Bytes {
        model: String,
    },
    Json {
        model: String,
    },
    NoResponse {
        model: String,
    },
    NoSocket {
        model: String,
    },
    /// The model failed in the middle of its answer.
    Failed {
        message: String,
    },
    /// The stream ended before the model was done.
    Cut,
}

impl Detail for Refused {
    fn kind(&self) -> Kind {
        match self {
            Self::Bytes { .. }
            | Self::Json { .. }
            | Self::NoResponse { .. }
            | Self::NoSocket { .. } => Kind::Malformed,
            _ => Kind::Other,
        }
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoFields => f.write_str(
                "the inputs of a model are a struct or a map; give the value the name that the page of the model says, such as `{\"text\": …}`",
            ),
            Self::Bytes { model } => write!(
                f,
                "`{model}` answered with bytes; call it with `run_body`, or with `run_stream` if `stream` is among its inputs"
            ),
            Self::Json { model } => write!(f, "`{model}` answered with JSON; call it with `run`"),
            Self::NoResponse { model } => write!(
                f,
                "the binding answered a call of `{model}` with no `Response`, which `run_response` is for; let the stand-in give one, or call `run`"
            ),
            Self::NoSocket { model } => write!(f, "`{model}` opened no WebSocket; not every model can"),
            Self::Failed { message } => write!(f, "the model failed in the middle of its answer: {message}"),
            Self::Cut => f.write_str("the answer ended before the model was done"),
        }
    }
}
