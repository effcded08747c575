//! What can go wrong with D1.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

use wasm_bindgen::JsValue;

use crate::error::{Detail, Error, Kind};
use crate::js;

/// What D1 says went wrong: [`Error::d1_kind`]. For violated constraints see [`Constraint`](crate::sql::Constraint).
///
/// # Examples
///
/// ```no_run
/// # async fn run(db: worker_sdk::d1::Database) -> worker_sdk::Result<()> {
/// use worker_sdk::d1::ErrorKind;
///
/// if let Err(error) = db.exec("CREATE TABEL notes (title TEXT)").await {
///     assert_eq!(error.d1_kind(), Some(ErrorKind::Exec));
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// `D1_ERROR`: the statement failed.
    Query,
    /// `D1_ERROR`: the connection was lost, or the database was moved or started anew. What was sent may have been done; a
    /// statement that can be run twice may be run again after a pause. The platform does so with statements that only
    /// read. The error [is retryable](Error::is_retryable).
    Transient,
    /// `D1_ERROR`: the database has too much to do. Trying again at once makes it worse. The error
    /// [is overloaded](Error::is_overloaded).
    Overloaded,
    /// `D1_ERROR`: the statement took more time, memory or processor time than a database has, which was started anew. It
    /// would do so again: ask for less at once, with an index or in parts.
    Exhausted,
    /// `D1_TYPE_ERROR`: a parameter has a type that D1 does not know. None has that [`bind`](super::Statement::bind) takes.
    Type,
    /// `D1_COLUMN_NOTFOUND`: no such column, of the `first` of JavaScript. [`first_column`](super::Statement::first_column)
    /// finds that out itself, as an error that [is malformed](Error::is_malformed) and has no kind of D1.
    ColumnNotFound,
    /// `D1_EXEC_ERROR`: a statement of [`exec`](super::Database::exec) failed.
    Exec,
}

impl ErrorKind {
    fn in_text(text: &str) -> Option<Self> {
        let code = text.strip_prefix("Error: ").unwrap_or(text);
        Some(match code.split_once(':')?.0 {
            "D1_ERROR" => Self::in_query(text),
            "D1_TYPE_ERROR" => Self::Type,
            "D1_COLUMN_NOTFOUND" => Self::ColumnNotFound,
            "D1_EXEC_ERROR" => Self::Exec,
            _ => return None,
        })
    }

    fn in_query(text: &str) -> Self {
        const TRANSIENT: [&str; 5] = [
            "Network connection lost",
            "storage caused object to be reset",
            "reset because its code was updated",
            "due to transient issue",
            "because client disconnected",
        ];
        const EXHAUSTED: [&str; 3] = [
            "exceeded timeout which caused object to be reset",
            "exceeded its memory limit",
            "exceeded its CPU time limit",
        ];
        let says = |parts: &[&str]| parts.iter().any(|part| text.contains(part));
        if says(&TRANSIENT) {
            Self::Transient
        } else if says(&EXHAUSTED) {
            Self::Exhausted
        } else if text.contains("is overloaded") {
            Self::Overloaded
        } else {
            Self::Query
        }
    }
}

impl Error {
    /// What D1 says went wrong; `None` if the error has another origin.
    #[must_use]
    pub fn d1_kind(&self) -> Option<ErrorKind> {
        ErrorKind::in_text(&js::described(self.as_raw()?))
    }
}

/// An error of an earlier call that could not fail.
pub(super) struct Deferred(pub(super) Arc<Error>);

impl Detail for Deferred {
    fn kind(&self) -> Kind {
        self.0.kind()
    }

    fn thrown(&self) -> Option<&JsValue> {
        self.0.as_raw()
    }

    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        StdError::source(&*self.0)
    }
}

impl fmt::Display for Deferred {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// An error of a statement whose table is not there.
struct NoTable(Error);

/// The same error, which says what helps against it where that is known, and whether to try again.
#[cold]
#[inline(never)]
pub(super) fn explained(error: Error) -> Error {
    let text = error.as_raw().map(js::described).unwrap_or_default();
    match lacks_table(&text) {
        true => Error::of(NoTable(error)),
        false => judged(error),
    }
}

/// The same error, which says whether to try again.
#[cold]
pub(super) fn judged(error: Error) -> Error {
    let text = error.as_raw().map(js::described).unwrap_or_default();
    match kind_in(&text) {
        Some(kind) => error.with_kind(kind),
        None => error,
    }
}

/// D1 says by its words alone whether to try again.
fn kind_in(text: &str) -> Option<Kind> {
    match ErrorKind::in_text(text)? {
        ErrorKind::Transient => Some(Kind::Retryable),
        ErrorKind::Overloaded => Some(Kind::Overloaded),
        _ => None,
    }
}

/// `exec` has its line between the code and the message.
fn lacks_table(text: &str) -> bool {
    const MESSAGE: &str = ": no such table: ";
    match text.strip_prefix("Error: D1_ERROR") {
        Some(message) => message.starts_with(MESSAGE),
        None => text.starts_with("Error: D1_EXEC_ERROR: ") && text.contains(MESSAGE),
    }
}

impl Detail for NoTable {
    fn kind(&self) -> Kind {
        self.0.kind()
    }

    fn thrown(&self) -> Option<&JsValue> {
        self.0.as_raw()
    }
}

impl fmt::Display for NoTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}; if a migration makes it, apply that: with `npx wrangler d1 migrations apply DB --local` in development, \
             `--remote` where it is deployed, and `test::migrate` in a test",
            self.0
        )
    }
}

/// An answer that does not fit the batch.
pub(super) struct FewerResults;

impl Detail for FewerResults {
    fn kind(&self) -> Kind {
        Kind::Malformed
    }
}

impl fmt::Display for FewerResults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the database answered a batch with fewer results than it has statements")
    }
}

/// A migration that could not be applied.
pub(super) struct NotMigrated {
    pub(super) name: String,
    pub(super) error: Error,
}

impl Detail for NotMigrated {
    fn kind(&self) -> Kind {
        self.error.kind()
    }

    fn thrown(&self) -> Option<&JsValue> {
        None
    }

    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&self.error)
    }
}

impl fmt::Display for NotMigrated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // D1 refuses a batch as a whole, but who lost the connection does not know whether that came before the end.
        let outcome = match self.error.d1_kind() {
            Some(kind) if !matches!(kind, ErrorKind::Transient | ErrorKind::Exhausted) => {
                "changed nothing"
            }
            _ => "may have been applied, try again to find out",
        };
        write!(f, "the migration `{}` {outcome}: {}", self.name, self.error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_that_are_not_there() {
        for (text, expected) in [
            ("Error: D1_ERROR: no such table: a: SQLITE_ERROR", true),
            (
                "Error: D1_EXEC_ERROR: Error in line 2: SELECT * FROM a: no such table: a: SQLITE_ERROR",
                true,
            ),
            ("Error: D1_ERROR: no such column: a: SQLITE_ERROR", false),
            (
                "Error: D1_ERROR: no such column: \": no such table: \": SQLITE_ERROR",
                false,
            ),
            (
                "Error: D1_EXEC_ERROR: Error in line 1: SELECT a: no such column: a: SQLITE_ERROR",
                false,
            ),
            ("TypeError: no such table: a", false),
        ] {
            assert_eq!(lacks_table(text), expected, "{text}");
        }
    }

    #[test]
    fn whether_to_try_again() {
        for (text, expected) in [
            (
                "Error: D1_ERROR: Network connection lost.",
                Some(Kind::Retryable),
            ),
            (
                "Error: D1_ERROR: D1 DB is overloaded. Too many requests queued.",
                Some(Kind::Overloaded),
            ),
            ("Error: D1_ERROR: no such table: a: SQLITE_ERROR", None),
            ("Error: Network connection lost.", None),
        ] {
            assert_eq!(kind_in(text), expected, "{text}");
        }
    }

    #[test]
    fn kinds_are_prefixes() {
        let cases = [
            (
                "Error: D1_ERROR: no such table: a: SQLITE_ERROR",
                Some(ErrorKind::Query),
            ),
            ("Error: D1_TYPE_ERROR: Type 'x'", Some(ErrorKind::Type)),
            ("D1_COLUMN_NOTFOUND: x", Some(ErrorKind::ColumnNotFound)),
            (
                "Error: D1_EXEC_ERROR: Error in line 1",
                Some(ErrorKind::Exec),
            ),
            ("TypeError: nothing", None),
            ("nothing", None),
        ];
        for (text, kind) in cases {
            assert_eq!(ErrorKind::in_text(text), kind, "{text}");
        }
    }

    /// The list of the platform, with what it recommends.
    #[test]
    fn what_the_platform_lists() {
        let cases = [
            (
                "D1 DB reset because its code was updated.",
                ErrorKind::Transient,
            ),
            (
                "Internal error while starting up D1 DB storage caused object to be reset.",
                ErrorKind::Transient,
            ),
            ("Network connection lost.", ErrorKind::Transient),
            (
                "Internal error in D1 DB storage caused object to be reset.",
                ErrorKind::Transient,
            ),
            (
                "Cannot resolve D1 DB due to transient issue on remote node.",
                ErrorKind::Transient,
            ),
            (
                "Can't read from request stream because client disconnected.",
                ErrorKind::Transient,
            ),
            (
                "D1 DB storage operation exceeded timeout which caused object to be reset.",
                ErrorKind::Exhausted,
            ),
            (
                "D1 DB's isolate exceeded its memory limit and was reset.",
                ErrorKind::Exhausted,
            ),
            (
                "D1 DB exceeded its CPU time limit and was reset.",
                ErrorKind::Exhausted,
            ),
            (
                "D1 DB is overloaded. Requests queued for too long.",
                ErrorKind::Overloaded,
            ),
            (
                "D1 DB is overloaded. Too many requests queued.",
                ErrorKind::Overloaded,
            ),
        ];
        for (text, kind) in cases {
            let thrown = format!("Error: D1_ERROR: {text}");
            assert_eq!(ErrorKind::in_text(&thrown), Some(kind), "{text}");
        }
    }
}
