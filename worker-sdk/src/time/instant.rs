//! A clock that never goes back.

use std::ops::{Add, AddAssign, Sub, SubAssign};
use std::time::Duration;

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/js/performance.js")]
extern "C" {
    fn performance_now() -> f64;
}

/// A point in time to measure from, of a clock that never goes back: what `std::time::Instant` is elsewhere, with the
/// same methods.
///
/// On the platform the clock stands still while Rust computes, so this measures what a request waits for: subrequests,
/// storage. Locally it goes on.
///
/// # Examples
///
/// ```no_run
/// # async fn run() -> worker_sdk::Result<()> {
/// use worker_sdk::time::Instant;
///
/// let started = Instant::now();
/// worker_sdk::fetch("https://example.com/").await?;
/// worker_sdk::console_log!("answered after {:?}", started.elapsed());
/// # Ok(())
/// # }
/// ```
///
/// See <https://developers.cloudflare.com/workers/runtime-apis/performance/>.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(Duration);

impl Instant {
    /// The current point in time.
    #[must_use]
    pub fn now() -> Self {
        let ms = performance_now();
        Self(Duration::try_from_secs_f64(ms / 1_000.0).unwrap_or_default())
    }

    /// The time since this one.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        Self::now().duration_since(*self)
    }

    /// The time since `earlier`, zero if that is later.
    #[must_use]
    pub fn duration_since(&self, earlier: Self) -> Duration {
        self.0.saturating_sub(earlier.0)
    }

    /// As [`duration_since`](Instant::duration_since).
    #[must_use]
    pub fn saturating_duration_since(&self, earlier: Self) -> Duration {
        self.duration_since(earlier)
    }

    /// The time since `earlier`; `None` if that is later.
    #[must_use]
    pub fn checked_duration_since(&self, earlier: Self) -> Option<Duration> {
        self.0.checked_sub(earlier.0)
    }

    /// `None` when it is too late to be told.
    #[must_use]
    pub fn checked_add(&self, duration: Duration) -> Option<Self> {
        self.0.checked_add(duration).map(Self)
    }

    /// `None` when it is before the clock began.
    #[must_use]
    pub fn checked_sub(&self, duration: Duration) -> Option<Self> {
        self.0.checked_sub(duration).map(Self)
    }
}

/// The latest point that can be told where the sum is later.
impl Add<Duration> for Instant {
    type Output = Self;

    fn add(self, duration: Duration) -> Self {
        Self(self.0.saturating_add(duration))
    }
}

impl AddAssign<Duration> for Instant {
    fn add_assign(&mut self, duration: Duration) {
        *self = *self + duration;
    }
}

/// The beginning of the clock where the difference is earlier.
impl Sub<Duration> for Instant {
    type Output = Self;

    fn sub(self, duration: Duration) -> Self {
        Self(self.0.saturating_sub(duration))
    }
}

impl SubAssign<Duration> for Instant {
    fn sub_assign(&mut self, duration: Duration) {
        *self = *self - duration;
    }
}

impl Sub for Instant {
    type Output = Duration;

    fn sub(self, earlier: Self) -> Duration {
        self.duration_since(earlier)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arithmetic_never_overflows() {
        let (zero, second) = (Instant(Duration::ZERO), Duration::from_secs(1));
        assert_eq!((zero + second) - zero, second);
        assert_eq!(zero - (zero + second), Duration::ZERO);
        assert_eq!(zero - second, zero);
        assert_eq!(zero + Duration::MAX + second, Instant(Duration::MAX));
        assert_eq!(zero.checked_duration_since(zero + second), None);
        assert_eq!(zero.checked_sub(second), None);
        assert_eq!(Instant(Duration::MAX).checked_add(second), None);
    }
}
