//! What can be wrong with events.

use std::fmt;

use crate::error::{Detail, Kind};

pub(super) struct LineBreak {
    pub(super) what: &'static str,
}

pub(super) struct TooLarge {
    pub(super) max: usize,
}

pub(super) struct LongId {
    pub(super) max: usize,
}

pub(super) struct WrongStatus {
    pub(super) status: u16,
}

pub(super) struct GivenUp;

pub(super) struct WrongType {
    pub(super) found: Option<String>,
}

impl Detail for LineBreak {
    fn kind(&self) -> Kind {
        Kind::Malformed
    }
}

impl Detail for TooLarge {
    fn kind(&self) -> Kind {
        Kind::TooLarge
    }
}

impl Detail for LongId {
    fn kind(&self) -> Kind {
        Kind::TooLarge
    }
}

impl Detail for WrongStatus {}

impl Detail for GivenUp {}

impl Detail for WrongType {
    fn kind(&self) -> Kind {
        Kind::Malformed
    }
}

impl fmt::Display for LineBreak {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the {} of an event has a line break or a zero byte; put such text into its data",
            self.what
        )
    }
}

impl fmt::Display for LongId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "an id of the stream is longer than {} bytes; let the server give one that fits into a header",
            self.max
        )
    }
}

impl fmt::Display for TooLarge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "an event of the stream is larger than {} bytes; allow more with `max_size`",
            self.max
        )
    }
}

impl fmt::Display for WrongStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the server answered with status {} and not with events; only 200 has some",
            self.status
        )
    }
}

impl fmt::Display for GivenUp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "the server was asked as often as `max_reconnects` allows, and `message` was dropped before the last answer; wait \
             longer for it, or allow more",
        )
    }
}

impl fmt::Display for WrongType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.found {
            Some(found) => write!(f, "the server answered with `{found}`")?,
            None => f.write_str("the server answered without a content type")?,
        }
        f.write_str(" and not with events; they have the content type `text/event-stream`")
    }
}
