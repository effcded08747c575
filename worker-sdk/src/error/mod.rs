//! How anything fails: one opaque [`Error`] with predicates.

mod code;
mod convert;
mod detail;
#[cfg(any(feature = "json", feature = "form"))]
mod mismatch;
#[cfg(feature = "serde")]
mod named;

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt::{self, Write};

use wasm_bindgen::JsValue;

use detail::{Described, Foreign, Message, Thrown};
pub(crate) use detail::{Detail, Kind};
#[cfg(any(feature = "json", feature = "form"))]
pub(crate) use mismatch::mismatch;

use crate::js::{self, Flag};

/// The result of fallible operations of this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Anything that can go wrong in this crate or in the platform behind it.
///
/// The kind is private; ask the predicates for what a caller decides on. An error that JavaScript threw keeps the
/// thrown value and gives it back when the error leaves the worker, so that the platform, tail workers and callers
/// see the original. Returned from a handler, an `Error` rejects the event, as an uncaught exception would.
///
/// # Examples
///
/// ```no_run
/// # use worker_sdk::{Env, Result};
/// fn greeting(env: &Env) -> Result<String> {
///     match env.var("GREETING") {
///         Err(e) if e.is_missing_binding() => Ok("hello".into()),
///         other => other,
///     }
/// }
/// ```
pub struct Error(Box<dyn Detail>);

impl Error {
    /// Wraps any error, or a message.
    ///
    /// # Examples
    ///
    /// ```
    /// let error = worker_sdk::Error::new("no such user");
    /// assert_eq!(error.to_string(), "no such user");
    /// ```
    #[must_use]
    pub fn new(error: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::of(Foreign(error.into()))
    }

    /// An error of this crate that is no more than its message.
    ///
    /// [`new`](Error::new) makes a boxed error of text, and that can show itself as Rust writes it, for three kilobytes.
    #[cold]
    #[inline(never)]
    pub(crate) fn saying(text: impl Into<Cow<'static, str>>) -> Self {
        Self::of(Message(text.into()))
    }

    /// As [`saying`](Self::saying), of what could not be understood, such as an answer of the platform.
    #[cold]
    #[inline(never)]
    pub(crate) fn malformed(text: impl Into<String>) -> Self {
        Self::of(Described {
            text: text.into(),
            kind: Kind::Malformed,
        })
    }

    #[cold]
    #[inline(never)]
    pub(crate) fn of(detail: impl Detail) -> Self {
        Self(Box::new(detail))
    }

    /// The same error, of a kind that a product has found in it.
    pub(crate) fn with_kind(self, kind: Kind) -> Self {
        Self::of(detail::OfKind { error: self, kind })
    }

    /// The same error, which says what it is about.
    #[cold]
    #[inline(never)]
    pub(crate) fn about(self, what: &'static str, which: impl Into<String>) -> Self {
        let which = which.into();
        Self::of(detail::About {
            error: self,
            what,
            which,
        })
    }

    /// Keeps what JavaScript threw; `doing` completes the sentence "… failed".
    #[cold]
    #[inline(never)]
    pub(crate) fn thrown(value: JsValue, doing: &'static str) -> Self {
        Self::of(Thrown { value, doing })
    }

    /// A failure that JavaScript has put into words.
    #[cold]
    #[inline(never)]
    pub(crate) fn described(kind: Kind, text: &JsValue) -> Self {
        Self::of(Described {
            text: js::string(text).unwrap_or_default(),
            kind,
        })
    }

    /// The failure that the last fallible helper kept.
    #[cold]
    #[inline(never)]
    pub(crate) fn last_failure(doing: &'static str) -> Self {
        Self::thrown(js::take_failure(), doing)
    }

    /// Whether the environment has no binding of the requested name.
    #[must_use]
    pub fn is_missing_binding(&self) -> bool {
        self.0.kind() == Kind::MissingBinding
    }

    /// The answer, where it is the client's fault.
    #[cfg(feature = "multipart")]
    pub(crate) fn answer(&self) -> Option<crate::HttpError> {
        self.0.answer()
    }

    /// Whether data could not be understood: malformed JSON, a form of the wrong type, text that is not UTF-8.
    #[must_use]
    pub fn is_malformed(&self) -> bool {
        self.0.kind() == Kind::Malformed
    }

    /// Whether JavaScript threw an error of this name, such as `"TypeError"` or `"AbortError"`.
    #[must_use]
    pub fn is_named(&self, name: &str) -> bool {
        let thrown = |value| js::name(value) == name;
        self.0.name() == Some(name) || self.as_raw().is_some_and(thrown)
    }

    /// Whether time ran out: a [`timeout`](crate::time::timeout), or a `TimeoutError` of the platform.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        self.0.kind() == Kind::Timeout || self.is_named("TimeoutError")
    }

    /// Whether a key, a value or a list of them is larger than the platform takes.
    #[must_use]
    pub fn is_too_large(&self) -> bool {
        self.0.kind() == Kind::TooLarge
    }

    /// Whether the platform refused the call because there were too many in too short a time; after a while it may
    /// succeed.
    #[must_use]
    pub fn is_rate_limited(&self) -> bool {
        self.0.kind() == Kind::RateLimited
    }

    /// Whether the platform says that the same call may succeed when it is made again.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        self.0.kind() == Kind::Retryable || self.has(Flag::Retryable)
    }

    /// Whether the platform refused the call because the other side has too much to do; retrying makes it worse.
    #[must_use]
    pub fn is_overloaded(&self) -> bool {
        self.0.kind() == Kind::Overloaded || self.has(Flag::Overloaded)
    }

    /// Whether the error comes from the other side of a remote call.
    #[must_use]
    pub fn is_remote(&self) -> bool {
        self.has(Flag::Remote)
    }

    /// Whether a Durable Object was reset while it handled the call.
    #[must_use]
    pub fn is_durable_object_reset(&self) -> bool {
        self.has(Flag::DurableObjectReset)
    }

    /// What JavaScript threw, if it threw.
    #[must_use]
    pub fn as_raw(&self) -> Option<&JsValue> {
        self.0.thrown()
    }

    /// Keeps a value that JavaScript threw.
    #[must_use]
    pub fn from_raw(thrown: JsValue) -> Self {
        Self::thrown(thrown, "")
    }

    /// What JavaScript gets, where that is more than a message.
    pub(crate) fn to_js(&self) -> Option<JsValue> {
        self.0.to_js()
    }

    /// The same error, known to have come out of what a middleware stands around.
    #[cfg(feature = "router")]
    #[cold]
    pub(crate) fn passed_on(self) -> Self {
        Self::of(detail::PassedOn(self))
    }

    #[cfg(feature = "router")]
    pub(crate) fn is_passed_on(&mut self) -> bool {
        self.passed().is_some()
    }

    /// The error as it was before it was passed on.
    #[cfg(feature = "router")]
    #[cold]
    pub(crate) fn taken_over(mut self) -> Self {
        match self.passed() {
            Some(passed) => std::mem::replace(passed, Self::saying("")),
            None => self,
        }
    }

    #[cfg(feature = "router")]
    fn passed(&mut self) -> Option<&mut Self> {
        let passed: &mut detail::PassedOn = self.0.as_any_mut()?.downcast_mut()?;
        Some(&mut passed.0)
    }

    pub(crate) fn kind(&self) -> Kind {
        self.0.kind()
    }

    /// The number under `name` of what was thrown, if it is a code of a product. Other errors have small ones, such as 20
    /// for what was aborted.
    pub(crate) fn platform_code(&self, name: &'static str) -> Option<u32> {
        let code = js::number(&js::property(self.as_raw()?, name))?;
        let is_known = (1000.0..100_000.0).contains(&code);
        is_known.then_some(code as u32)
    }

    fn has(&self, flag: Flag) -> bool {
        self.as_raw().is_some_and(|value| js::flag(value, flag))
    }
}

/// Writes what an error says, and what caused it.
#[cold]
pub(crate) fn push_causes(text: &mut String, error: &(dyn StdError + '_)) {
    let _ = write!(text, "{error}");
    let mut cause = error.source();
    while let Some(error) = cause {
        let _ = write!(text, ": {error}");
        cause = error.source();
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Error({self})")
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug)]
    struct Outer(fmt::Error);

    impl fmt::Display for Outer {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("outer")
        }
    }

    impl StdError for Outer {
        fn source(&self) -> Option<&(dyn StdError + 'static)> {
            Some(&self.0)
        }
    }

    fn causes(error: &Error) -> String {
        let mut text = String::new();
        push_causes(&mut text, error);
        text
    }

    #[test]
    fn what_is_said_further_keeps_the_cause() {
        let error = || Error::new(Outer(fmt::Error));
        let said = format!("outer: {}", fmt::Error);
        let about = error().about("key", "a");
        assert_eq!(causes(&about), said.replace("outer", "outer (key `a`)"));
        assert_eq!(causes(&error().with_kind(Kind::RateLimited)), said);
    }

    #[cfg(feature = "serde")]
    #[test]
    fn a_name_stays_with_what_is_said_further() {
        let named = || Error::named("NotFound", "no");
        assert!(named().about("key", "a").is_named("NotFound"));
        assert!(named().with_kind(Kind::TooLarge).is_named("NotFound"));
    }

    #[test]
    fn what_products_say_of_trying_again() {
        let of = |kind| Error::from("no").with_kind(kind);
        let (retryable, overloaded) = (of(Kind::Retryable), of(Kind::Overloaded));
        assert!(retryable.is_retryable() && !retryable.is_overloaded());
        assert!(overloaded.is_overloaded() && !overloaded.is_retryable());
    }
}
