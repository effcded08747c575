//! What is wrong with a document, and where.

use std::borrow::Cow;
use std::fmt;

use serde::{de, ser};

use crate::error::mismatch;
use crate::text::{owned, push};

/// What is wrong with a document, or with a value that cannot be one.
pub(crate) struct Error(Box<Problem>);

struct Problem {
    message: Cow<'static, str>,
    /// The document is JSON and of another shape: the field that it has not got, empty if it is something else.
    #[cfg_attr(not(feature = "router"), allow(dead_code, reason = "extractors ask"))]
    data: Option<&'static str>,
    /// How many bytes had been read.
    at: Option<usize>,
    line: usize,
    column: usize,
}

impl Error {
    #[cold]
    #[inline(never)]
    fn of(message: Cow<'static, str>, data: Option<&'static str>, at: Option<usize>) -> Self {
        Self(Box::new(Problem {
            message,
            data,
            at,
            line: 0,
            column: 0,
        }))
    }

    /// The document is no JSON, as its first `at` bytes show.
    pub(super) fn syntax(message: &'static str, at: usize) -> Self {
        Self::of(message.into(), None, Some(at))
    }

    pub(super) fn data(message: impl Into<Cow<'static, str>>) -> Self {
        Self::of(message.into(), Some(""), None)
    }

    /// An error that does not know better arose behind `at` bytes.
    #[cold]
    pub(super) fn located(mut self, text: &[u8], at: usize) -> Self {
        let problem = &mut *self.0;
        let at = *problem.at.get_or_insert(at);
        let before = text.get(..at).unwrap_or(text);
        let line = before.iter().rposition(|byte| *byte == b'\n');
        problem.line = 1 + before.iter().filter(|byte| **byte == b'\n').count();
        problem.column = at - line.map_or(0, |end| end + 1);
        self
    }
}

#[cfg(feature = "router")]
impl Error {
    /// What is wrong, without the place.
    pub(crate) fn message(&self) -> &str {
        &self.0.message
    }

    /// Whether the document is JSON, of another shape than the expected one.
    pub(crate) fn is_data(&self) -> bool {
        self.0.data.is_some()
    }

    /// The field that is asked for and not there; empty if it is something else that is wrong.
    pub(crate) fn missing(&self) -> &'static str {
        self.0.data.unwrap_or_default()
    }

    /// How many bytes had been read.
    pub(crate) fn at(&self) -> usize {
        self.0.at.unwrap_or_default()
    }
}

/// The document as text.
pub(super) fn utf8(bytes: &[u8]) -> Result<&str, Error> {
    std::str::from_utf8(bytes).map_err(|error| {
        let at = error.valid_up_to();
        Error::syntax("invalid unicode code point", at).located(bytes, at)
    })
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Problem {
            message,
            line,
            column,
            ..
        } = &*self.0;
        f.write_str(message)?;
        match line {
            0 => Ok(()),
            line => write!(f, " at line {line} column {column}"),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Error({self})")
    }
}

impl std::error::Error for Error {}

impl ser::Error for Error {
    #[cold]
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::data(message.to_string())
    }
}

impl de::Error for Error {
    #[cold]
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::data(message.to_string())
    }

    #[cold]
    fn invalid_type(found: de::Unexpected<'_>, expected: &dyn de::Expected) -> Self {
        Self::data(mismatch("type", &found, expected))
    }

    #[cold]
    fn invalid_value(found: de::Unexpected<'_>, expected: &dyn de::Expected) -> Self {
        Self::data(mismatch("value", &found, expected))
    }

    #[cold]
    fn missing_field(field: &'static str) -> Self {
        let mut message = owned("missing field `");
        push(field, &mut message);
        push("`", &mut message);
        Self::of(message.into(), Some(field), None)
    }
}
