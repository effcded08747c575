//! How much is allowed, and what that means for one call.

use std::time::Duration;

/// So many calls in so much time.
///
/// # Examples
///
/// ```
/// use std::time::Duration;
/// use worker_sdk::rate_limiting::Quota;
///
/// assert_eq!(Quota::per_minute(100), Quota::new(100, Duration::from_secs(60)));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quota {
    pub(crate) limit: u32,
    pub(crate) window: Duration,
}

impl Quota {
    /// `limit` calls in `window`, which has a millisecond at least.
    #[must_use]
    pub const fn new(limit: u32, window: Duration) -> Self {
        let window = match window.as_millis() {
            0 => Duration::from_millis(1),
            _ => window,
        };
        Self { limit, window }
    }

    /// `limit` calls in a second.
    #[must_use]
    pub const fn per_second(limit: u32) -> Self {
        Self::new(limit, Duration::from_secs(1))
    }

    /// `limit` calls in a minute.
    #[must_use]
    pub const fn per_minute(limit: u32) -> Self {
        Self::new(limit, Duration::from_secs(60))
    }

    /// `limit` calls in an hour.
    #[must_use]
    pub const fn per_hour(limit: u32) -> Self {
        Self::new(limit, Duration::from_secs(3600))
    }

    /// `limit` calls in a day.
    #[must_use]
    pub const fn per_day(limit: u32) -> Self {
        Self::new(limit, Duration::from_secs(86_400))
    }

    /// How many calls there may be.
    #[must_use]
    pub const fn limit(&self) -> u32 {
        self.limit
    }

    /// In how much time.
    #[must_use]
    pub const fn window(&self) -> Duration {
        self.window
    }
}

/// What becomes of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use = "nothing is refused unless the caller does it"]
pub struct Decision {
    pub(crate) allowed: bool,
    pub(crate) remaining: Option<u32>,
    pub(crate) reset: Duration,
}

impl Decision {
    /// The call is within the quota; `remaining` further ones are, if that is known, and all of them after `reset`.
    pub const fn allowed(remaining: Option<u32>, reset: Duration) -> Self {
        Self {
            allowed: true,
            remaining,
            reset,
        }
    }

    /// The call is too much; one is allowed after `reset`.
    pub const fn refused(reset: Duration) -> Self {
        Self {
            allowed: false,
            remaining: Some(0),
            reset,
        }
    }

    /// Whether the call is within the quota.
    #[must_use]
    pub const fn is_allowed(&self) -> bool {
        self.allowed
    }

    /// How many further calls are allowed now, if that is known.
    #[must_use]
    pub const fn remaining(&self) -> Option<u32> {
        self.remaining
    }

    /// When one is allowed, if this one is not; else when the whole quota is there again.
    #[must_use]
    pub const fn reset(&self) -> Duration {
        self.reset
    }
}
