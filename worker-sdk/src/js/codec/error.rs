//! What can be wrong with a value, and where in it.

use std::fmt::{self, Display, Write};

use serde::{de, ser};

use crate::error::{Detail, Kind};

/// What is wrong, and the way to it, the innermost step first.
#[derive(Debug)]
pub(crate) struct Problem(Box<Inner>);

#[derive(Debug)]
struct Inner {
    steps: Vec<Step>,
    what: String,
}

#[derive(Debug)]
enum Step {
    Field(String),
    Index(usize),
}

impl Problem {
    #[cold]
    #[inline(never)]
    pub(super) fn new(what: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            steps: Vec::new(),
            what: what.into(),
        }))
    }

    #[cold]
    #[inline(never)]
    pub(crate) fn in_field(mut self, name: &str) -> Self {
        self.0.steps.push(Step::Field(name.to_owned()));
        self
    }

    #[cold]
    #[inline(never)]
    pub(super) fn in_element(mut self, index: usize) -> Self {
        self.0.steps.push(Step::Index(index));
        self
    }

    pub(super) fn while_writing(self) -> WrongValue {
        WrongValue {
            problem: self,
            of: String::new(),
            doing: "send",
        }
    }

    pub(crate) fn while_reading(self, of: &str) -> WrongValue {
        WrongValue {
            problem: self,
            of: of.to_owned(),
            doing: "read",
        }
    }

    fn write_path(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, step) in self.0.steps.iter().rev().enumerate() {
            match step {
                Step::Index(index) => write!(f, "[{index}]")?,
                Step::Field(name) if !is_plain(name) => write!(f, "[{name:?}]")?,
                Step::Field(name) if place == 0 => f.write_str(name)?,
                Step::Field(name) => write!(f, ".{name}")?,
            }
        }
        Ok(())
    }
}

fn is_plain(name: &str) -> bool {
    !name.is_empty()
        && name
            .chars()
            .all(|c| c.is_alphanumeric() || c == '_' || c == '$')
}

impl Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.what)
    }
}

impl std::error::Error for Problem {}

impl ser::Error for Problem {
    fn custom<T: Display>(what: T) -> Self {
        Self::new(what.to_string())
    }
}

impl de::Error for Problem {
    fn custom<T: Display>(what: T) -> Self {
        Self::new(what.to_string())
    }

    fn invalid_type(found: de::Unexpected<'_>, expected: &dyn de::Expected) -> Self {
        Self::new(format!("expected {expected}, found {}", Found(found)))
    }

    fn invalid_value(found: de::Unexpected<'_>, expected: &dyn de::Expected) -> Self {
        Self::invalid_type(found, expected)
    }

    fn missing_field(field: &'static str) -> Self {
        Self::new(format!("there is no `{field}`"))
    }
}

/// What was found, in the words of this crate.
struct Found<'a>(de::Unexpected<'a>);

impl Display for Found<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use de::Unexpected as U;
        match self.0 {
            U::Bool(value) => write!(f, "`{value}`"),
            U::Unsigned(value) => write!(f, "the number {value}"),
            U::Signed(value) => write!(f, "the number {value}"),
            U::Float(value) => write!(f, "the number {value}"),
            U::Char(value) => write_text(f, value.encode_utf8(&mut [0; 4])),
            U::Str(value) => write_text(f, value),
            U::Bytes(_) => f.write_str("bytes"),
            U::Unit | U::Option => f.write_str("null"),
            U::Seq => f.write_str("a list"),
            U::Map => f.write_str("an object"),
            U::Other(what) => f.write_str(what),
            other => other.fmt(f),
        }
    }
}

/// Longer texts are cut.
const SHOWN: usize = 40;

fn write_text(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    f.write_str("the text \"")?;
    for c in text.chars().take(SHOWN) {
        write!(f, "{}", c.escape_debug())?;
    }
    if text.chars().nth(SHOWN).is_some() {
        f.write_char('…')?;
    }
    f.write_char('"')
}

/// A value that cannot cross the boundary.
pub(crate) struct WrongValue {
    problem: Problem,
    of: String,
    doing: &'static str,
}

impl Detail for WrongValue {
    fn kind(&self) -> Kind {
        Kind::Malformed
    }
}

impl Display for WrongValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot {} ", self.doing)?;
        let is_whole = self.problem.0.steps.is_empty();
        match (is_whole, self.of.is_empty()) {
            (true, true) => f.write_str("the value")?,
            (true, false) => f.write_str(&self.of)?,
            (false, is_nameless) => {
                f.write_char('`')?;
                self.problem.write_path(f)?;
                f.write_char('`')?;
                if !is_nameless {
                    write!(f, " of {}", self.of)?;
                }
            }
        }
        write!(f, ": {}", self.problem)
    }
}
