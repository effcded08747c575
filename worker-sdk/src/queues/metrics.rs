//! What waits in a queue.

use wasm_bindgen::JsValue;

use super::sys;
use crate::js;
use crate::time::Timestamp;

/// How many messages wait in a queue.
///
/// See <https://developers.cloudflare.com/queues/observability/metrics/>.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Metrics {
    /// Messages that wait, those that are delivered right now not included.
    pub backlog_count: u64,
    /// Their bytes.
    pub backlog_bytes: u64,
    /// When the oldest of them was sent; `None` when there is none, and where the platform does not say.
    pub oldest_message: Option<Timestamp>,
}

#[cfg(feature = "serde")]
js::serialize!(Metrics, { "backlogCount" => backlog_count, "backlogBytes" => backlog_bytes } maybe {
    "oldestMessageTimestamp" => oldest_message,
});

impl Metrics {
    /// Of a batch, or of the answer to what was sent, if it has them.
    pub(super) fn of(holder: &JsValue) -> Option<Self> {
        let metrics = sys::metrics_of(holder);
        (!metrics.is_undefined()).then(|| Self::read(&metrics))
    }

    pub(super) fn read(metrics: &JsValue) -> Self {
        let number = |name| js::number(&js::property(metrics, name)).unwrap_or_default() as u64;
        let oldest = sys::oldest(metrics);
        Self {
            backlog_count: number("backlogCount"),
            backlog_bytes: number("backlogBytes"),
            oldest_message: (oldest > 0.0).then(|| Timestamp::from_millis(oldest)),
        }
    }
}
