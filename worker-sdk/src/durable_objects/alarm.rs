//! An alarm that goes off.

use std::fmt;

use wasm_bindgen::JsValue;

use crate::js;
use crate::time::Timestamp;

/// Why the `alarm` of an object is called.
///
/// An alarm whose handler fails is repeated, after 2 seconds and then after ever longer times, up to 6 times.
///
/// See <https://developers.cloudflare.com/durable-objects/api/alarms/>.
#[derive(Clone)]
pub struct Alarm(JsValue);

impl Alarm {
    /// Wraps a JavaScript `AlarmInvocationInfo`.
    #[must_use]
    pub fn from_raw(raw: JsValue) -> Self {
        Self(raw)
    }

    /// The JavaScript `AlarmInvocationInfo`.
    #[must_use]
    pub fn as_raw(&self) -> &JsValue {
        &self.0
    }

    /// Whether the alarm went off before, and its handler failed.
    #[must_use]
    pub fn is_retry(&self) -> bool {
        self.retry_count() > 0
    }

    /// How often the handler has failed already.
    #[must_use]
    pub fn retry_count(&self) -> u32 {
        let count = js::number(&js::property(&self.0, "retryCount"));
        count.unwrap_or_default() as u32
    }

    /// For when the alarm was set; `None` where the runtime does not say.
    #[must_use]
    pub fn scheduled_time(&self) -> Option<Timestamp> {
        let time = js::number(&js::property(&self.0, "scheduledTime"));
        time.map(Timestamp::from_millis)
    }
}

impl fmt::Debug for Alarm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Alarm")
            .field("retry_count", &self.retry_count())
            .field("scheduled_time", &self.scheduled_time())
            .finish()
    }
}
