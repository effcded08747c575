//! The implementations that are compared.

use std::fmt;

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Implementation {
    /// JavaScript without any library.
    Plain,
    /// JavaScript with the Hono framework.
    Hono,
    /// The `worker` crate, built by its own tool.
    Peer,
    /// This SDK, where a panic ends the instance.
    Ours,
    /// This SDK, where a panic unwinds one request.
    Unwind,
}

impl Implementation {
    pub(crate) const ALL: [Self; 5] = [
        Self::Plain,
        Self::Hono,
        Self::Peer,
        Self::Ours,
        Self::Unwind,
    ];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Hono => "hono",
            Self::Peer => "peer",
            Self::Ours => "ours",
            Self::Unwind => "unwind",
        }
    }
}

impl Implementation {
    /// Whether its worker calls other workers and takes messages of a queue.
    pub(crate) fn has_calls(self) -> bool {
        matches!(self, Self::Plain | Self::Ours | Self::Unwind)
    }
}

impl fmt::Display for Implementation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}
