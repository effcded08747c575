//! Tail events for the crate's own worker.

use wasm_bindgen::JsValue;

use super::{Completed, kit, sys};
use crate::error::Result;
use crate::js::{self, Options};
use crate::tail::Outcome;
use crate::time::now;

/// Runs the `tail` handler of the crate's own worker, as if these events of other workers had just ended.
///
/// # Errors
///
/// Fails when the worker has no `tail` handler. A handler that fails is told by [`Completed`].
///
/// # Panics
///
/// Panics outside of a [test](macro@crate::test).
///
/// # Examples
///
/// ```no_run
/// # mod tests {
/// use worker_sdk::test::{self, Trace};
/// use worker_sdk::Result;
///
/// #[worker_sdk::test]
/// async fn reports_failures() -> Result<()> {
///     let trace = Trace::new("shop")
///         .fetch("GET", "https://example.com/cart", 500)
///         .log("warn", "the basket is slow")
///         .exception("TypeError", "no basket");
///     assert!(test::tail([trace]).await?.is_ok());
///     Ok(())
/// }
/// # }
/// ```
///
/// See <https://developers.cloudflare.com/workers/runtime-apis/handlers/tail/>.
pub async fn tail(traces: impl IntoIterator<Item = Trace>) -> Result<Completed> {
    let events = js::list(traces.into_iter().map(Trace::into_js));
    let promise = sys::own_tail(&kit(), &events);
    let result = js::settled(promise, "the worker's `tail`").await?;
    Ok(Completed { result })
}

/// An event of another worker, for [`tail()`]. Without more it is a request that was answered.
#[derive(Debug)]
#[must_use = "an event comes when it is given to `tail`"]
pub struct Trace {
    script: String,
    outcome: Outcome,
    event: JsValue,
    logs: Vec<JsValue>,
    exceptions: Vec<JsValue>,
}

impl Trace {
    /// An event of the worker `script`.
    pub fn new(script: impl Into<String>) -> Self {
        Self {
            script: script.into(),
            outcome: Outcome::Ok,
            event: fetched("GET", "https://example.com/", 200),
            logs: Vec::new(),
            exceptions: Vec::new(),
        }
    }

    /// Makes it a request that was answered with `status`.
    pub fn fetch(mut self, method: &str, url: &str, status: u16) -> Self {
        self.event = fetched(method, url, status);
        self
    }

    /// Makes it something else, as the JavaScript value that the platform would have for it.
    pub fn raw_event(mut self, event: JsValue) -> Self {
        self.event = event;
        self
    }

    /// Adds a line to what was logged.
    pub fn log(self, level: &str, text: &str) -> Self {
        self.raw_log(level, [js::text(text)])
    }

    /// Adds an error to what was logged, as `console.error(error)` does. It is one of the
    /// [errors](crate::tail::Log::errors) of its line, without a stack.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// let trace = worker_sdk::test::Trace::new("shop").log_error("error", "TypeError", "no basket");
    /// ```
    pub fn log_error(mut self, level: &str, name: &str, message: &str) -> Self {
        let error = Options::new().text("name", name).text("message", message);
        let line = js::text(&format!("{name}: {message}"));
        let log = written(level, [line]).value("errorInfo", js::list([error.into_js()]));
        self.logs.push(stamped(log));
        self
    }

    /// Adds values to what was logged.
    pub fn raw_log(mut self, level: &str, values: impl IntoIterator<Item = JsValue>) -> Self {
        self.logs.push(stamped(written(level, values)));
        self
    }

    /// Adds an exception, which is how the event ended unless [`outcome`](Trace::outcome) says something else.
    pub fn exception(mut self, name: &str, message: &str) -> Self {
        let exception = Options::new().text("name", name).text("message", message);
        self.exceptions.push(stamped(exception));
        self.outcome(Outcome::Exception)
    }

    /// Says how the event ended.
    pub fn outcome(mut self, outcome: Outcome) -> Self {
        self.outcome = outcome;
        self
    }

    fn into_js(self) -> JsValue {
        let item = Options::new()
            .text("scriptName", &*self.script)
            .text("outcome", self.outcome.as_str())
            .text("executionModel", "stateless")
            .number("eventTimestamp", now().as_millis())
            .value("event", self.event)
            .value("logs", js::list(self.logs))
            .value("exceptions", js::list(self.exceptions));
        item.value("diagnosticsChannelEvents", js::list([]))
            .flag("truncated", false)
            .number("cpuTime", 0.0)
            .number("wallTime", 0.0)
            .into_js()
    }
}

fn written(level: &str, values: impl IntoIterator<Item = JsValue>) -> Options {
    let log = Options::new().text("level", level);
    log.value("message", js::list(values))
}

fn stamped(record: Options) -> JsValue {
    record.number("timestamp", now().as_millis()).into_js()
}

fn fetched(method: &str, url: &str, status: u16) -> JsValue {
    let request = Options::new().text("method", method).text("url", url);
    let response = Options::new().number("status", f64::from(status));
    Options::new()
        .options("request", request)
        .options("response", response)
        .into_js()
}
