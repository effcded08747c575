//! What was logged, thrown and published.

use std::fmt;

use wasm_bindgen::JsValue;

use super::{json, present, sys, text, time};
use crate::js;
use crate::time::Timestamp;

/// Values that a worker wrote to its console.
#[derive(Clone)]
pub struct Log(JsValue);

impl Log {
    /// Wraps a JavaScript `TraceLog`.
    #[must_use]
    pub fn from_raw(raw: JsValue) -> Self {
        Self(raw)
    }

    /// The JavaScript `TraceLog`.
    #[must_use]
    pub fn as_raw(&self) -> &JsValue {
        &self.0
    }

    /// When it was logged.
    #[must_use]
    pub fn timestamp(&self) -> Option<Timestamp> {
        time(&self.0, "timestamp")
    }

    /// `debug`, `info`, `log`, `warn` or `error`.
    #[must_use]
    pub fn level(&self) -> String {
        text(&self.0, "level").unwrap_or_default()
    }

    /// The values as one line: text as it is, others as JSON, with a space between.
    #[must_use]
    pub fn text(&self) -> String {
        let message = js::property(&self.0, "message");
        js::string(&sys::line_of(&message)).unwrap_or_default()
    }

    /// The values that were logged, as a list.
    ///
    /// # Errors
    ///
    /// Fails when they do not have the shape of `T`; the error [is malformed](crate::Error::is_malformed).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # fn run(log: worker_sdk::tail::Log) -> worker_sdk::Result<()> {
    /// #[derive(serde::Deserialize)]
    /// struct Purchase {
    ///     price: f64,
    /// }
    ///
    /// // console_log!("purchase"; Json(Purchase { price: 3.5 }))
    /// let (_, purchase): (String, Purchase) = log.values()?;
    /// # let _ = purchase.price;
    /// # Ok(())
    /// # }
    /// ```
    #[cfg(feature = "serde")]
    pub fn values<T: serde::de::DeserializeOwned>(&self) -> crate::Result<T> {
        js::codec::from_js_of(&js::property(&self.0, "message"), "the logged values")
    }

    /// The errors among the values that were logged, with their stacks, which [`text`](Log::text) does not have.
    ///
    /// Only values that are errors themselves are told, not those inside of others. None on a runtime from before the autumn of
    /// 2026, such as that of an older wrangler.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # fn run(log: worker_sdk::tail::Log) {
    /// // console.error("the payment failed", error)
    /// for error in log.errors() {
    ///     worker_sdk::console_log!("{}: {}", error.name, error.stack.unwrap_or_default());
    /// }
    /// # }
    /// ```
    #[must_use]
    pub fn errors(&self) -> Vec<LoggedError> {
        let errors = js::property(&self.0, "errorInfo");
        let errors = js::items(&errors).enumerate();
        errors
            .filter_map(|(index, raw)| LoggedError::read(index, &raw))
            .collect()
    }

    /// Whether it was too long, and has lost its end: more than 256 KiB.
    ///
    /// [`text`](Log::text) is then the beginning of all values as one JSON list, and they cannot be read as
    /// [`values`](Log::values). Of streams alone: other items lack the whole line, and [say so](super::TraceItem::is_truncated).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # fn run(log: worker_sdk::tail::Log) {
    /// let end = if log.is_truncated() { "…" } else { "" };
    /// worker_sdk::console_log!("{}{end}", log.text());
    /// # }
    /// ```
    #[must_use]
    pub fn is_truncated(&self) -> bool {
        js::property(&self.0, "truncated") == JsValue::TRUE
    }
}

impl fmt::Debug for Log {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Log")
            .field("level", &self.level())
            .field("text", &self.text())
            .finish_non_exhaustive()
    }
}

/// An error that a worker wrote to its console: one of [`Log::errors`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct LoggedError {
    /// Its place among the [values](Log::values) that were logged, from 0 on.
    pub index: usize,
    /// The name of the error, such as `TypeError`.
    pub name: String,
    /// Its message.
    pub message: String,
    /// Where it was made.
    pub stack: Option<String>,
}

impl LoggedError {
    fn read(index: usize, raw: &JsValue) -> Option<Self> {
        raw.is_object().then(|| Self {
            index,
            name: text(raw, "name").unwrap_or_default(),
            message: text(raw, "message").unwrap_or_default(),
            stack: text(raw, "stack"),
        })
    }
}

/// What a worker threw and did not catch. Streams also tell what it
/// [noted in a span](crate::spans::Span::record_exception).
///
/// # Examples
///
/// ```no_run
/// # fn run(thrown: worker_sdk::tail::Exception) {
/// if thrown.code.as_deref() == Some("ERR_TIMEOUT") {
///     worker_sdk::console_log!("slow: {}", thrown.message);
/// }
/// # }
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Exception {
    /// When it was thrown.
    pub timestamp: Option<Timestamp>,
    /// The name of the error, such as `TypeError`.
    pub name: String,
    /// Its message.
    pub message: String,
    /// Where it was thrown.
    pub stack: Option<String>,
    /// The `code` of the error as text, also where it is a number. Streams alone have it, of errors that were noted in a span.
    pub code: Option<String>,
}

impl Exception {
    pub(super) fn read(raw: &JsValue) -> Self {
        Self {
            timestamp: time(raw, "timestamp"),
            name: text(raw, "name").unwrap_or_default(),
            message: text(raw, "message").unwrap_or_default(),
            stack: text(raw, "stack"),
            code: present(raw, "code").and_then(|code| js::string(&sys::line_of(&code))),
        }
    }
}

/// What a worker published on a diagnostics channel.
#[derive(Clone)]
pub struct Diagnostic(JsValue);

impl Diagnostic {
    /// Wraps a JavaScript `TraceDiagnosticChannelEvent`.
    #[must_use]
    pub fn from_raw(raw: JsValue) -> Self {
        Self(raw)
    }

    /// The JavaScript `TraceDiagnosticChannelEvent`.
    #[must_use]
    pub fn as_raw(&self) -> &JsValue {
        &self.0
    }

    /// When it was published.
    #[must_use]
    pub fn timestamp(&self) -> Option<Timestamp> {
        time(&self.0, "timestamp")
    }

    /// The name of the channel.
    #[must_use]
    pub fn channel(&self) -> String {
        text(&self.0, "channel").unwrap_or_default()
    }

    /// The message.
    ///
    /// # Errors
    ///
    /// Fails when it does not have the shape of `T`; the error [is malformed](crate::Error::is_malformed).
    #[cfg(feature = "serde")]
    pub fn message<T: serde::de::DeserializeOwned>(&self) -> crate::Result<T> {
        js::codec::from_js_of(
            &js::property(&self.0, "message"),
            "the message of a channel",
        )
    }
}

impl fmt::Debug for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&json(&self.0))
    }
}
