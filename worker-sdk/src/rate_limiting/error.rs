//! What can go wrong with rate limits.

use std::fmt;

use crate::error::{Detail, Kind};

/// The binding gave something else than whether the key is within its limit.
pub(super) struct NoOutcome;

impl Detail for NoOutcome {
    fn kind(&self) -> Kind {
        Kind::Malformed
    }
}

impl fmt::Display for NoOutcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "asking a rate limit failed: its answer does not say `success`; \
             bind a rate limit under `ratelimits` in the configuration file",
        )
    }
}

/// An object that was asked as a counter is none.
#[cfg(feature = "serde")]
pub(super) struct NoDecision;

#[cfg(feature = "serde")]
impl Detail for NoDecision {
    fn kind(&self) -> Kind {
        Kind::Malformed
    }
}

#[cfg(feature = "serde")]
impl fmt::Display for NoDecision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "asking a counter failed: the Durable Object gave no decision; \
             let its class hand `fetch` on to `worker_sdk::rate_limiting::Counter`",
        )
    }
}
