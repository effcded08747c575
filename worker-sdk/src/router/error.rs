//! What can be wrong with routes.

use std::fmt;
use std::panic::Location;

use super::path::Fault;
use crate::error::Detail;

/// All that is wrong with a router.
pub(super) struct Mistakes(pub(super) Vec<Mistake>);

/// The state of a router is not of the type that a handler asks for. The types of routers forbid it.
pub(super) struct StateOfOtherType;

#[derive(Clone)]
pub(super) enum Mistake {
    Path {
        route: Place,
        fault: Fault,
    },
    Conflict {
        route: Place,
        known: Option<Place>,
    },
    Twice {
        method: String,
        first: Place,
        second: Place,
    },
}

/// A path and where it was added.
#[derive(Clone)]
pub(super) struct Place {
    pub(super) path: String,
    pub(super) at: &'static Location<'static>,
}

impl Detail for Mistakes {}
impl Detail for StateOfOtherType {}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { path, at } = self;
        write!(f, "`{path}` ({}:{})", at.file(), at.line())
    }
}

impl fmt::Display for Mistakes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the router cannot be used: ")?;
        for (index, mistake) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            mistake.fmt(f)?;
        }
        Ok(())
    }
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Path { route, fault } => write!(f, "the route {route} {fault}"),
            Self::Conflict { route, known } => {
                write!(f, "the route {route} has paths in common with ")?;
                match known {
                    Some(known) => known.fmt(f)?,
                    None => f.write_str("itself")?,
                }
                f.write_str("; use one name for a parameter that both have, or tell them apart by something written out")
            }
            Self::Twice {
                method,
                first,
                second,
            } => write!(
                f,
                "{method} has two handlers, for {first} and for {second}; remove one of them"
            ),
        }
    }
}

impl fmt::Display for StateOfOtherType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "the state of the router is of another type than its handlers ask for; report this",
        )
    }
}
