//! What can go wrong with a browser.

use std::fmt;

use crate::error::{Detail, Kind};

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Failed {
    /// The platform refused a request.
    Status {
        path: String,
        status: u16,
        text: String,
    },
    /// The browser refused a command.
    Command {
        method: String,
        message: String,
    },
    /// The script of a page threw.
    Script {
        message: String,
    },
    /// A page that the browser could not load.
    Navigation {
        url: String,
        message: String,
    },
    /// A page that is no more.
    Crashed {
        waiting: String,
    },
    Closed {
        waiting: String,
    },
    NotBase64 {
        method: &'static str,
    },
    NoSessions,
}

impl Detail for Failed {
    fn kind(&self) -> Kind {
        match self {
            Self::Status { status: 429, .. } => Kind::RateLimited,
            Self::NoSessions => Kind::Malformed,
            _ => Kind::Other,
        }
    }
}

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Status { path, status, text } => {
                write!(
                    f,
                    "the platform answered `{path}` with the status {status}: {text}"
                )?;
                match *status {
                    429 => f.write_str("; `Browser::limits` says how many browsers may run and when the next one may start"),
                    _ => Ok(()),
                }
            }
            Self::Command { method, message } => {
                write!(f, "the browser refused `{method}`: {message}")
            }
            Self::Script { message } => write!(f, "the script failed in the page: {message}"),
            Self::Navigation { url, message } => {
                write!(f, "the browser could not load `{url}`: {message}")
            }
            Self::Crashed { waiting } => write!(
                f,
                "the page crashed before it answered `{waiting}`; open another one"
            ),
            Self::Closed { waiting } => write!(
                f,
                "the browser closed the connection before it answered `{waiting}`; the page or the whole session has ended"
            ),
            Self::NotBase64 { method } => write!(f, "the browser answered `{method}` without data"),
            Self::NoSessions => f.write_str("the platform answered without a list of sessions"),
        }
    }
}
