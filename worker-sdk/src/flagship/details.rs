//! How a value came about.

use std::fmt;

use wasm_bindgen::JsValue;

use crate::js::{self, words};

/// A flag's value, and how it came about: [`Get::details`](super::Get::details).
///
/// See <https://developers.cloudflare.com/flagship/reference/evaluation-reasons/>.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Details<T> {
    /// The flag.
    pub flag_key: String,
    /// Its value, or the fallback.
    pub value: T,
    /// The name of the variation.
    pub variant: Option<String>,
    /// Why it is this one.
    pub reason: Option<Reason>,
    /// Why it is the fallback, if it is.
    pub error: Option<EvaluationError>,
}

words! {
    /// Why a flag has its value.
    Reason {
        /// A rule chose it.
        TargetingMatch = "TARGETING_MATCH",
        /// A rule chose it for a part of all, and this is one of them.
        Split = "SPLIT",
        /// No rule chose another one.
        Default = "DEFAULT",
        /// The flag has no rules.
        Static = "STATIC",
        /// The flag is switched off.
        Disabled = "DISABLED",
        /// The flag could not be evaluated: it is the fallback.
        Error = "ERROR",
    }
}

/// Why a flag could not be evaluated.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct EvaluationError {
    /// What kind of failure it was, such as `FLAG_NOT_FOUND`, `TYPE_MISMATCH` or `GENERAL`.
    pub code: String,
    /// What the platform said of it.
    pub message: Option<String>,
}

impl<T> Details<T> {
    pub(super) fn new(details: &JsValue, value: T, flag_key: String) -> Self {
        let text = |name| js::string_property(details, name);
        Self {
            flag_key: text("flagKey").unwrap_or(flag_key),
            value,
            variant: text("variant"),
            reason: text("reason").map(Reason::from),
            error: text("errorCode").map(|code| EvaluationError {
                code,
                message: text("errorMessage"),
            }),
        }
    }
}

impl fmt::Display for EvaluationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.code)?;
        match &self.message {
            Some(message) => write!(f, ": {message}"),
            None => Ok(()),
        }
    }
}
