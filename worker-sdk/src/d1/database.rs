//! The binding.

use std::fmt;
use std::future::Future;

use wasm_bindgen::JsValue;

use super::batch::{self, Batch};
use super::error::explained;
use super::meta::Executed;
use super::session::{Session, Start};
use super::statement::{NamedStatement, Statement};
use super::sys;
use crate::env::Binding;
use crate::error::{Error, Result};
use crate::js;

/// A D1 database.
///
/// Cheap to clone. See [the module](super) for what to do with it.
#[derive(Clone)]
pub struct Database(JsValue);

impl Database {
    /// Wraps a JavaScript `D1Database`.
    #[must_use]
    pub fn from_raw(raw: JsValue) -> Self {
        Self(raw)
    }

    /// The JavaScript `D1Database`.
    #[must_use]
    pub fn as_raw(&self) -> &JsValue {
        &self.0
    }

    /// The JavaScript `D1Database`.
    #[must_use]
    pub fn into_raw(self) -> JsValue {
        self.0
    }

    /// A statement, with `?` or `?1`, `?2`, … for its parameters. Nothing is sent yet, and no mistake in it is found.
    ///
    /// Never put values into the text: [`bind`](Statement::bind) them.
    pub fn prepare(&self, sql: &str) -> Statement {
        Statement::prepare(&self.0, sql)
    }

    /// A statement whose placeholders have names: `:name`, `@name` or `$name`, each as often as needed.
    ///
    /// The platform knows numbers alone, so the statement is sent with those.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(db: worker_sdk::d1::Database) -> worker_sdk::Result<()> {
    /// use worker_sdk::named_params;
    ///
    /// let team = "blue";
    /// let names = db
    ///     .prepare_named("SELECT name FROM users WHERE team = :team AND age > :age")
    ///     .bind(named_params! { team, age: 30 })
    ///     .raw::<(String,)>()
    ///     .await?;
    /// # let _ = names;
    /// # Ok(())
    /// # }
    /// ```
    pub fn prepare_named(&self, sql: &str) -> NamedStatement {
        NamedStatement::prepare(&self.0, sql)
    }

    /// Runs statements in order, as one transaction: when one of them fails, none has changed anything.
    ///
    /// Each statement says what is wanted of its result, and the output has the same form: a tuple of statements gives
    /// a tuple, a `Vec` gives a `Vec`, and they may be mixed. Rows of a batch have one column for each name, so the
    /// columns of a join need different names; those whose names are numbers come first, so take such rows as structs.
    ///
    /// The future does nothing until it is awaited.
    ///
    /// # Errors
    ///
    /// Fails with the error of the first statement that failed, when a parameter cannot be bound, and when a row does
    /// not have the wanted type. In the last case the transaction has been made.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(db: worker_sdk::d1::Database) -> worker_sdk::Result<()> {
    /// use worker_sdk::params;
    ///
    /// let insert = db.prepare("INSERT INTO tags (name) VALUES (?)");
    /// let (inserted, (count,)) = db
    ///     .batch((
    ///         vec![insert.bind(params!["a"]).run(), insert.bind(params!["b"]).run()],
    ///         db.prepare("SELECT COUNT(*) FROM tags").one::<(u32,)>(),
    ///     ))
    ///     .await?;
    /// assert_eq!(inserted.len(), 2);
    /// # let _ = count;
    /// # Ok(())
    /// # }
    /// ```
    pub fn batch<B: Batch>(
        &self,
        batch: B,
    ) -> impl Future<Output = Result<B::Output>> + Send + use<B> {
        batch::run(self.0.clone(), batch)
    }

    /// Runs statements without parameters, one in each line, and gives no rows.
    ///
    /// This is for maintenance and tests: it is slower than prepared statements, and when a statement fails those
    /// before it have been run.
    ///
    /// # Errors
    ///
    /// Fails when a statement fails; the message has its line.
    pub async fn exec(&self, sql: &str) -> Result<Executed> {
        let promise = sys::exec(&self.0, &js::text(sql));
        let result = js::settled(promise, "running SQL on D1").await;
        Ok(Executed::of(&result.map_err(explained)?))
    }

    /// A session, which sees its own writes and those before its start also when it reads from replicas.
    ///
    /// # Errors
    ///
    /// Fails when the platform refuses `start`.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn run(db: worker_sdk::d1::Database, last: Option<String>) -> worker_sdk::Result<Option<String>> {
    /// use worker_sdk::d1::Start;
    ///
    /// let session = db.with_session(match &last {
    ///     Some(bookmark) => Start::Bookmark(bookmark),
    ///     None => Start::FirstUnconstrained,
    /// })?;
    /// let users = session.prepare("SELECT name FROM users").raw::<(String,)>().await?;
    /// # let _ = users;
    /// Ok(session.bookmark())
    /// # }
    /// ```
    ///
    /// See <https://developers.cloudflare.com/d1/best-practices/read-replication/>.
    pub fn with_session(&self, start: Start<'_>) -> Result<Session> {
        let raw = sys::with_session(&self.0, &js::text(start.text()));
        if raw.is_undefined() {
            return Err(Error::last_failure("starting a session of D1"));
        }
        Ok(Session::from_raw(raw))
    }
}

impl Binding for Database {
    const SECTION: &'static str = "d1_databases";
    const EXPECTED: &'static str = "a D1 database";

    fn from_value(value: JsValue) -> Option<Self> {
        js::is_binding(&value, "prepare batch").then(|| Self(value))
    }
}

impl fmt::Debug for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Database { .. }")
    }
}
