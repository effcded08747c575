//! What another worker may use.

use crate::js::Options;

/// What a worker may use for each call of it. What is not limited here has the limits of the account.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[must_use]
pub struct Limits {
    cpu_ms: Option<u32>,
    sub_requests: Option<u32>,
}

impl Limits {
    /// None.
    pub fn new() -> Self {
        Self::default()
    }

    /// Processor time, in milliseconds.
    pub fn cpu_ms(mut self, milliseconds: u32) -> Self {
        self.cpu_ms = Some(milliseconds);
        self
    }

    /// How many requests of its own it may make.
    pub fn sub_requests(mut self, count: u32) -> Self {
        self.sub_requests = Some(count);
        self
    }

    pub(crate) fn options(self) -> Options {
        Options::new()
            .number("cpuMs", self.cpu_ms.map(f64::from))
            .number("subRequests", self.sub_requests.map(f64::from))
    }
}
