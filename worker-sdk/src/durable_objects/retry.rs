//! Calls that the platform makes again.

use std::time::Duration;

use crate::js::Options;

/// How often and how long the platform makes a call again that did not reach the object:
/// [`Namespace::retry`](super::Namespace::retry). What is not said here is as usual, which is five attempts in ten seconds.
///
/// A call is made again only when the object cannot have run it. Where a limit is passed, calls of the stub fail. Runtimes
/// before the middle of 2026 make each call once and ignore it.
///
/// See <https://developers.cloudflare.com/durable-objects/best-practices/automatic-retries/>.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[must_use]
pub struct Retry {
    max_retries: Option<u32>,
    timeout: Option<Duration>,
}

impl Retry {
    /// As usual.
    pub fn new() -> Self {
        Self::default()
    }

    /// How often a call is made again, up to 10 times; with 0, never.
    pub fn max_retries(mut self, count: u32) -> Self {
        self.max_retries = Some(count);
        self
    }

    /// How long after the call it may be made again: from half a second to a minute.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    pub(super) fn options(self) -> Options {
        let timeout = self.timeout.map(|timeout| timeout.as_millis() as f64);
        Options::new()
            .number("maxRetries", self.max_retries.map(f64::from))
            .number("timeoutMs", timeout)
    }
}
