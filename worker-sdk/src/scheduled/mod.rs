//! Cron triggers.

use std::fmt;

use wasm_bindgen::prelude::*;

use crate::js;
use crate::time::Timestamp;

#[wasm_bindgen(module = "/src/js/scheduled.js")]
extern "C" {
    fn cron(controller: &JsValue) -> JsValue;
    fn scheduled_time(controller: &JsValue) -> f64;
    fn no_retry(controller: &JsValue);
}

/// The event of a cron trigger.
///
/// # Examples
///
/// ```no_run
/// use worker_sdk::{Env, Result, ScheduledEvent, event};
///
/// #[event(scheduled)]
/// async fn tick(event: ScheduledEvent, _env: Env) -> Result<()> {
///     match event.cron() {
///         "0 3 * * *" => worker_sdk::console_log!("nightly work"),
///         other => worker_sdk::console_log!("due at {:?} by {other}", event.scheduled_time()),
///     }
///     Ok(())
/// }
/// # fn main() {}
/// ```
///
/// See <https://developers.cloudflare.com/workers/runtime-apis/handlers/scheduled/>.
pub struct ScheduledEvent {
    raw: JsValue,
    cron: String,
}

impl ScheduledEvent {
    /// Wraps a JavaScript `ScheduledController`.
    #[must_use]
    pub fn from_raw(raw: JsValue) -> Self {
        let cron = js::string(&cron(&raw)).unwrap_or_default();
        Self { raw, cron }
    }

    /// The JavaScript `ScheduledController`.
    #[must_use]
    pub fn as_raw(&self) -> &JsValue {
        &self.raw
    }

    /// The pattern that was due, as the configuration has it.
    #[must_use]
    pub fn cron(&self) -> &str {
        &self.cron
    }

    /// When the event was due.
    #[must_use]
    pub fn scheduled_time(&self) -> Timestamp {
        Timestamp::from_millis(scheduled_time(&self.raw))
    }

    /// Asks the platform not to run the event again should the handler fail.
    pub fn no_retry(&self) {
        no_retry(&self.raw);
    }
}

impl fmt::Debug for ScheduledEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ScheduledEvent")
            .field("cron", &self.cron)
            .finish_non_exhaustive()
    }
}
