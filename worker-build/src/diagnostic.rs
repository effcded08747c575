//! Errors that a person can act on: what failed, which one, what to do.

use std::fmt;

/// An error message in three parts, written as plain text.
///
/// Plain, because the build command runs inside other tools that prefix and colour its lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    what: String,
    places: Vec<String>,
    notes: Vec<String>,
    fixes: Vec<String>,
}

impl Diagnostic {
    /// Starts a message with what failed and which one.
    pub fn new(what: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            places: Vec::new(),
            notes: Vec::new(),
            fixes: Vec::new(),
        }
    }

    /// Adds a place in the source.
    #[must_use]
    pub fn at(mut self, file: &str, line: u32) -> Self {
        self.places.push(format!("{file}:{line}"));
        self
    }

    /// Adds a fact that explains the failure.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// Adds something that the reader can do.
    #[must_use]
    pub fn fix(mut self, fix: impl Into<String>) -> Self {
        self.fixes.push(fix.into());
        self
    }

    /// What failed and which one.
    pub(crate) fn headline(&self) -> String {
        self.what.clone()
    }
}

/// Several messages at once.
#[derive(Debug)]
pub(crate) struct Diagnostics(pub(crate) Vec<Diagnostic>);

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, diagnostic) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str("\nerror: ")?;
            }
            diagnostic.fmt(f)?;
        }
        Ok(())
    }
}

impl std::error::Error for Diagnostics {}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)?;
        for place in &self.places {
            write!(f, "\n  --> {place}")?;
        }
        for note in &self.notes {
            write!(f, "\n  note: {}", hang(note))?;
        }
        for fix in &self.fixes {
            write!(f, "\n  help: {}", hang(fix))?;
        }
        Ok(())
    }
}

impl std::error::Error for Diagnostic {}

/// Indents the second and further lines below the first.
fn hang(text: &str) -> String {
    let mut lines = text.lines();
    let mut hung = lines.next().unwrap_or_default().to_owned();
    for line in lines {
        hung.push('\n');
        if !line.is_empty() {
            hung.push_str("        ");
            hung.push_str(line);
        }
    }
    hung
}

/// Writes any error the way a [`Diagnostic`] is written, causes as notes.
pub fn render(error: &anyhow::Error) -> String {
    let mut text = format!("error: {error}");
    for cause in error.chain().skip(1) {
        text.push_str("\n  note: ");
        text.push_str(&hang(&cause.to_string()));
    }
    text
}
