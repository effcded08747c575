//! What can be wrong with fields.

use std::fmt;

use serde::de::{self, Expected, Unexpected};

use crate::error::mismatch;
#[cfg(feature = "router")]
use crate::http::HttpError;

/// What is wrong, and with which field.
#[cfg_attr(test, derive(PartialEq))]
pub(crate) struct Error {
    field: Option<String>,
    pub(crate) problem: Problem,
}

#[cfg_attr(test, derive(PartialEq))]
pub(crate) enum Problem {
    /// What was sent is.
    Wrong(String),
    /// The field that is asked for is not there.
    Missing(&'static str),
    /// It is the handler that asks for what can not be.
    #[cfg(feature = "router")]
    Ours(String),
}

impl Error {
    #[cold]
    pub(super) fn of(field: &str, problem: String) -> Self {
        Self {
            field: Some(shortened(field, 100)),
            problem: Problem::Wrong(problem),
        }
    }

    #[cold]
    #[cfg(feature = "router")]
    pub(crate) fn ours(problem: String) -> Self {
        Self::from(Problem::Ours(problem))
    }

    /// The answer to a request whose fields are wrong; the problem names the field.
    #[cold]
    #[cfg(feature = "router")]
    pub(crate) fn into_rejection(self, status: http::StatusCode) -> HttpError {
        let answer = HttpError::new(status, self.to_string());
        match (self.field, self.problem) {
            (Some(field), _) => answer.with("field", field),
            (None, Problem::Missing(field)) => answer.with("field", field),
            (None, _) => answer,
        }
    }

    /// The error with the name of its field, if it has none.
    #[cold]
    pub(super) fn at(mut self, field: &str) -> Self {
        self.field.get_or_insert_with(|| shortened(field, 100));
        self
    }
}

/// A text as a message shows it; what was sent may be as long as a body.
#[cold]
pub(super) fn shortened(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => text.get(..end).unwrap_or_default().to_owned() + "…",
        None => text.to_owned(),
    }
}

impl From<Problem> for Error {
    #[cold]
    fn from(problem: Problem) -> Self {
        Self {
            field: None,
            problem,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(field) = &self.field {
            f.write_str(field)?;
            f.write_str(": ")?;
        }
        match &self.problem {
            Problem::Wrong(problem) => f.write_str(problem),
            #[cfg(feature = "router")]
            Problem::Ours(problem) => f.write_str(problem),
            Problem::Missing(field) => {
                f.write_str("missing field `")?;
                f.write_str(field)?;
                f.write_str("`")
            }
        }
    }
}

/// A derived one would be the only code of a worker that shows text as Rust writes it.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Error {}

impl de::Error for Error {
    #[cold]
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::from(Problem::Wrong(message.to_string()))
    }

    #[cold]
    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::from(Problem::Wrong(mismatch("type", &found, expected)))
    }

    #[cold]
    fn invalid_value(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::from(Problem::Wrong(mismatch("value", &found, expected)))
    }

    #[cold]
    fn missing_field(field: &'static str) -> Self {
        Self::from(Problem::Missing(field))
    }
}
