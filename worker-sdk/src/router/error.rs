//! What can be wrong with routes.

use std::fmt;
use std::panic::Location;

use crate::error::{Detail, Error};
use crate::text::{owned, push};

/// The state of a router is not of the type that a handler asks for. The types of routers forbid it.
pub(super) struct StateOfOtherType;

impl Detail for StateOfOtherType {}

/// All that is wrong with a router, a line for each.
#[derive(Default)]
pub(super) struct Mistakes(String);

impl Mistakes {
    /// None, or the text of all.
    pub(super) fn into_text(self) -> Option<String> {
        Some(self.0).filter(|text| !text.is_empty())
    }

    #[cold]
    #[inline(never)]
    pub(super) fn add(&mut self, parts: &[&str]) {
        let separator = match self.0.is_empty() {
            true => "the router cannot be used: ",
            false => "\n",
        };
        push(separator, &mut self.0);
        for part in parts {
            push(part, &mut self.0);
        }
    }

    #[cold]
    pub(super) fn path(&mut self, route: Place<'_>, fault: &str) {
        self.add(&["the route ", &route.text(), " ", fault]);
    }

    #[cold]
    pub(super) fn conflict(&mut self, route: Place<'_>, known: Option<Place<'_>>) {
        let known = known.map_or_else(|| owned("itself"), Place::text);
        self.add(&[
            "the route ",
            &route.text(),
            " has paths in common with ",
            &known,
            "; use one name for a parameter that both have, or tell them apart by something written out",
        ]);
    }

    #[cold]
    pub(super) fn twice(&mut self, method: &str, first: Place<'_>, second: Place<'_>) {
        self.add(&[
            method,
            " has two handlers, for ",
            &first.text(),
            " and for ",
            &second.text(),
            "; remove one of them",
        ]);
    }
}

/// A path and where it was added.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) path: &'a str,
    pub(super) at: &'static Location<'static>,
}

impl Place<'_> {
    #[cold]
    #[inline(never)]
    fn text(self) -> String {
        format!("`{}` ({}:{})", self.path, self.at.file(), self.at.line())
    }
}

#[cold]
pub(super) fn unusable(mistakes: &str) -> Error {
    Error::saying(owned(mistakes))
}

impl fmt::Display for StateOfOtherType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "the state of the router is of another type than its handlers ask for; report this",
        )
    }
}
