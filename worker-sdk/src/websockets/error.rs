//! What can be wrong with a WebSocket.

use std::fmt;

use http::StatusCode;

use super::close::{CloseCode, MAX_REASON_LENGTH};
use crate::error::{Detail, Kind};
use crate::http::Response;

/// What the platform would refuse, found before it is asked, and what is too much for the worker.
pub(super) enum Refused {
    Code { code: CloseCode },
    Reason { length: usize },
    ReasonWithoutCode,
    NotAccepted,
    Overflow { limit: u32 },
}

impl Detail for Refused {
    fn kind(&self) -> Kind {
        match self {
            Self::Reason { .. } => Kind::TooLarge,
            _ => Kind::Other,
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
            Self::NotAccepted => f.write_str(
                "a WebSocket that is not accepted has no messages; call `accept` before the first one is read",
            ),
            Self::Overflow { limit } => write!(
                f,
                "more than {limit} bytes of messages were waiting to be read from a WebSocket, so it was closed; read faster, \
                 or allow more with `AcceptOptions::buffer`"
            ),
        }
    }
}

/// A message that is not the JSON that was expected.
#[cfg(feature = "json")]
pub(super) struct NotJson {
    pub(super) source: crate::json::Error,
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

/// A request for a WebSocket that was answered in another way.
pub(super) struct NotUpgraded {
    status: StatusCode,
}

impl NotUpgraded {
    pub(super) fn by(response: &Response) -> Self {
        Self {
            status: response.status(),
        }
    }
}

impl Detail for NotUpgraded {}

impl fmt::Display for NotUpgraded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the request for a WebSocket was answered with status {} instead of 101; check the URL and what the server asks \
             for, or read its answer with `ConnectError::into_response`",
            self.status.as_u16()
        )
    }
}
