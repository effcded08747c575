//! What a statement gives.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::vec;

use wasm_bindgen::JsValue;

use super::super::error::{Doing, Failed, InStatement};
use super::super::sys;
use crate::error::{Error, Result};
use crate::js;
use crate::js::tape::Tape;
use crate::sql::{FromRow, RowReader, WrongCount};

/// What a statement gave: rows that are read while they are asked for, each once.
///
/// The database computes rows as they are read. Read them before the next await, and before statements that change the
/// same tables; [`all`](Cursor::all) does so at once.
pub struct Cursor {
    raw: JsValue,
    /// Names of the columns and an iterator, once rows were asked for.
    open: JsValue,
    statement: Arc<str>,
    rows_before: usize,
}

/// Rows that are read at once where all of them are wanted, and where they may not be.
const MANY: i32 = 4096;
const SOME: i32 = 64;

/// What follows a block of rows.
enum Next {
    More,
    Nothing,
    Failed(Error),
}

impl Cursor {
    pub(super) fn new(raw: JsValue, statement: Arc<str>) -> Self {
        Self {
            raw,
            open: JsValue::UNDEFINED,
            statement,
            rows_before: 0,
        }
    }

    /// Wraps a JavaScript `SqlStorageCursor`.
    #[must_use]
    pub fn from_raw(raw: JsValue) -> Self {
        Self::new(raw, "".into())
    }

    /// The JavaScript `SqlStorageCursor`.
    #[must_use]
    pub fn as_raw(&self) -> &JsValue {
        &self.raw
    }

    /// The JavaScript `SqlStorageCursor`.
    #[must_use]
    pub fn into_raw(self) -> JsValue {
        self.raw
    }

    /// All rows that were not read before.
    ///
    /// # Errors
    ///
    /// Fails when the statement does so on its way, and when a row is not a `T`.
    pub fn all<T: FromRow>(&mut self) -> Result<Vec<T>> {
        let mut rows = Vec::new();
        loop {
            match self.read(MANY, usize::MAX, &mut rows)? {
                Next::More => {}
                Next::Nothing => return Ok(rows),
                Next::Failed(error) => return Err(error),
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
            .ok_or_else(|| self.named(Error::of(WrongCount::None)))
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
        let before = self.rows_before;
        let row = self.first()?;
        match self.rows_before - before {
            0 | 1 => Ok(row),
            _ => Err(self.named(Error::of(several))),
        }
    }

    /// The first row, or `None`. A second one may be computed, and is left out: end the statement with `LIMIT 1` if there
    /// may be more.
    ///
    /// # Errors
    ///
    /// Fails when the statement does so on its way, and when the row is not a `T`.
    pub fn first<T: FromRow>(&mut self) -> Result<Option<T>> {
        // With a second row asked for, a statement that has one ends, and holds nothing in the database any more.
        let mut rows = Vec::new();
        match self.read(2, 1, &mut rows)? {
            Next::Failed(error) => Err(error),
            Next::More | Next::Nothing => Ok(rows.pop()),
        }
    }

    /// The rows that were not read before, read some at a time.
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
        Rows {
            cursor: self,
            read: Vec::new().into_iter(),
            next: Next::More,
            not_send: PhantomData,
        }
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
        sys::told(&self.raw, &js::constant(name))
    }

    fn count(&self, name: &'static str) -> u64 {
        js::number(&self.told(name)).unwrap_or_default() as u64
    }

    /// Reads up to `most` rows, adds the first `wanted` of them to `rows`, and says what follows.
    fn read<T: FromRow>(&mut self, most: i32, wanted: usize, rows: &mut Vec<T>) -> Result<Next> {
        let (next, tape) = self.read_tape(most)?;
        let mut reader = RowReader::after(&tape, self.rows_before)?;
        let count = reader.left();
        self.rows_before += count;
        rows.reserve(count.min(wanted));
        let mut wanted = count.min(wanted);
        while wanted > 0
            && let Some(row) = reader.next()?
        {
            wanted -= 1;
            match T::from_row(&row) {
                Ok(row) => rows.push(row),
                Err(error) => return Ok(Next::Failed(self.named(error))),
            }
        }
        Ok(next)
    }

    fn read_tape(&mut self, most: i32) -> Result<(Next, Tape)> {
        if self.open.is_undefined() {
            self.open = sys::open(&self.raw);
            if self.open.is_undefined() {
                return Err(self.failed());
            }
        }
        let (answer, tape) = Tape::by(&|at| sys::next_rows(&self.open, most, at))?;
        let next = match answer {
            1 => Next::More,
            2 => Next::Nothing,
            _ => Next::Failed(self.failed()),
        };
        Ok((next, tape))
    }

    #[cold]
    #[inline(never)]
    fn failed(&self) -> Error {
        Failed::last(Doing::Rows(self.statement.clone()))
    }

    /// Adds the statement to an error about rows.
    #[cold]
    #[inline(never)]
    fn named(&self, error: Error) -> Error {
        if self.statement.is_empty() {
            return error;
        }
        Error::of(InStatement {
            statement: self.statement.clone(),
            error,
        })
    }
}

impl fmt::Debug for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Cursor({:?})", self.statement)
    }
}

/// The rest of the rows of a [`Cursor`]: [`Cursor::rows`]. After an error there are no more.
///
/// It is not `Send`, so that it is not held across an await in handlers whose futures are: other events run meanwhile, and
/// may change what is read.
///
/// # Example: rows that are held across an `await`
///
/// ```compile_fail
/// # use worker_sdk::durable_objects::Storage;
/// # fn is_send<T: Send>(_: T) {}
/// # async fn run(storage: Storage) -> worker_sdk::Result<()> {
/// let mut cursor = storage.sql().exec("SELECT name FROM users", ())?;
/// let mut rows = cursor.rows::<(String,)>();
/// storage.sync().await?;
/// rows.next();
/// # Ok(())
/// # }
/// # fn handler(storage: Storage) { is_send(run(storage)); }
/// ```
pub struct Rows<'a, T> {
    cursor: &'a mut Cursor,
    read: vec::IntoIter<T>,
    next: Next,
    not_send: PhantomData<*const ()>,
}

impl<T: FromRow> Iterator for Rows<'_, T> {
    type Item = Result<T>;

    fn next(&mut self) -> Option<Result<T>> {
        loop {
            if let Some(row) = self.read.next() {
                return Some(Ok(row));
            }
            match std::mem::replace(&mut self.next, Next::Nothing) {
                Next::More => {
                    let mut rows = Vec::new();
                    match self.cursor.read(SOME, usize::MAX, &mut rows) {
                        Ok(next) => self.next = next,
                        Err(error) => self.next = Next::Failed(error),
                    }
                    self.read = rows.into_iter();
                }
                Next::Nothing => return None,
                Next::Failed(error) => return Some(Err(error)),
            }
        }
    }
}

impl<T: FromRow> std::iter::FusedIterator for Rows<'_, T> {}

impl<T> fmt::Debug for Rows<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Rows({:?})", self.cursor.statement)
    }
}
