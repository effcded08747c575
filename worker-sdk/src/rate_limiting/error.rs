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
