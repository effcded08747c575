//! Events of other workers while they happen.

use std::fmt;
use std::future::Future;
use std::pin::Pin;

use wasm_bindgen::JsValue;

use super::kind::EventKind;
use super::{count, json, sys, text, time};
use crate::error::Result;
use crate::js;
use crate::time::Timestamp;

/// One event of another worker, told while it happens: what a `tail_stream` handler gets.
///
/// The handler runs once for each event of the observed worker, from its beginning to its end, and asks for what happens
/// there with [`next`](Stream::next). What it does not ask for is kept until it does or returns.
///
/// The platform has it behind the compatibility flags `experimental` and `streaming_tail_worker`, which ordinary accounts
/// cannot deploy; locally it runs. The observed worker names it in `streaming_tail_consumers`.
///
/// # Examples
///
/// ```no_run
/// # mod worker {
/// use worker_sdk::{console_log, event, tail};
///
/// #[event(tail_stream)]
/// async fn observe(mut stream: tail::Stream) {
///     while let Some(event) = stream.next().await {
///         match event.kind() {
///             tail::EventKind::Log(log) => console_log!("{}: {}", log.level(), log.text()),
///             tail::EventKind::Outcome { outcome, .. } => console_log!("over: {outcome:?}"),
///             _ => {}
///         }
///     }
/// }
/// # }
/// # fn main() {}
/// ```
pub struct Stream {
    raw: JsValue,
    /// What was asked for.
    next: Option<Next>,
    is_over: bool,
}

type Next = Pin<Box<dyn Future<Output = Result<JsValue>> + Send>>;

impl Stream {
    /// Of the first event, which the platform passes.
    pub(crate) fn open(onset: &JsValue) -> JsValue {
        sys::open_stream(onset)
    }

    /// What the platform is to call with each further event, where `end` is what the handler gave.
    pub(crate) fn listener(stream: &JsValue, end: &JsValue) -> JsValue {
        sys::listener(stream, end)
    }

    pub(crate) fn of(raw: JsValue) -> Self {
        Self {
            raw,
            next: None,
            is_over: false,
        }
    }

    /// What happens next: an [`Onset`](EventKind::Onset) first, an [`Outcome`](EventKind::Outcome) last, then `None`. A future
    /// that is dropped before it is ready loses no event.
    pub async fn next(&mut self) -> Option<StreamEvent> {
        if self.is_over {
            return None;
        }
        let next = self.next.get_or_insert_with(|| {
            let promise = sys::next_told(&self.raw);
            Box::pin(js::settled(promise, "the next event"))
        });
        let event = next.await;
        self.next = None;
        let event = StreamEvent::from_raw(event.ok()?);
        self.is_over = matches!(event.kind(), EventKind::Outcome { .. });
        Some(event)
    }
}

impl fmt::Debug for Stream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Stream { .. }")
    }
}

/// Something that happened in another worker, and where in its course.
#[derive(Clone)]
pub struct StreamEvent(JsValue);

impl StreamEvent {
    /// Wraps a JavaScript `TailStream.TailEvent`.
    #[must_use]
    pub fn from_raw(raw: JsValue) -> Self {
        Self(raw)
    }

    /// The JavaScript `TailStream.TailEvent`.
    #[must_use]
    pub fn as_raw(&self) -> &JsValue {
        &self.0
    }

    /// What happened.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # fn run(event: worker_sdk::tail::StreamEvent) {
    /// if let worker_sdk::tail::EventKind::Dropped { count } = event.kind() {
    ///     worker_sdk::console_warn!("{count} events are not told");
    /// }
    /// # }
    /// ```
    #[must_use]
    pub fn kind(&self) -> EventKind {
        EventKind::read(js::property(&self.0, "event"))
    }

    /// The same for all of one stream.
    #[must_use]
    pub fn invocation_id(&self) -> String {
        text(&self.0, "invocationId").unwrap_or_default()
    }

    /// The same for all that one request led to, in all workers that it came to.
    #[must_use]
    pub fn trace_id(&self) -> String {
        self.context("traceId").unwrap_or_default()
    }

    /// The span that it happened in; that of an onset is the one around it, which may be in another worker.
    #[must_use]
    pub fn span_id(&self) -> Option<String> {
        self.context("spanId")
    }

    fn context(&self, name: &'static str) -> Option<String> {
        text(&js::property(&self.0, "spanContext"), name)
    }

    /// The flags that the request came with in its `traceparent`; the lowest bit says that its trace is recorded. `None` where
    /// it came with none, always in the local simulator, and on a runtime from before the autumn of 2026.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # fn run(event: worker_sdk::tail::StreamEvent) {
    /// let is_recorded = event.trace_flags().is_some_and(|flags| flags & 1 == 1);
    /// # let _ = is_recorded;
    /// # }
    /// ```
    ///
    /// See <https://www.w3.org/TR/trace-context/#trace-flags>.
    #[must_use]
    pub fn trace_flags(&self) -> Option<u8> {
        let context = js::property(&self.0, "spanContext");
        js::number(&js::property(&context, "traceFlags")).map(|flags| flags as u8)
    }

    /// When it happened.
    #[must_use]
    pub fn timestamp(&self) -> Option<Timestamp> {
        time(&self.0, "timestamp")
    }

    /// Its number in the stream, from 0 on.
    #[must_use]
    pub fn sequence(&self) -> u64 {
        count(&self.0, "sequence")
    }

    /// The event as JSON, with the platform's names.
    #[must_use]
    pub fn to_json(&self) -> String {
        json(&self.0)
    }
}

impl fmt::Debug for StreamEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_json())
    }
}
