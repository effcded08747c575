//! Messages for the next page.

/// A message for the next page ([`Session::flash`](super::Session::flash)). Escape its text where it goes into HTML.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Flash {
    /// What kind it is, such as `error`.
    pub kind: String,
    /// What it says.
    pub text: String,
}

impl Flash {
    pub(super) fn new(kind: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            kind: kind.into(),
            text: text.into(),
        }
    }

    pub(super) fn as_pair(&self) -> (&str, &str) {
        (&self.kind, &self.text)
    }
}
