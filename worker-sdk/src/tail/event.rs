//! What kind of event an item is about.

use std::fmt;

use wasm_bindgen::JsValue;

use super::{all, count, sys, text, time};
use crate::js;
use crate::time::Timestamp;

/// What an item is about.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum EventInfo {
    /// A request.
    Fetch(FetchInfo),
    /// A call of a method.
    Rpc {
        /// The method.
        method: String,
    },
    /// A cron trigger.
    Scheduled {
        /// When it was due.
        scheduled_time: Option<Timestamp>,
        /// The pattern.
        cron: String,
    },
    /// An alarm of a Durable Object.
    Alarm {
        /// When it was due.
        scheduled_time: Option<Timestamp>,
    },
    /// Messages of a queue.
    Queue {
        /// The queue.
        queue: String,
        /// How many there were.
        batch_size: u64,
    },
    /// A mail.
    Email {
        /// Its sender.
        mail_from: String,
        /// Its recipient.
        rcpt_to: String,
        /// Its length in bytes.
        raw_size: u64,
    },
    /// Events of other workers: the worker is a tail worker itself.
    Tail {
        /// The workers, one for each event.
        consumed: Vec<Option<String>>,
    },
    /// Something of a WebSocket whose Durable Object was hibernating.
    WebSocket(WebSocketEvent),
    /// A Durable Object hibernates.
    Hibernate {
        /// Why: `inactive`, `codeUpdated`, `system`.
        reason: String,
    },
    /// A TCP connection of another worker. Of streams alone: in other items nothing says so, they have
    /// [`Other`](EventInfo::Other).
    Connect,
    /// Something of a product. Of streams alone, as [`Connect`](EventInfo::Connect).
    Custom,
    /// Something that this version does not know, as the JavaScript value that it is.
    Other(JsValue),
}

/// Something of a WebSocket.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum WebSocketEvent {
    /// A message came.
    Message,
    /// It was closed.
    Close {
        /// The code.
        code: u16,
        /// Whether both sides agreed.
        was_clean: bool,
    },
    /// It failed.
    Error,
    /// Something that this version does not know, as the platform's word.
    Other(String),
}

impl EventInfo {
    pub(super) fn read(raw: JsValue) -> Option<Self> {
        if raw.is_undefined() || raw.is_null() {
            return None;
        }
        let text = |name| text(&raw, name).unwrap_or_default();
        let scheduled_time = || time(&raw, "scheduledTime");
        Some(match sys::event_kind(&raw) {
            1 => Self::Fetch(FetchInfo::from_raw(raw)),
            2 => Self::Rpc {
                method: text("rpcMethod"),
            },
            3 => Self::Scheduled {
                scheduled_time: scheduled_time(),
                cron: text("cron"),
            },
            4 => Self::Alarm {
                scheduled_time: scheduled_time(),
            },
            5 => Self::Queue {
                queue: text("queue"),
                batch_size: count(&raw, "batchSize"),
            },
            6 => Self::Email {
                mail_from: text("mailFrom"),
                rcpt_to: text("rcptTo"),
                raw_size: count(&raw, "rawSize"),
            },
            7 => Self::Tail {
                consumed: all(&raw, "consumedEvents", |event| {
                    js::string_property(&event, "scriptName")
                }),
            },
            8 => Self::WebSocket(WebSocketEvent::read(&js::property(
                &raw,
                "getWebSocketEvent",
            ))),
            9 => Self::Hibernate {
                reason: text("reason"),
            },
            10 => Self::Connect,
            11 => Self::Custom,
            _ => Self::Other(raw),
        })
    }
}

impl WebSocketEvent {
    fn read(raw: &JsValue) -> Self {
        let kind = text(raw, "webSocketEventType").unwrap_or_default();
        match kind.as_str() {
            "message" => Self::Message,
            "close" => Self::Close {
                code: count(raw, "code") as u16,
                was_clean: js::property(raw, "wasClean") == JsValue::TRUE,
            },
            "error" => Self::Error,
            _ => Self::Other(kind),
        }
    }
}

/// A request and the status of its response.
///
/// Headers and parts of the URL that may be secret are replaced by `REDACTED`.
#[derive(Clone)]
pub struct FetchInfo {
    request: JsValue,
    status: Option<u16>,
}

impl FetchInfo {
    /// Wraps a JavaScript `TraceItemFetchEventInfo`.
    #[must_use]
    pub fn from_raw(raw: JsValue) -> Self {
        let status = js::property(&js::property(&raw, "response"), "status");
        Self {
            request: js::property(&raw, "request"),
            status: js::number(&status).map(|status| status as u16),
        }
    }

    /// The method.
    #[must_use]
    pub fn method(&self) -> String {
        text(&self.request, "method").unwrap_or_default()
    }

    /// The URL.
    #[must_use]
    pub fn url(&self) -> String {
        text(&self.request, "url").unwrap_or_default()
    }

    /// The headers: names in small letters, and values.
    #[must_use]
    pub fn headers(&self) -> Vec<(String, String)> {
        let fields = sys::fields_of(&js::property(&self.request, "headers"));
        let mut fields = js::list_to_strings(&fields).into_iter();
        std::iter::from_fn(|| Some((fields.next()?, fields.next()?))).collect()
    }

    /// The value of the header `name`, which is in small letters.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<String> {
        let headers = js::property(&self.request, "headers");
        js::string(&js::property_named(&headers, name))
    }

    /// The properties of the client's connection.
    #[must_use]
    pub fn cf(&self) -> crate::http::Cf {
        crate::http::Cf::from_raw(js::property(&self.request, "cf"))
    }

    /// The status of the response, if there was one.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.status
    }

    /// The same with nothing replaced. Take care where it goes.
    #[must_use]
    pub fn unredacted(&self) -> Self {
        Self {
            request: sys::unredacted(&self.request),
            status: self.status,
        }
    }
}

impl fmt::Debug for FetchInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FetchInfo")
            .field("method", &self.method())
            .field("url", &self.url())
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}
