//! One row.

use std::fmt;

use super::error::{NoColumn, WrongCell, WrongWidth};
use super::value::{FromSql, ValueRef};
use crate::error::{Error, Result};

/// A row of a result, while it is read.
pub struct Row<'a> {
    pub(super) columns: &'a [&'a str],
    pub(super) cells: &'a [ValueRef<'a>],
    /// Counted from one.
    pub(super) number: usize,
}

impl<'a> Row<'a> {
    /// The names of the columns.
    #[must_use]
    pub fn columns(&self) -> &'a [&'a str] {
        self.columns
    }

    /// How many columns there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.columns.len()
    }

    /// Whether there are no columns.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.columns.is_empty()
    }

    /// The value of the column `name`, the first of several that have it.
    ///
    /// # Errors
    ///
    /// Fails when there is no such column, or when its value is none of `T`.
    pub fn get<T: FromSql>(&self, name: &str) -> Result<T> {
        self.field(0, name)
    }

    /// The value of the column at `index`, counted from zero.
    ///
    /// # Errors
    ///
    /// Fails when there are fewer columns, or when the value is none of `T`.
    pub fn at<T: FromSql>(&self, index: usize) -> Result<T> {
        match self.cells.get(index) {
            Some(cell) => T::from_sql(*cell).map_err(|mismatch| self.wrong(index, mismatch)),
            None => Err(self.narrower(index + 1)),
        }
    }

    /// The value of the column `name` as it is; `None` if there is no such column.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<ValueRef<'a>> {
        let index = self.columns.iter().position(|column| *column == name)?;
        self.cells.get(index).copied()
    }

    /// As [`get`](Row::get); the column is probably at `index`.
    #[doc(hidden)]
    #[inline]
    pub fn field<T: FromSql>(&self, index: usize, name: &str) -> Result<T> {
        match self.columns.get(index) {
            Some(column) if *column == name => self.at(index),
            _ => self.searched(name),
        }
    }

    /// As [`field`](Row::field); `None` if there is no such column.
    #[doc(hidden)]
    pub fn optional_field<T: FromSql>(&self, name: &str) -> Result<Option<T>> {
        match self.columns.iter().position(|column| *column == name) {
            Some(index) => self.at(index).map(Some),
            None => Ok(None),
        }
    }

    fn searched<T: FromSql>(&self, name: &str) -> Result<T> {
        match self.columns.iter().position(|column| *column == name) {
            Some(index) => self.at(index),
            None => Err(Error::of(NoColumn {
                name: name.to_owned(),
                there_are: self.names(),
            })),
        }
    }

    pub(super) fn check_width(&self, expected: usize) -> Result<()> {
        match self.columns.len() == expected {
            true => Ok(()),
            false => Err(self.narrower(expected)),
        }
    }

    fn names(&self) -> Vec<String> {
        self.columns.iter().map(|&name| name.to_owned()).collect()
    }

    #[cold]
    #[inline(never)]
    fn narrower(&self, expected: usize) -> Error {
        Error::of(WrongWidth {
            expected,
            there_are: self.names(),
        })
    }

    #[cold]
    #[inline(never)]
    pub(super) fn wrong(&self, index: usize, mismatch: super::Mismatch) -> Error {
        let column = self.columns.get(index).copied().unwrap_or_default();
        let found = self.cells.get(index).copied().unwrap_or(ValueRef::Null);
        Error::of(WrongCell::new(column, self.number, mismatch, found))
    }
}

impl fmt::Debug for Row<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let cells = self.columns.iter().zip(self.cells);
        f.debug_map().entries(cells).finish()
    }
}

/// A type that a row can have.
///
/// Derive it for structs with named fields, which take columns by name. These attributes exist:
///
/// | attribute | |
/// |---|---|
/// | `#[row(rename = "name")]` | the column has another name than the field |
/// | `#[row(rename_all = "camelCase")]`, on the struct | so have all columns: `camelCase`, `PascalCase`, `SCREAMING_SNAKE_CASE` |
/// | `#[row(default)]` | `Default::default()` when there is no such column |
/// | `#[row(json)]` | the column has JSON text, the field what serde makes of it |
/// | `#[row(flatten)]` | the field is itself `FromRow`, and takes columns of the same row |
/// | `#[row(crate = path)]`, on the struct | where this crate is, if not at `::worker_sdk` |
///
/// Tuples of up to twelve columns take them by position and want exactly as many.
///
/// # Examples
///
/// ```
/// use worker_sdk::sql::FromRow;
///
/// #[derive(FromRow)]
/// #[row(rename_all = "camelCase")]
/// struct Article {
///     id: u32,
///     created_at: String,
///     #[row(json)]
///     tags: Vec<String>,
///     #[row(default)]
///     comments: u32,
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no type of a row",
    note = "add `#[derive(FromRow)]` to it; or wrap a type of serde in `sql::Serde`; a single column is a tuple, as in `(i64,)`"
)]
pub trait FromRow: Sized {
    /// The Rust value of a row.
    ///
    /// # Errors
    ///
    /// Fails when a column is not there, or when its value is not that of the field.
    fn from_row(row: &Row<'_>) -> Result<Self>;
}
