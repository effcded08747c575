//! Tail workers: what other workers did, with their logs and exceptions, after they did it.
//!
//! A worker names its tail workers in `tail_consumers` of its configuration. After each of its events they get a
//! [`TraceItem`]: how it ended, what was logged and thrown, and what kind of event it was. A handler that fails is not told
//! again, and the observed worker hears nothing of it. [`#[event(tail_stream)]`](Stream) is told while it happens, where the
//! platform has that.
//!
//! # Example: reporting failures
//!
//! ```no_run
//! # mod worker {
//! use worker_sdk::{Bindings, Request, Result, event, tail};
//!
//! #[derive(Bindings)]
//! struct App {
//!     alarm_url: String,
//! }
//!
//! #[event(tail)]
//! async fn observe(events: tail::Events, app: App) -> Result<()> {
//!     for item in &events {
//!         if item.outcome().is_ok() && item.exceptions().is_empty() {
//!             continue;
//!         }
//!         Request::post(app.alarm_url.as_str()).body(item.to_json()).await?;
//!     }
//!     Ok(())
//! }
//! # }
//! # fn main() {}
//! ```
//!
//! See <https://developers.cloudflare.com/workers/observability/logs/tail-workers/>.

mod event;
mod item;
mod kind;
mod log;
mod onset;
mod stream;
mod sys;

use std::fmt;

use wasm_bindgen::JsValue;

use crate::js::{self, string_property as text};
use crate::time::Timestamp;

pub use event::{EventInfo, FetchInfo, WebSocketEvent};
pub use item::{Outcome, Preview, ScriptVersion, TraceItem};
pub use kind::{EventKind, SpanUpdate};
pub use log::{Diagnostic, Exception, Log, LoggedError};
pub use onset::Onset;
pub use stream::{Stream, StreamEvent};

/// The items of one `tail` event.
///
/// # Examples
///
/// ```no_run
/// # mod worker {
/// use worker_sdk::{event, tail};
///
/// #[event(tail)]
/// fn observe(events: tail::Events) {
///     for item in &events {
///         worker_sdk::console_log!("{:?}: {:?}", item.script_name(), item.outcome());
///     }
/// }
/// # }
/// # fn main() {}
/// ```
///
/// See <https://developers.cloudflare.com/workers/runtime-apis/handlers/tail/>.
pub struct Events(JsValue);

impl Events {
    /// Wraps a JavaScript array of `TraceItem`s.
    #[must_use]
    pub fn from_raw(raw: JsValue) -> Self {
        Self(raw)
    }

    /// The JavaScript array of `TraceItem`s.
    #[must_use]
    pub fn as_raw(&self) -> &JsValue {
        &self.0
    }

    /// How many items there are.
    #[must_use]
    pub fn len(&self) -> usize {
        js::length(&self.0)
    }

    /// Whether there is no item.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// All items as the text of a JSON array, with the platform's names.
    #[must_use]
    pub fn to_json(&self) -> String {
        json(&self.0)
    }
}

impl IntoIterator for &Events {
    type Item = TraceItem;
    type IntoIter = Items;

    fn into_iter(self) -> Items {
        Items {
            events: self.0.clone(),
            next: 0,
        }
    }
}

impl IntoIterator for Events {
    type Item = TraceItem;
    type IntoIter = Items;

    fn into_iter(self) -> Items {
        (&self).into_iter()
    }
}

/// The items of [`Events`].
pub struct Items {
    events: JsValue,
    next: usize,
}

impl Iterator for Items {
    type Item = TraceItem;

    fn next(&mut self) -> Option<TraceItem> {
        if self.next >= js::length(&self.events) {
            return None;
        }
        self.next += 1;
        Some(TraceItem::from_raw(js::item(&self.events, self.next - 1)))
    }
}

/// The property as a time: a number of milliseconds, or a `Date`.
fn time(object: &JsValue, name: &'static str) -> Option<Timestamp> {
    let ms = sys::time_of(&js::property(object, name));
    (!ms.is_nan()).then(|| Timestamp::from_millis(ms))
}

/// The property as a whole number; 0 for what is none.
fn count(object: &JsValue, name: &'static str) -> u64 {
    js::number(&js::property(object, name)).unwrap_or_default() as u64
}

/// The property, where there is something.
fn present(object: &JsValue, name: &'static str) -> Option<JsValue> {
    Some(js::property(object, name)).filter(|value| !value.is_undefined() && !value.is_null())
}

/// The elements of the property, each as what `read` makes of it.
fn all<T>(object: &JsValue, name: &'static str, read: impl Fn(JsValue) -> T) -> Vec<T> {
    let list = js::property(object, name);
    js::items(&list).map(read).collect()
}

fn json(value: &JsValue) -> String {
    js::string(&sys::described(value)).unwrap_or_default()
}

impl fmt::Debug for Events {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Events({})", self.len())
    }
}

impl fmt::Debug for Items {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Items { .. }")
    }
}
