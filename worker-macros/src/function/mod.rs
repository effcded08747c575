//! What attributes on functions have in common: reading a signature, and what it cannot be.

pub(crate) mod check;
pub(crate) mod parse;
pub(crate) mod router;

/// How messages speak of the function.
pub(crate) struct Subject {
    /// What it is, as in "a handler".
    pub(crate) noun: &'static str,
    /// Who calls it.
    pub(crate) caller: &'static str,
    /// The attribute, as it is written.
    pub(crate) attribute: &'static str,
    /// Which function the attribute belongs to, as in "the function that handles the event".
    pub(crate) purpose: &'static str,
}
