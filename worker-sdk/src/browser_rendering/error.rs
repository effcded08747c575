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
    Closed {
        waiting: String,
    },
    NotBase64 {
        method: &'static str,
    },
}

impl Detail for Failed {
    fn kind(&self) -> Kind {
        match self {
            Self::Status { status: 429, .. } => Kind::RateLimited,
            _ => Kind::Other,
        }
    }
}

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Status {
                path,
                status: 429,
                text,
            } => write!(
                f,
                "the platform starts no browser now (`{path}`: {text}); `Browser::limits` says when it does, and a session that is free can be used again"
            ),
            Self::Status { path, status, text } => {
                write!(
                    f,
                    "the platform answered `{path}` with the status {status}: {text}"
                )
            }
            Self::Command { method, message } => {
                write!(f, "the browser refused `{method}`: {message}")
            }
            Self::Script { message } => write!(f, "the script failed in the page: {message}"),
            Self::Navigation { url, message } => {
                write!(f, "the browser could not load `{url}`: {message}")
            }
            Self::Closed { waiting } => write!(
                f,
                "the browser closed the connection before it answered `{waiting}`; the session has ended, start another one"
            ),
            Self::NotBase64 { method } => write!(f, "the browser answered `{method}` without data"),
        }
    }
}
