//! Sessions.

use std::fmt;
use std::future::Future;

use wasm_bindgen::JsValue;

use super::batch::{self, Batch};
use super::statement::{NamedStatement, Statement};
use super::sys;
use crate::error::Result;
use crate::js;

/// From where the first statement of a session reads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Start<'a> {
    /// From the primary database: the newest data.
    FirstPrimary,
    /// From any replica: the fastest answer.
    #[default]
    FirstUnconstrained,
    /// From a database that is at least as new as this [bookmark](Session::bookmark).
    Bookmark(&'a str),
}

impl<'a> Start<'a> {
    pub(super) fn text(self) -> &'a str {
        match self {
            Self::FirstPrimary => "first-primary",
            Self::FirstUnconstrained => "first-unconstrained",
            Self::Bookmark(bookmark) => bookmark,
        }
    }
}

/// Statements that see what those before them saw and wrote, wherever they run.
///
/// See [`Database::with_session`](super::Database::with_session).
#[derive(Clone)]
pub struct Session(JsValue);

impl Session {
    /// Wraps a JavaScript `D1DatabaseSession`.
    #[must_use]
    pub fn from_raw(raw: JsValue) -> Self {
        Self(raw)
    }

    /// The JavaScript `D1DatabaseSession`.
    #[must_use]
    pub fn as_raw(&self) -> &JsValue {
        &self.0
    }

    /// The JavaScript `D1DatabaseSession`.
    #[must_use]
    pub fn into_raw(self) -> JsValue {
        self.0
    }

    /// As [`Database::prepare`](super::Database::prepare).
    pub fn prepare(&self, sql: &str) -> Statement {
        Statement::prepare(&self.0, sql)
    }

    /// As [`Database::prepare_named`](super::Database::prepare_named).
    pub fn prepare_named(&self, sql: &str) -> NamedStatement {
        NamedStatement::prepare(&self.0, sql)
    }

    /// As [`Database::batch`](super::Database::batch).
    ///
    /// # Errors
    ///
    /// As [`Database::batch`](super::Database::batch).
    pub fn batch<B: Batch>(
        &self,
        batch: B,
    ) -> impl Future<Output = Result<B::Output>> + Send + use<B> {
        batch::run(self.0.clone(), batch)
    }

    /// What the last statement of the session has seen; `None` before the first one.
    ///
    /// Give it to the client, as in a header, and let the session of its next request [begin](Start::Bookmark) there.
    #[must_use]
    pub fn bookmark(&self) -> Option<String> {
        js::string(&sys::bookmark(&self.0))
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Session { .. }")
    }
}
