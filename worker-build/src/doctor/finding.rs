//! One line of what the doctor says.

use std::fmt;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    Fine,
    /// Works, but not as well as it could.
    Note,
    /// Nothing works without it.
    Missing,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) struct Finding {
    pub(super) state: State,
    what: &'static str,
    text: String,
    fix: Option<String>,
}

impl Finding {
    pub(super) fn fine(what: &'static str, text: impl Into<String>) -> Self {
        Self::new(State::Fine, what, text.into())
    }

    pub(super) fn note(what: &'static str, text: impl Into<String>) -> Self {
        Self::new(State::Note, what, text.into())
    }

    pub(super) fn missing(what: &'static str, text: impl Into<String>) -> Self {
        Self::new(State::Missing, what, text.into())
    }

    /// An error that says itself what to do.
    pub(super) fn failed(what: &'static str, error: &anyhow::Error) -> Self {
        Self::missing(what, format!("{error:#}"))
    }

    fn new(state: State, what: &'static str, text: String) -> Self {
        Self {
            state,
            what,
            text,
            fix: None,
        }
    }

    /// What the reader can do.
    pub(super) fn fix(mut self, fix: impl Into<String>) -> Self {
        self.fix = Some(fix.into());
        self
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = match self.state {
            State::Fine => "ok",
            State::Note => "note",
            State::Missing => "missing",
        };
        let text = self.text.replace('\n', &format!("\n{:24}", ""));
        write!(f, "{state:<8} {:<14} {text}", self.what)?;
        match &self.fix {
            Some(fix) => write!(f, "\n{:>23} {fix}", "help:"),
            None => Ok(()),
        }
    }
}
