//! SQL.

mod cursor;
mod rows;
mod text;
mod unread;

use std::fmt;

use wasm_bindgen::JsValue;

use super::error::{Doing, Failed};
use super::sys;
use crate::error::{Error, Result};
use crate::sql::{NamedParams, Names, Params};

pub use cursor::SqlCursor;
pub use rows::Rows;
pub(super) use text::shown;

/// The SQLite database of an object: [`Storage::sql`](super::Storage::sql).
///
/// Statements run at once, without waiting, and a response that leaves the object waits until what they wrote is safe on
/// disk. All that an event does between two awaits is stored together or not at all; for more, and to undo what was done,
/// there are [`transaction_sync`](super::Storage::transaction_sync) and [`transaction`](super::Storage::transaction).
///
/// Parameters and rows are those of [`sql`](crate::sql).
///
/// | limit | |
/// |---|---|
/// | database | 10 GB |
/// | row, text, blob | 2 MB |
/// | statement | 100 KB |
/// | parameters, columns of a table | 100 |
///
/// # Examples
///
/// ```no_run
/// # fn run(storage: worker_sdk::durable_objects::Storage) -> worker_sdk::Result<()> {
/// use worker_sdk::params;
/// use worker_sdk::sql::FromRow;
///
/// #[derive(FromRow)]
/// struct Note {
///     id: i64,
///     title: String,
/// }
///
/// let sql = storage.sql();
/// sql.exec("CREATE TABLE IF NOT EXISTS notes (id INTEGER PRIMARY KEY, title TEXT)", ())?;
/// sql.exec("INSERT INTO notes (title) VALUES (?)", params!["first"])?;
/// let notes: Vec<Note> = sql.exec("SELECT id, title FROM notes ORDER BY id", ())?.all()?;
/// # let _ = notes;
/// # Ok(())
/// # }
/// ```
///
/// See <https://developers.cloudflare.com/durable-objects/api/sqlite-storage-api/>.
#[derive(Clone)]
pub struct Sql(JsValue);

impl Sql {
    /// Wraps a JavaScript `SqlStorage`.
    #[must_use]
    pub fn from_raw(raw: JsValue) -> Self {
        Self(raw)
    }

    /// The JavaScript `SqlStorage`.
    #[must_use]
    pub fn as_raw(&self) -> &JsValue {
        &self.0
    }

    /// The JavaScript `SqlStorage`.
    #[must_use]
    pub fn into_raw(self) -> JsValue {
        self.0
    }

    /// Runs a statement, or several with semicolons between them; then parameters and rows are those of the last one.
    ///
    /// Never put values into the text: pass [`params!`](crate::params), or `()` where there are none. The rows are read
    /// from the [`SqlCursor`]; one whose rows nobody wants may be dropped.
    ///
    /// # Errors
    ///
    /// Fails when a parameter cannot be bound, and then runs nothing. Fails when a statement does; a violated constraint
    /// is a [`Constraint`](crate::sql::Constraint).
    pub fn exec(&self, query: &str, params: impl Into<Params>) -> Result<SqlCursor> {
        self.run(query, params.into())
    }

    /// As [`exec`](Sql::exec), with placeholders that have names: `:name`, `@name` or `$name`, each as often as needed.
    ///
    /// # Errors
    ///
    /// As [`exec`](Sql::exec); also when a placeholder has no value or a value no placeholder.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # fn run(storage: worker_sdk::durable_objects::Storage) -> worker_sdk::Result<()> {
    /// use worker_sdk::named_params;
    ///
    /// let team = "blue";
    /// let names = storage
    ///     .sql()
    ///     .exec_named("SELECT name FROM users WHERE team = :team AND age > :age", named_params! { team, age: 30 })?
    ///     .all::<(String,)>()?;
    /// # let _ = names;
    /// # Ok(())
    /// # }
    /// ```
    pub fn exec_named(&self, query: &str, params: NamedParams<'_>) -> Result<SqlCursor> {
        let (numbered, names) = Names::numbered(query);
        self.run(&numbered, names.order(params)?)
    }

    fn run(&self, query: &str, params: Params) -> Result<SqlCursor> {
        let count = params.len();
        let values = match count {
            0 => JsValue::UNDEFINED,
            _ => params.into_js()?,
        };
        let (query, statement) = text::known(query);
        let raw = sys::exec(&self.0, &query, &values);
        match raw.is_undefined() {
            true => Err(Failed::last(Doing::Exec(statement, count))),
            false => Ok(SqlCursor::new(raw, statement)),
        }
    }

    /// The size of the database in bytes, with what the platform stores in it.
    ///
    /// # Errors
    ///
    /// Fails when the storage of the object is not SQLite.
    pub fn database_size(&self) -> Result<u64> {
        let size = sys::database_size(&self.0);
        match size < 0.0 {
            true => Err(Error::last_failure("the size of the database")),
            false => Ok(size as u64),
        }
    }
}

impl fmt::Debug for Sql {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sql { .. }")
    }
}
