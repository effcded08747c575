//! Events of other workers while they happen.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use wasm_bindgen::JsValue;

use super::event::EventInfo;
use super::item::{Outcome, ScriptVersion};
use super::log::{Diagnostic, Exception, Log};
use super::{all, count, json, sys, text, time};
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
///         match event.happening() {
///             tail::Happening::Log(log) => console_log!("{}: {}", log.level(), log.text()),
///             tail::Happening::Outcome { outcome, .. } => console_log!("over: {outcome:?}"),
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

    /// What happens next: an [`Onset`](Happening::Onset) first, an [`Outcome`](Happening::Outcome) last, then `None`. A future
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
        self.is_over = matches!(event.happening(), Happening::Outcome { .. });
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
    #[must_use]
    pub fn happening(&self) -> Happening {
        Happening::read(js::property(&self.0, "event"))
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

/// What can happen in another worker.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Happening {
    /// It begins.
    Onset(Onset),
    /// It is over.
    Outcome {
        /// How it ended.
        outcome: Outcome,
        /// The processor's time. Zero in the local simulator.
        cpu_time: Duration,
        /// The time from beginning to end. Zero in the local simulator.
        wall_time: Duration,
    },
    /// A part of the work begins, such as a call of a binding.
    SpanOpen {
        /// What the span is called, such as `fetch` or `kv_get`.
        name: String,
        /// Its id.
        span_id: String,
        /// What it is about, where the platform says more than the name.
        info: Option<EventInfo>,
    },
    /// The part is done.
    SpanClose {
        /// How it ended.
        outcome: Outcome,
    },
    /// Names and values about the span, as text.
    Attributes(Vec<(String, String)>),
    /// Values were logged. When, the event says.
    Log(Log),
    /// Something was thrown and not caught.
    Exception(Exception),
    /// Something was published on a diagnostics channel.
    Diagnostic(Diagnostic),
    /// The handler has returned; work of `wait_until` may go on.
    Return {
        /// The status of the response, if there is one.
        status: Option<u16>,
    },
    /// Events of this stream were dropped, and are not told.
    Dropped {
        /// How many.
        count: u64,
    },
    /// Something that this version does not know, as the JavaScript value that it is.
    Other(JsValue),
}

impl Happening {
    fn read(raw: JsValue) -> Self {
        let text = |name| text(&raw, name).unwrap_or_default();
        let outcome = || Outcome::from(text("outcome"));
        match sys::kind_of(&raw) {
            0 => Self::Onset(Onset(raw)),
            1 => Self::Outcome {
                outcome: outcome(),
                cpu_time: Duration::from_millis(count(&raw, "cpuTime")),
                wall_time: Duration::from_millis(count(&raw, "wallTime")),
            },
            2 => Self::SpanOpen {
                name: text("name"),
                span_id: text("spanId"),
                info: info(&raw),
            },
            3 => Self::SpanClose { outcome: outcome() },
            4 => Self::Attributes(attributes(&raw, "info")),
            5 => Self::Log(Log::from_raw(raw)),
            6 => Self::Exception(Exception::read(&raw)),
            7 => Self::Diagnostic(Diagnostic::from_raw(raw)),
            8 => {
                let status = js::property(&js::property(&raw, "info"), "statusCode");
                Self::Return {
                    status: js::number(&status).map(|status| status as u16),
                }
            }
            9 => Self::diagnosed(raw),
            _ => Self::Other(raw),
        }
    }

    /// What the platform says of the stream itself.
    fn diagnosed(raw: JsValue) -> Self {
        let diagnostic = js::property(&raw, "diagnostic");
        match text(&diagnostic, "diagnosticsType").as_deref() {
            Some("droppedEvents") => Self::Dropped {
                count: count(&diagnostic, "count"),
            },
            _ => Self::Other(raw),
        }
    }
}

fn info(raw: &JsValue) -> Option<EventInfo> {
    EventInfo::read(sys::info_of(&js::property(raw, "info")))
}

fn attributes(raw: &JsValue, name: &'static str) -> Vec<(String, String)> {
    all(raw, name, |attribute| {
        let value = sys::line_of(&js::property(&attribute, "value"));
        let name = text(&attribute, "name").unwrap_or_default();
        (name, js::string(&value).unwrap_or_default())
    })
}

/// What begins.
#[derive(Clone)]
pub struct Onset(JsValue);

impl Onset {
    /// The JavaScript `TailStream.Onset`.
    #[must_use]
    pub fn as_raw(&self) -> &JsValue {
        &self.0
    }

    /// What the event is. The method of a call follows as an [attribute](Happening::Attributes), `jsrpc.method`.
    #[must_use]
    pub fn event(&self) -> Option<EventInfo> {
        info(&self.0)
    }

    /// The span of the whole event.
    #[must_use]
    pub fn span_id(&self) -> String {
        text(&self.0, "spanId").unwrap_or_default()
    }

    /// The name of the worker.
    #[must_use]
    pub fn script_name(&self) -> Option<String> {
        text(&self.0, "scriptName")
    }

    /// The class that handles the event, if it is not the default handler.
    #[must_use]
    pub fn entrypoint(&self) -> Option<String> {
        text(&self.0, "entrypoint")
    }

    /// The version of the worker.
    #[must_use]
    pub fn script_version(&self) -> Option<ScriptVersion> {
        let raw = js::property(&self.0, "scriptVersion");
        (!raw.is_undefined() && !raw.is_null()).then(|| ScriptVersion::read(&raw))
    }

    /// The tags of the worker.
    #[must_use]
    pub fn script_tags(&self) -> Vec<String> {
        js::list_to_strings(&js::property(&self.0, "scriptTags"))
    }

    /// The dispatch namespace that the worker is in.
    #[must_use]
    pub fn dispatch_namespace(&self) -> Option<String> {
        text(&self.0, "dispatchNamespace")
    }

    /// How the platform runs the worker: `stateless`, `durableObject`, `workflow`.
    #[must_use]
    pub fn execution_model(&self) -> Option<String> {
        text(&self.0, "executionModel")
    }

    /// Names and values about the event, as text.
    #[must_use]
    pub fn attributes(&self) -> Vec<(String, String)> {
        attributes(&self.0, "attributes")
    }
}

impl fmt::Debug for Onset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&json(&self.0))
    }
}
