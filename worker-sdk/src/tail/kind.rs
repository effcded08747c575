//! What can be told while it happens.

use std::time::Duration;

use wasm_bindgen::JsValue;

use super::event::EventInfo;
use super::item::Outcome;
use super::log::{Diagnostic, Exception, Log};
use super::onset::Onset;
use super::{all, count, sys, text};
use crate::js;
use crate::spans::Status;

/// What can happen in another worker.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum EventKind {
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
        /// Names and values about it, as text, where the platform says them at once. Others follow as
        /// [`Attributes`](EventKind::Attributes).
        attributes: Vec<(String, String)>,
    },
    /// The span has another name, or a status.
    SpanUpdate(SpanUpdate),
    /// The part is done.
    SpanClose {
        /// How it ended.
        outcome: Outcome,
    },
    /// Names and values about the span, as text.
    Attributes(Vec<(String, String)>),
    /// Values were logged. When, the event says.
    Log(Log),
    /// Something was thrown and not caught, or noted in a span.
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

impl EventKind {
    pub(super) fn read(raw: JsValue) -> Self {
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
                attributes: attributes(&js::property(&raw, "info"), "info"),
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
            10 => match SpanUpdate::read(&js::property(&raw, "info")) {
                Some(update) => Self::SpanUpdate(update),
                None => Self::Other(raw),
            },
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

/// What a span is told after it has begun, by [`update_name`](crate::spans::Span::update_name) and
/// [`set_status`](crate::spans::Span::set_status).
///
/// A runtime from before the autumn of 2026 has no such spans.
///
/// # Examples
///
/// ```no_run
/// # mod worker {
/// use worker_sdk::spans::Status;
/// use worker_sdk::tail::{EventKind, SpanUpdate, Stream};
/// use worker_sdk::{console_error, event};
///
/// #[event(tail_stream)]
/// async fn observe(mut stream: Stream) {
///     while let Some(event) = stream.next().await {
///         if let EventKind::SpanUpdate(SpanUpdate::Status(Status::Error(why))) = event.kind() {
///             console_error!("span {:?} failed: {why}", event.span_id());
///         }
///     }
/// }
/// # }
/// # fn main() {}
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SpanUpdate {
    /// Another name.
    Name(String),
    /// How what it stands for has ended. The reason of an error is empty where none was given.
    Status(Status),
}

impl SpanUpdate {
    fn read(raw: &JsValue) -> Option<Self> {
        match text(raw, "type")?.as_str() {
            "name" => text(raw, "name").map(Self::Name),
            "status" => Status::from_raw(&js::property(raw, "status")).map(Self::Status),
            _ => None,
        }
    }
}

pub(super) fn info(raw: &JsValue) -> Option<EventInfo> {
    EventInfo::read(sys::info_of(&js::property(raw, "info")))
}

pub(super) fn attributes(raw: &JsValue, name: &'static str) -> Vec<(String, String)> {
    all(raw, name, |attribute| {
        let value = sys::line_of(&js::property(&attribute, "value"));
        let name = text(&attribute, "name").unwrap_or_default();
        (name, js::string(&value).unwrap_or_default())
    })
}
