//! What can go wrong with the storage of an object.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

use wasm_bindgen::JsValue;

use super::{MAX_KEYS, sql};
use crate::error::{Detail, Error, Kind};
use crate::js;

/// What was to be done when the platform refused it.
#[derive(Debug)]
#[cfg_attr(
    not(feature = "serde"),
    allow(dead_code, reason = "values are types of serde")
)]
pub(super) enum Doing {
    Get(JsValue),
    GetMany,
    Put(JsValue),
    PutMany,
    Delete(JsValue),
    DeleteMany,
    DeleteAll,
    List,
    /// A statement, and how many values were bound to it.
    Exec(Arc<str>, usize),
    Rows(Arc<str>),
}

impl fmt::Display for Doing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = |key: &JsValue| js::string(key).unwrap_or_default();
        match self {
            Self::Get(name) => write!(f, "reading the key `{}`", key(name)),
            Self::GetMany => f.write_str("reading several keys"),
            Self::Put(name) => write!(f, "storing the key `{}`", key(name)),
            Self::PutMany => f.write_str("storing several keys"),
            Self::Delete(name) => write!(f, "deleting the key `{}`", key(name)),
            Self::DeleteMany => f.write_str("deleting several keys"),
            Self::DeleteAll => f.write_str("deleting everything in the storage"),
            Self::List => f.write_str("listing keys"),
            Self::Exec(statement, _) => write!(f, "running `{}`", sql::shown(statement)),
            Self::Rows(statement) => write!(f, "reading the rows of `{}`", sql::shown(statement)),
        }
    }
}

/// The platform refused an operation.
pub(super) struct Failed {
    doing: Doing,
    thrown: JsValue,
    why: Why,
}

enum Why {
    /// For SQLite.
    TooLarge,
    /// For the storage of an object without SQLite, which says how much it takes.
    LargeKey,
    LargeValue,
    /// The number of values does not fit the statement.
    WrongCount,
    Other,
}

impl Failed {
    /// Replaces what is said about an error that was thrown.
    #[cold]
    #[inline(never)]
    pub(super) fn while_doing(doing: Doing, error: Error) -> Error {
        let Some(thrown) = error.as_raw().cloned() else {
            return error;
        };
        let text = js::described(&thrown);
        let why = if text.contains("SQLITE_TOOBIG") {
            Why::TooLarge
        } else if text.contains("Keys cannot be larger than") {
            Why::LargeKey
        } else if text.contains("cannot be larger than") {
            Why::LargeValue
        } else if text.contains("Wrong number of parameter bindings") {
            Why::WrongCount
        } else {
            Why::Other
        };
        Error::of(Self { doing, thrown, why })
    }

    /// The failure that the last helper kept.
    #[cold]
    #[inline(never)]
    pub(super) fn last(doing: Doing) -> Error {
        Self::while_doing(doing, Error::last_failure(""))
    }
}

impl Detail for Failed {
    fn kind(&self) -> Kind {
        match self.why {
            Why::TooLarge | Why::LargeKey | Why::LargeValue => Kind::TooLarge,
            Why::WrongCount => Kind::Malformed,
            Why::Other => Kind::Other,
        }
    }

    fn thrown(&self) -> Option<&JsValue> {
        Some(&self.thrown)
    }
}

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { doing, thrown, why } = self;
        write!(f, "{doing} failed: {}", js::described(thrown))?;
        match (why, doing) {
            (Why::WrongCount, Doing::Exec(_, count)) => {
                write!(f, " It was given {count}; each placeholder needs one")
            }
            (Why::TooLarge, Doing::Put(_) | Doing::PutMany) => {
                f.write_str("; a key and its value may have 2 MB together, store it in parts")
            }
            (Why::LargeKey, _) => f.write_str("; give it a shorter one"),
            (Why::LargeValue, _) => f.write_str(
                "; store it in parts, or in a class of `new_sqlite_classes`, where a key and its value may have 2 MB \
                 together",
            ),
            (Why::TooLarge, Doing::Exec(..) | Doing::Rows(_)) => {
                f.write_str("; a row may have 2 MB and a statement 100 KB")
            }
            _ => Ok(()),
        }
    }
}

/// More keys than one operation takes. The simulator would take them.
pub(super) struct TooManyKeys {
    pub(super) count: usize,
}

impl Detail for TooManyKeys {
    fn kind(&self) -> Kind {
        Kind::TooLarge
    }
}

impl fmt::Display for TooManyKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "one operation takes up to {MAX_KEYS} keys, not {}; use several",
            self.count
        )
    }
}

/// An error about the rows of a statement.
pub(super) struct InStatement {
    pub(super) statement: Arc<str>,
    pub(super) error: Error,
}

impl Detail for InStatement {
    fn kind(&self) -> Kind {
        self.error.kind()
    }

    fn thrown(&self) -> Option<&JsValue> {
        self.error.as_raw()
    }

    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.error.source()
    }
}

impl fmt::Display for InStatement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let statement = sql::shown(&self.statement);
        write!(f, "{}; the statement is `{statement}`", self.error)
    }
}

/// The platform gave something that its documentation does not have.
pub(super) struct Unexpected(pub(super) &'static str);

impl Detail for Unexpected {
    fn kind(&self) -> Kind {
        Kind::Malformed
    }
}

impl fmt::Display for Unexpected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the storage answered with something that is no {}",
            self.0
        )
    }
}
