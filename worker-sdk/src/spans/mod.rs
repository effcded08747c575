//! Spans: what a request spends its time on, in the traces of the platform.
//!
//! The platform measures what it does itself: requests to other servers, storage, calls of other workers. A [`Span`] is such a
//! measurement of one's own, and what happens in its [`run`](Span::run) is inside of it:
//!
//! ```no_run
//! # use worker_sdk::{Env, Result};
//! use worker_sdk::spans::Span;
//!
//! async fn greeting(env: &Env) -> Result<String> {
//!     let span = Span::start("greeting");
//!     // The platform's own span of this read is a child of `greeting`.
//!     let text = span.run(async { env.kv("PAGES")?.get("greeting").text().await }).await?;
//!     span.set_attribute("found", text.is_some());
//!     Ok(text.unwrap_or_default())
//! }
//! ```
//!
//! A span ends when it is dropped. Where nobody traces the request, and on a runtime that does not have such spans (one from
//! before the autumn of 2026, such as that of an older wrangler), they do nothing, `run` is no more than its future, and nothing
//! fails. No compatibility flag is needed.
//!
//! For libraries that speak to the crate `tracing` there is [`integrations::tracing`](crate::integrations), whose spans stand
//! beside what the platform measures, not around it: a subscriber is told when a span is entered and left, and the platform
//! has no such calls. A span of `tracing` without a parent that begins in [`run`](Span::run) is inside of that.
//!
//! Traces have to be switched on: `"observability": { "traces": { "enabled": true } }` in the configuration. Times stand still
//! while no I/O happens, so a span around nothing but computing takes 0 ms. See
//! <https://developers.cloudflare.com/workers/observability/traces/custom-spans/>.

mod outside;
mod sys;
mod value;

use std::error::Error as StdError;
use std::fmt;
use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::pin::pin;
use std::task::Context;

use wasm_bindgen::JsValue;

use outside::Outside;
pub use value::{SpanContext, Status, Value};

use crate::js;

/// A part of the work for a request, with its own line in the trace.
///
/// It belongs to the request in which it began; in another one it does nothing.
///
/// # Examples
///
/// ```no_run
/// # async fn run() -> worker_sdk::Result<()> {
/// use worker_sdk::spans::{Span, Status};
///
/// let span = Span::start("prices");
/// span.set_attribute("currency", "EUR").set_attribute("attempt", 1);
/// let answer = span.run(worker_sdk::fetch("https://prices.example/today")).await;
/// match &answer {
///     Ok(_) => span.set_status(Status::Ok),
///     Err(error) => span.record_exception(error).set_status(Status::Error(error.to_string())),
/// };
/// span.end();
/// # Ok(())
/// # }
/// ```
///
/// See <https://developers.cloudflare.com/workers/observability/traces/custom-spans/>.
#[must_use = "a span ends when it is dropped"]
pub struct Span {
    raw: JsValue,
    /// Whether it ends when it is dropped.
    is_own: bool,
}

impl Span {
    /// Begins a span inside of the one that is active: that of [`run`](Self::run) around the call, else that of the request.
    ///
    /// It ends when it is dropped. What happens meanwhile is inside of it in [`run`](Self::run) and
    /// [`in_scope`](Self::in_scope) only, so spans of things that happen at the same time do not mix.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use worker_sdk::spans::Span;
    ///
    /// # async fn run() {
    /// let answer = Span::start("answer").run(async { 6 * 7 }).await;
    /// # }
    /// ```
    pub fn start(name: impl AsRef<str>) -> Self {
        Self {
            raw: sys::start_span(&js::text(name.as_ref())),
            is_own: true,
        }
    }

    /// The span that the running code is in, that of the request where there is none around it; `None` on a runtime without
    /// spans.
    ///
    /// It does not end when it is dropped, as it is somebody else's.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use worker_sdk::spans::Span;
    ///
    /// fn user(name: &str) {
    ///     if let Some(span) = Span::active() {
    ///         span.set_attribute("user.name", name);
    ///     }
    /// }
    /// ```
    #[must_use]
    pub fn active() -> Option<Self> {
        let raw = sys::active_span();
        raw.is_object().then(|| Self::from_raw(raw))
    }

    /// Wraps a JavaScript `Span`, which does not end when this is dropped.
    pub fn from_raw(raw: JsValue) -> Self {
        Self { raw, is_own: false }
    }

    /// The JavaScript `Span`; `undefined` on a runtime without spans.
    #[must_use]
    pub fn as_raw(&self) -> &JsValue {
        &self.raw
    }

    /// Runs `future`, or a builder that can be awaited, inside of the span: what it asks of the platform (requests, storage,
    /// calls of other workers) and the spans that it starts are children of this one, and so are those of tasks that it spawns.
    ///
    /// What the task does beside it, as in a `join!`, or after it is not. The span does not end with the future, so it can be
    /// told how that ended.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use worker_sdk::{Response, Result};
    /// use worker_sdk::spans::Span;
    ///
    /// async fn prices() -> Result<Response> {
    ///     let span = Span::start("prices");
    ///     let work = async {
    ///         let answer = worker_sdk::fetch("https://prices.example/today").await?;
    ///         span.set_attribute("status", answer.status().as_u16());
    ///         Ok(answer)
    ///     };
    ///     span.run(work).await
    /// }
    /// ```
    pub async fn run<F: IntoFuture>(&self, future: F) -> F::Output {
        let is_traced = self.is_traced();
        let mut future = pin!(match is_traced {
            true => self.in_scope(|| future.into_future()),
            false => future.into_future(),
        });
        if !is_traced {
            return future.await;
        }
        let mut outside = Outside::default();
        poll_fn(|context| {
            let waker = outside.waker(context.waker());
            self.in_scope(|| future.as_mut().poll(&mut Context::from_waker(&waker)))
        })
        .await
    }

    /// Calls `work` inside of the span: spans that it starts are children of this one, and so is what it asks of the platform
    /// without waiting, such as SQL of a Durable Object.
    ///
    /// A future that is begun in it and awaited outside may keep the task in the span until that waits for something else; for
    /// futures there is [`run`](Self::run).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use worker_sdk::spans::Span;
    ///
    /// let sum = Span::start("sum").in_scope(|| (1..=1_000_000_u64).sum::<u64>());
    /// ```
    pub fn in_scope<T>(&self, work: impl FnOnce() -> T) -> T {
        let mut work = Some(work);
        let mut outcome = None;
        let mut run = || {
            if let Some(work) = work.take() {
                // A panic goes around the platform.
                outcome = Some(catch_unwind(AssertUnwindSafe(work)));
            }
            JsValue::UNDEFINED
        };
        js::scoped(&mut run, |callback, number| {
            sys::within(&self.raw, callback, number);
        });
        // The platform may have no such call, or not take the span.
        run();
        match outcome {
            Some(Ok(value)) => value,
            Some(Err(panic)) => resume_unwind(panic),
            None => unreachable!("it has just run"),
        }
    }

    /// Says something of the span that can be searched for; `value` is a flag, a number or text.
    ///
    /// A later value of the same name replaces the earlier one. What an ended span is told is lost.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// let span = worker_sdk::spans::Span::start("search");
    /// span.set_attribute("query", "shoes").set_attribute("page", 2).set_attribute("cached", false);
    /// ```
    pub fn set_attribute<'a>(&self, name: impl AsRef<str>, value: impl Into<Value<'a>>) -> &Self {
        sys::set_attribute(&self.raw, &js::text(name.as_ref()), &value.into().to_js());
        self
    }

    /// As [`set_attribute`](Self::set_attribute), for several.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use worker_sdk::spans::{Span, Value};
    ///
    /// let tags = [("plan", "free".into()), ("seats", Value::from(3))];
    /// Span::start("account").set_attributes(tags);
    /// ```
    pub fn set_attributes<'a>(
        &self,
        attributes: impl IntoIterator<Item = (impl AsRef<str>, impl Into<Value<'a>>)>,
    ) -> &Self {
        for (name, value) in attributes {
            self.set_attribute(name, value);
        }
        self
    }

    /// Gives the span another name, such as one that is known only later.
    pub fn update_name(&self, name: impl AsRef<str>) -> &Self {
        sys::update_name(&self.raw, &js::text(name.as_ref()));
        self
    }

    /// Says whether what the span stands for has succeeded.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use worker_sdk::spans::{Span, Status};
    ///
    /// let span = Span::start("payment");
    /// span.set_status(Status::Error("the card was refused".to_owned()));
    /// ```
    pub fn set_status(&self, status: Status) -> &Self {
        sys::set_status(&self.raw, &js::constant(status.code()), &status.message());
        self
    }

    /// Notes an error that happened in the span, with its message, and what JavaScript threw as it is.
    ///
    /// It does not change the status: what failed may have been tried again.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use worker_sdk::Error;
    /// # fn run(span: &worker_sdk::spans::Span, error: std::num::ParseIntError) {
    /// span.record_exception(&error);
    /// span.record_exception(&Error::new("no such user"));
    /// # }
    /// ```
    pub fn record_exception(&self, error: &(dyn StdError + 'static)) -> &Self {
        sys::record_exception(&self.raw, &js::error_to_js(error));
        self
    }

    /// Whether somebody sees the span: it has not ended, and the platform records this request. For what is costly to find out.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # fn describe() -> String { String::new() }
    /// # fn run(span: &worker_sdk::spans::Span) {
    /// if span.is_traced() {
    ///     span.set_attribute("plan", describe());
    /// }
    /// # }
    /// ```
    #[must_use]
    pub fn is_traced(&self) -> bool {
        sys::is_traced(&self.raw) == 1
    }

    /// Where the span belongs, for systems that the platform does not tell: [`SpanContext::traceparent`]. `None` on a runtime
    /// that does not say it.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use worker_sdk::{Request, Response, Result};
    /// use worker_sdk::spans::Span;
    ///
    /// async fn prices() -> Result<Response> {
    ///     let span = Span::start("prices");
    ///     let mut request = Request::get("https://prices.example/today");
    ///     if let Some(context) = span.context() {
    ///         request = request.header("traceparent", context.traceparent());
    ///     }
    ///     span.run(request).await
    /// }
    /// ```
    #[must_use]
    pub fn context(&self) -> Option<SpanContext> {
        let raw = sys::context_of(&self.raw);
        raw.is_object().then(|| SpanContext::from_raw(&raw))?
    }

    /// Ends the span, as dropping one that was [started](Self::start) does.
    pub fn end(mut self) {
        self.is_own = true;
    }
}

impl Drop for Span {
    fn drop(&mut self) {
        if self.is_own {
            sys::end_span(&self.raw);
        }
    }
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Span { .. }")
    }
}
