//! What can be wrong with HTTP messages.

use std::error::Error as StdError;
use std::fmt;

/// A message that cannot be built.
pub(crate) enum HttpError {
    HeaderName { name: String },
    HeaderValue { name: String },
    Status { status: u16 },
    NoBodyAllowed { status: u16 },
    RedirectStatus { status: u16 },
    BodyUsed,
}

impl fmt::Display for HttpError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::HeaderName { name } => write!(
                f,
                "`{}` is not a header name; use letters, digits and any of !#$%&'*+-.^_`|~",
                name.escape_debug()
            ),
            Self::HeaderValue { name } => write!(
                f,
                "the value of header `{name}` has a line break or a zero byte; encode it, for instance as base64"
            ),
            Self::Status { status } => write!(
                f,
                "{status} is not a status that a worker can answer with; use 200 to 599, or 101 with a WebSocket"
            ),
            Self::NoBodyAllowed { status } => write!(
                f,
                "a response with status {status} has no body; leave the body out or use another status"
            ),
            Self::RedirectStatus { status } => {
                write!(f, "{status} is not a redirect; use 301, 302, 303, 307 or 308")
            }
            Self::BodyUsed => f.write_str(
                "the body was read already; read it once and keep the result, or clone the message before",
            ),
        }
    }
}

/// Data that cannot be understood.
pub(crate) enum Malformed {
    #[cfg(feature = "json")]
    Json(serde_json::Error),
    Chunk,
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            #[cfg(feature = "json")]
            Self::Json(error) => write!(f, "the body is not the expected JSON: {error}"),
            Self::Chunk => f.write_str("the stream gave a chunk that is neither bytes nor text"),
        }
    }
}

impl Malformed {
    pub(crate) fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            #[cfg(feature = "json")]
            Self::Json(error) => Some(error),
            Self::Chunk => None,
        }
    }
}
