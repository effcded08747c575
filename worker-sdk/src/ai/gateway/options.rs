//! Calls that pass through AI Gateway.

use std::fmt;
use std::time::Duration;

use wasm_bindgen::JsValue;

use crate::error::Result;
use crate::js::{self, Options, choices, codec};

choices! {
    /// How the time between attempts grows.
    Backoff {
        /// It does not.
        Constant = "constant",
        /// By the same amount each time.
        Linear = "linear",
        /// It doubles each time.
        Exponential = "exponential",
    }
}

/// How often AI Gateway tries again, and when.
///
/// # Examples
///
/// ```
/// use std::time::Duration;
/// use worker_sdk::ai::{Backoff, Retries};
///
/// let retries = Retries::new(3, Duration::from_millis(250), Backoff::Exponential);
/// assert_eq!(retries.max_attempts, 3);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Retries {
    /// Attempts in all, from 1 to 5.
    pub max_attempts: u8,
    /// The time before the second one, in whole milliseconds, at most 5 seconds.
    pub delay: Duration,
    /// How it grows.
    pub backoff: Backoff,
}

impl Retries {
    /// Attempts in all, from 1 to 5; the time before the second one, at most 5 seconds; and how that grows.
    #[must_use]
    pub const fn new(max_attempts: u8, delay: Duration, backoff: Backoff) -> Self {
        Self {
            max_attempts,
            delay,
            backoff,
        }
    }
}

/// How a call passes through AI Gateway, which counts, logs and caches: [`Run::gateway`](crate::ai::Run::gateway).
///
/// See <https://developers.cloudflare.com/ai-gateway/integrations/aig-workers-ai-binding/>.
#[derive(Clone)]
#[must_use = "options do nothing until a call has them"]
pub struct GatewayOptions(pub(in crate::ai) Options);

impl GatewayOptions {
    /// The gateway of this id; `default` is made when it is used.
    pub fn new(id: impl AsRef<str>) -> Self {
        Self(Options::new().text("id", id.as_ref()))
    }

    js::members! {
        /// What identifies the answer in the cache, in place of the inputs.
        cache_key: text() = "cacheKey";
        /// Whether the cache is left out.
        skip_cache: flag() = "skipCache";
        /// Whether the call is logged, whatever the gateway does otherwise.
        collect_log: flag() = "collectLog";
        /// Your own id of the call, for logs and evaluations.
        event_id: text() = "eventId";
    }

    /// How long the answer is kept in the cache, in whole seconds, from one minute to one month.
    pub fn cache_ttl(self, ttl: Duration) -> Self {
        Self(self.0.number("cacheTtl", ttl.as_secs() as f64))
    }

    /// How long it may take until the answer begins, in whole milliseconds.
    pub fn request_timeout(self, timeout: Duration) -> Self {
        Self(
            self.0
                .number("requestTimeoutMs", timeout.as_millis() as f64),
        )
    }

    /// What is logged beside the call: a struct or a map of texts, numbers and booleans. The gateway keeps the first five.
    ///
    /// # Errors
    ///
    /// Fails when JavaScript has no such value.
    pub fn metadata<T: serde::Serialize>(self, metadata: &T) -> Result<Self> {
        let metadata: JsValue = codec::to_js(metadata)?;
        Ok(Self(self.0.value("metadata", metadata)))
    }

    /// How often the gateway tries again, and when.
    pub fn retries(self, retries: Retries) -> Self {
        let options = Options::new()
            .number("maxAttempts", f64::from(retries.max_attempts))
            .number("retryDelayMs", retries.delay.as_millis() as f64)
            .value("backoff", retries.backoff.into_js());
        Self(self.0.options("retries", options))
    }
}

impl fmt::Debug for GatewayOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("GatewayOptions { .. }")
    }
}
