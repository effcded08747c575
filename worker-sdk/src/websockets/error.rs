//! What can be wrong with a WebSocket.

use std::fmt;

use super::close::{CloseCode, MAX_REASON_LENGTH};
use crate::error::{Detail, Kind};

/// What the platform would refuse, found before it is asked.
pub(super) enum Refused {
    Code { code: CloseCode },
    Reason { length: usize },
    ReasonWithoutCode,
}

impl Detail for Refused {
    fn kind(&self) -> Kind {
        match self {
            Self::Reason { .. } => Kind::TooLarge,
            Self::Code { .. } | Self::ReasonWithoutCode => Kind::Other,
        }
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Code { code } => write!(
                f,
                "`{code}` cannot be the code of a close frame; use 1000 to 4999 without 1004, 1006 and 1015"
            ),
            Self::Reason { length } => write!(
                f,
                "the reason of a close frame has {length} bytes, and {MAX_REASON_LENGTH} are the most; shorten it"
            ),
            Self::ReasonWithoutCode => f.write_str(
                "a close frame without a code cannot have a reason; use another code than 1005",
            ),
        }
    }
}

/// A message that is not the JSON that was expected.
#[cfg(feature = "json")]
pub(super) struct NotJson {
    pub(super) source: serde_json::Error,
}

#[cfg(feature = "json")]
impl Detail for NotJson {
    fn kind(&self) -> Kind {
        Kind::Malformed
    }
}

#[cfg(feature = "json")]
impl fmt::Display for NotJson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let source = &self.source;
        write!(f, "the message is not JSON of the expected shape: {source}")
    }
}
