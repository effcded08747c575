//! What can be wrong with parameters and rows.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;

use super::value::ValueRef;
use crate::error::{Detail, Error, Kind};

/// A value that cannot be bound.
pub(super) struct WrongParam {
    /// Counted from one.
    pub(super) place: usize,
    pub(super) why: WhyNot,
}

pub(super) enum WhyNot {
    Inexact(i64),
    Infinite(f64),
    Refused(Error),
}

impl Detail for WrongParam {
    fn kind(&self) -> Kind {
        Kind::Malformed
    }

    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match &self.why {
            WhyNot::Refused(error) => error.source(),
            _ => None,
        }
    }
}

impl fmt::Display for WrongParam {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot bind parameter {}: ", self.place)?;
        match &self.why {
            WhyNot::Inexact(value) => write!(
                f,
                "{value} is beyond 2^53 − 1, where numbers of JavaScript are not exact; bind it as text"
            ),
            WhyNot::Infinite(number) => write!(
                f,
                "SQLite has no {number}; bind `None`, or a number that is finite"
            ),
            WhyNot::Refused(error) => error.fmt(f),
        }
    }
}

/// A name of a placeholder that does not fit.
pub(super) struct WrongName {
    pub(super) which: WhichName,
    pub(super) there_are: Vec<String>,
}

pub(super) enum WhichName {
    NoValue(String),
    TwoValues(String),
    NoPlaceholder(String),
}

impl Detail for WrongName {
    fn kind(&self) -> Kind {
        Kind::Malformed
    }
}

impl fmt::Display for WrongName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.which {
            WhichName::NoValue(name) => {
                write!(f, "the placeholder `:{name}` has no value; give it one")
            }
            WhichName::TwoValues(name) => {
                write!(f, "the placeholder `:{name}` has two values; give it one")
            }
            WhichName::NoPlaceholder(name) if self.there_are.is_empty() => write!(
                f,
                "no placeholder `:{name}` in the statement; it has none with a name"
            ),
            WhichName::NoPlaceholder(name) => write!(
                f,
                "no placeholder `:{name}` in the statement; there are `:{}`",
                self.there_are.join("`, `:")
            ),
        }
    }
}

/// What a [`FromSql`](super::FromSql) expected and did not find. The column and what was found are added to it.
#[derive(Debug)]
pub struct Mismatch(Cow<'static, str>);

impl Mismatch {
    /// `expected` says which values the type has, such as "an integer" or "`admin` or `member`".
    #[must_use]
    pub fn new(expected: impl Into<Cow<'static, str>>) -> Self {
        Self(expected.into())
    }
}

/// A cell of another type.
pub(super) struct WrongCell {
    pub(super) column: String,
    /// Counted from one.
    pub(super) row: usize,
    pub(super) expected: Cow<'static, str>,
    pub(super) found: String,
    pub(super) help: &'static str,
}

impl WrongCell {
    #[cold]
    #[inline(never)]
    pub(super) fn new(column: &str, row: usize, mismatch: Mismatch, found: ValueRef<'_>) -> Self {
        Self {
            column: column.to_owned(),
            row,
            expected: mismatch.0,
            found: found.to_string(),
            help: match found {
                ValueRef::Null => "; make it an `Option`, or the column `NOT NULL`",
                ValueRef::Real(number) if number.fract() == 0.0 => {
                    "; integers beyond 2^53 − 1 may be rounded, select them as `CAST(column AS TEXT)`"
                }
                _ => "",
            },
        }
    }
}

impl Detail for WrongCell {
    fn kind(&self) -> Kind {
        Kind::Malformed
    }
}

impl fmt::Display for WrongCell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            column,
            row,
            expected,
            found,
            help,
        } = self;
        write!(
            f,
            "cannot read the column `{column}` of row {row}: expected {expected}, found {found}{help}"
        )
    }
}

/// A column that the rows do not have.
pub(super) struct NoColumn {
    pub(super) name: String,
    pub(super) there_are: Vec<String>,
}

impl Detail for NoColumn {
    fn kind(&self) -> Kind {
        Kind::Malformed
    }
}

impl fmt::Display for NoColumn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "no column `{}` in the rows; the statement selects `{}`",
            self.name,
            self.there_are.join("`, `")
        )
    }
}

/// Another number of columns than a tuple has.
pub(super) struct WrongWidth {
    pub(super) expected: usize,
    pub(super) there_are: Vec<String>,
}

impl Detail for WrongWidth {
    fn kind(&self) -> Kind {
        Kind::Malformed
    }
}

impl fmt::Display for WrongWidth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the rows have {} columns (`{}`), not {}; select as many, each with a name of its own",
            self.there_are.len(),
            self.there_are.join("`, `"),
            self.expected
        )
    }
}

/// Rows that are no rows.
pub(super) struct NoRows;

impl Detail for NoRows {
    fn kind(&self) -> Kind {
        Kind::Malformed
    }
}

impl fmt::Display for NoRows {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the database answered with something that is no list of rows")
    }
}

/// Another number of rows than was expected.
#[derive(Clone, Copy)]
pub(crate) enum WrongCount {
    None,
    Several,
    SeveralWhereOptional,
}

impl Detail for WrongCount {
    fn kind(&self) -> Kind {
        Kind::Malformed
    }
}

impl fmt::Display for WrongCount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::None => {
                "the query gave no row where `one` expects exactly one; use `first` if there may be none"
            }
            Self::Several => {
                "the query gave several rows where `one` expects exactly one; narrow it, or use `first`"
            }
            Self::SeveralWhereOptional => {
                "the query gave several rows where `optional` expects at most one; narrow it, or use `first`"
            }
        })
    }
}
