//! Constraints that a statement would have violated.

use crate::error::Error;
use crate::js;

/// A constraint of the schema that a statement would have violated, so that it changed nothing:
/// [`Error::sql_constraint`].
///
/// # Examples
///
/// ```no_run
/// # async fn run(db: worker_sdk::d1::Database) -> worker_sdk::Result<()> {
/// use worker_sdk::params;
/// use worker_sdk::sql::ConstraintKind;
///
/// let insert = db.prepare("INSERT INTO users (email) VALUES (?)").bind(params!["a@b.c"]);
/// match insert.run().await {
///     Err(error) if error.sql_constraint().is_some_and(|c| c.kind == ConstraintKind::Unique) => {
///         worker_sdk::console_log!("there is a user with this address");
///     }
///     other => {
///         other?;
///     }
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Constraint {
    /// What is constrained.
    pub kind: ConstraintKind,
    /// The columns, as in `users.email`, or the name of a check; empty if the database does not say.
    pub on: String,
}

/// What a constraint is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ConstraintKind {
    /// `UNIQUE` or `PRIMARY KEY`: another row has the value.
    Unique,
    /// `NOT NULL`.
    NotNull,
    /// `CHECK`.
    Check,
    /// `REFERENCES`: the other row is not there, or still needed.
    ForeignKey,
    /// Another one, such as one of a trigger.
    Other,
}

impl Constraint {
    /// A constraint of this kind, on these columns or of this name: for tests.
    #[must_use]
    pub fn new(kind: ConstraintKind, on: impl Into<String>) -> Self {
        let on = on.into();
        Self { kind, on }
    }

    fn in_text(text: &str) -> Option<Self> {
        const FAILED: &str = " constraint failed";
        let Some((before, after)) = text.split_once(FAILED) else {
            return text.contains("SQLITE_CONSTRAINT").then(|| Self {
                kind: ConstraintKind::Other,
                on: String::new(),
            });
        };
        let kind = match before.rsplit(": ").next().unwrap_or_default() {
            "UNIQUE" | "PRIMARY KEY" => ConstraintKind::Unique,
            "NOT NULL" => ConstraintKind::NotNull,
            "CHECK" => ConstraintKind::Check,
            "FOREIGN KEY" => ConstraintKind::ForeignKey,
            _ => ConstraintKind::Other,
        };
        let on = after.split(": SQLITE").next().unwrap_or_default();
        let on = on.strip_prefix(": ").unwrap_or_default();
        Some(Self {
            kind,
            on: on.to_owned(),
        })
    }
}

impl Error {
    /// The constraint that a statement of D1 or of an object's storage would have violated; `None` if the error has another
    /// origin.
    #[must_use]
    pub fn sql_constraint(&self) -> Option<Constraint> {
        Constraint::in_text(&js::described(self.as_raw()?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constraints_are_found_in_messages() {
        let cases = [
            (
                "Error: D1_ERROR: UNIQUE constraint failed: users.email: SQLITE_CONSTRAINT",
                Some((ConstraintKind::Unique, "users.email")),
            ),
            (
                "D1_ERROR: NOT NULL constraint failed: users.name: SQLITE_CONSTRAINT (extended: SQLITE_CONSTRAINT_NOTNULL)",
                Some((ConstraintKind::NotNull, "users.name")),
            ),
            (
                "Error: FOREIGN KEY constraint failed: SQLITE_CONSTRAINT",
                Some((ConstraintKind::ForeignKey, "")),
            ),
            (
                "CHECK constraint failed: age > 0: SQLITE_CONSTRAINT",
                Some((ConstraintKind::Check, "age > 0")),
            ),
            (
                "Error: no more: SQLITE_CONSTRAINT_TRIGGER",
                Some((ConstraintKind::Other, "")),
            ),
            ("Error: D1_ERROR: no such table: users: SQLITE_ERROR", None),
        ];
        for (text, expected) in cases {
            let found = Constraint::in_text(text).map(|c| (c.kind, c.on));
            assert_eq!(found, expected.map(|(k, on)| (k, on.to_owned())), "{text}");
        }
    }
}
