//! What a statement gives.

use std::fmt;
use std::sync::Arc;

use wasm_bindgen::JsValue;

use super::super::sys;
use super::rows::Rows;
use super::unread::Unread;
use crate::error::{Error, Result};
use crate::js;
use crate::sql::{FromRow, WrongCount};

/// What a statement gave: rows that are read while they are asked for, each once.
///
/// The database computes rows as they are read. Read them before the next await, and before statements that change the
/// same tables; [`all`](SqlCursor::all) does so at once.
pub struct SqlCursor(Unread);

/// Rows that are read at once where all of them are wanted.
const MANY: i32 = 4096;

impl SqlCursor {
    pub(super) fn new(raw: JsValue, statement: Arc<str>) -> Self {
        Self(Unread::new(raw, statement))
    }

    /// Wraps a JavaScript `SqlStorageCursor`.
    #[must_use]
    pub fn from_raw(raw: JsValue) -> Self {
        Self::new(raw, "".into())
    }

    /// The JavaScript `SqlStorageCursor`. It does not have rows any more that were read ahead here.
    #[must_use]
    pub fn as_raw(&self) -> &JsValue {
        &self.0.raw
    }

    /// The JavaScript `SqlStorageCursor`. It does not have rows any more that were read ahead here.
    #[must_use]
    pub fn into_raw(self) -> JsValue {
        self.0.raw
    }

    /// All rows that were not read before.
    ///
    /// # Errors
    ///
    /// Fails when the statement does so on its way, and when a row is not a `T`.
    pub fn all<T: FromRow>(&mut self) -> Result<Vec<T>> {
        let mut rows = Vec::new();
        loop {
            let is_more = self.0.look(MANY, usize::MAX, &mut rows);
            self.0.take_all();
            if !is_more? {
                return Ok(rows);
            }
        }
    }

    /// The only row; none and several are errors.
    ///
    /// # Errors
    ///
    /// Fails when there is not one row, when the statement fails on its way, and when the row is not a `T`.
    pub fn one<T: FromRow>(&mut self) -> Result<T> {
        self.only(WrongCount::Several)?
            .ok_or_else(|| self.0.named(Error::of(WrongCount::None)))
    }

    /// The only row, or `None`; several are an error.
    ///
    /// # Errors
    ///
    /// Fails when there are several rows, when the statement fails on its way, and when the row is not a `T`.
    pub fn optional<T: FromRow>(&mut self) -> Result<Option<T>> {
        self.only(WrongCount::SeveralWhereOptional)
    }

    fn only<T: FromRow>(&mut self, several: WrongCount) -> Result<Option<T>> {
        let row = self.first()?;
        match self.0.left() {
            0 => Ok(row),
            _ => Err(self.0.named(Error::of(several))),
        }
    }

    /// The first row that was not read before, or `None`. A second one may be computed, and stays in the cursor: end the
    /// statement with `LIMIT 1` if there may be more.
    ///
    /// # Errors
    ///
    /// Fails when the statement does so on its way, and when the row is not a `T`.
    pub fn first<T: FromRow>(&mut self) -> Result<Option<T>> {
        let mut rows = Vec::new();
        let looked = self.0.look(2, 1, &mut rows);
        self.0.take();
        looked?;
        // With a second row asked for, a statement that has one ends, and holds nothing in the database any more.
        self.0.fill(1)?;
        Ok(rows.pop())
    }

    /// The rows that were not read before, read some at a time. Those that are not asked for stay in the cursor.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # fn run(storage: worker_sdk::durable_objects::Storage) -> worker_sdk::Result<()> {
    /// let mut total = 0.0;
    /// for row in storage.sql().exec("SELECT name, price FROM articles", ())?.rows::<(String, f64)>() {
    ///     let (_, price) = row?;
    ///     total += price;
    /// }
    /// # let _ = total;
    /// # Ok(())
    /// # }
    /// ```
    pub fn rows<T: FromRow>(&mut self) -> Rows<'_, T> {
        Rows::of(&mut self.0)
    }

    /// The names of the columns; several may be alike.
    #[must_use]
    pub fn column_names(&self) -> Vec<String> {
        js::list_to_strings(&self.told("columnNames"))
    }

    /// How many rows of tables and indexes the database has read for the statement so far.
    #[must_use]
    pub fn rows_read(&self) -> u64 {
        self.count("rowsRead")
    }

    /// How many rows of tables and indexes the database has written for the statement so far.
    #[must_use]
    pub fn rows_written(&self) -> u64 {
        self.count("rowsWritten")
    }

    fn told(&self, name: &'static str) -> JsValue {
        sys::told(&self.0.raw, &js::constant(name))
    }

    fn count(&self, name: &'static str) -> u64 {
        js::number(&self.told(name)).unwrap_or_default() as u64
    }
}

impl fmt::Debug for SqlCursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SqlCursor({:?})", self.0.statement)
    }
}
