//! Statements.

use std::fmt;
use std::sync::Arc;

use wasm_bindgen::JsValue;

use super::error::Deferred;
use super::pages::Pages;
use super::query::{All, First, FirstColumn, One, Query, Raw, Run};
use super::sys;
use crate::error::{Error, Result};
use crate::js;
use crate::sql::{FromRow, FromSql, NamedParams, Names, Params, ToSql};

/// A statement, with or without parameters. It can be bound and run any number of times.
///
/// A parameter that cannot be bound is an error of whatever runs the statement.
#[derive(Clone)]
#[must_use = "a statement does nothing until its result is asked for and awaited"]
pub struct Statement(Result<JsValue, Arc<Error>>);

impl Statement {
    /// Wraps a JavaScript `D1PreparedStatement`.
    pub fn from_raw(raw: JsValue) -> Self {
        Self(Ok(raw))
    }

    /// The JavaScript `D1PreparedStatement`.
    ///
    /// # Errors
    ///
    /// Fails when a parameter could not be bound.
    pub fn into_raw(self) -> Result<JsValue> {
        self.0.map_err(|error| Error::of(Deferred(error)))
    }

    pub(super) fn prepare(database: &JsValue, sql: &str) -> Self {
        Self::made(
            sys::prepare(database, &js::text(sql)),
            "preparing SQL for D1",
        )
    }

    fn made(raw: JsValue, doing: &'static str) -> Self {
        match raw.is_undefined() {
            true => Self(Err(Arc::new(Error::last_failure(doing)))),
            false => Self(Ok(raw)),
        }
    }

    /// The statement with these values for its placeholders, instead of those that were bound before.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(db: worker_sdk::d1::Database) -> worker_sdk::Result<()> {
    /// use worker_sdk::params;
    ///
    /// let insert = db.prepare("INSERT INTO notes (title, pinned) VALUES (?, ?)");
    /// insert.bind(params!["first", true]).run().await?;
    /// insert.bind(params![None::<String>, false]).run().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn bind(&self, params: impl Into<Params>) -> Self {
        self.bind_params(params.into())
    }

    fn bind_params(&self, params: Params) -> Self {
        match (&self.0, params.into_js()) {
            (Err(_), _) => self.clone(),
            (_, Err(error)) => Self(Err(Arc::new(error))),
            (Ok(raw), Ok(values)) => Self::made(sys::bind(raw, &values), "binding parameters"),
        }
    }

    /// The first row; `None` if there is none.
    ///
    /// The database still computes all rows: end the statement with `LIMIT 1` if there may be more.
    pub fn first<T: FromRow + 'static>(&self) -> Query<First<T>> {
        Query::new(self, First::default())
    }

    /// The column `name` of the first row; `None` if there is no row. A column that may be null is an `Option`.
    pub fn first_column<T: FromSql + 'static>(&self, name: &str) -> Query<FirstColumn<T>> {
        Query::new(self, FirstColumn::new(name))
    }

    /// The only row; none and several are errors.
    pub fn one<T: FromRow + 'static>(&self) -> Query<One<T>> {
        Query::new(self, One::default())
    }

    /// All rows, and what the platform says about the run.
    ///
    /// Rows pass as objects, with one column for each name, and in JavaScript columns whose names are numbers come first: take
    /// such rows as structs. [`raw`](Statement::raw) is faster, but has no meta data.
    pub fn all<T: FromRow + 'static>(&self) -> Query<All<T>> {
        Query::new(self, All::default())
    }

    /// All rows alone. Several columns may have one name, except in a [batch](super::Database::batch).
    pub fn raw<T: FromRow + 'static>(&self) -> Query<Raw<T>> {
        Query::new(self, Raw::default())
    }

    /// No rows: only what the platform says about the run, such as how many rows changed.
    ///
    /// [`Context::wait_until`](crate::Context::wait_until) takes it as it is, for writes behind the response.
    pub fn run(&self) -> Query<Run> {
        Query::new(self, Run)
    }

    /// Rows in pages of at most `size`, each with a statement of its own, so that only one page is in memory.
    ///
    /// The placeholder `?1` is the key of the last row that was read, at first `start`; `?2` is `size`. The statement
    /// orders by the key, which must be unique. Further placeholders have the values of [`Pages::with`].
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(db: worker_sdk::d1::Database) -> worker_sdk::Result<()> {
    /// let mut pages = db
    ///     .prepare("SELECT id, name FROM users WHERE id > ?1 ORDER BY id LIMIT ?2")
    ///     .pages(1_000, 0, |(id, _): &(i64, String)| *id);
    /// while let Some(users) = pages.try_next().await? {
    ///     worker_sdk::console_log!("{} users", users.len());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn pages<T, K, F>(&self, size: u32, start: K, key: F) -> Pages<T, K, F>
    where
        T: FromRow + 'static,
        K: ToSql,
        F: Fn(&T) -> K,
    {
        Pages::new(self.clone(), size, start, key)
    }
}

/// A statement whose placeholders have names, see [`Database::prepare_named`](super::Database::prepare_named).
#[derive(Clone)]
#[must_use = "a statement does nothing until its result is asked for and awaited"]
pub struct NamedStatement {
    statement: Statement,
    names: Names,
}

impl NamedStatement {
    pub(super) fn prepare(database: &JsValue, sql: &str) -> Self {
        let (numbered, names) = Names::numbered(sql);
        Self {
            statement: Statement::prepare(database, &numbered),
            names,
        }
    }

    /// The statement with these values for its placeholders.
    ///
    /// It is an error of whatever runs it when a placeholder has no value or a value no placeholder.
    pub fn bind(&self, params: NamedParams<'_>) -> Statement {
        match self.names.order(params) {
            Ok(params) => self.statement.bind_params(params),
            Err(error) => Statement(Err(Arc::new(error))),
        }
    }
}

impl fmt::Debug for NamedStatement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "NamedStatement({:?})", self.names)
    }
}

impl fmt::Debug for Statement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Statement { .. }")
    }
}
