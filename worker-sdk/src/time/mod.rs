//! Time, delays and deadlines.
//!
//! On the platform the clock stands still while Rust computes: it moves when I/O completes.
//!
//! `std::time::Instant::now` and `SystemTime::now` panic on this target, which has no clock of its own. [`Instant`] stands in
//! for the first, [`now`] for the second: a [`Timestamp`] becomes a `SystemTime` and back for crates that take one.

mod delay;
mod http_date;
mod instant;
mod iso;
#[cfg(feature = "serde")]
pub mod iso8601;
mod order;
mod parse;
#[cfg(feature = "serde")]
mod serde;
mod text;

use std::fmt;
use std::ops::{Add, AddAssign, Sub, SubAssign};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use wasm_bindgen::prelude::*;

pub use delay::{Elapsed, Interval, Sleep, interval, sleep, timeout};
pub use instant::Instant;
pub(crate) use text::Text as DurationText;

#[wasm_bindgen(module = "/src/js/time.js")]
extern "C" {
    #[wasm_bindgen(js_name = now)]
    fn date_now() -> f64;
    fn iso(ms: f64) -> JsValue;
}

/// A point in time: milliseconds since 1970-01-01 00:00 UTC, as JavaScript's `Date` has them.
///
/// With serde it is a `Date` where a value goes to JavaScript and the number of milliseconds in JSON; `time::iso8601` makes that
/// text. `str::parse` reads what [`from_iso_string`](Self::from_iso_string) does. The milliseconds of an invalid `Date` are NaN:
/// that is equal to itself and later than any other time.
///
/// # Examples
///
/// ```
/// use std::time::Duration;
/// use worker_sdk::time::Timestamp;
///
/// let start = Timestamp::from_millis(1_000.0);
/// assert_eq!((start + Duration::from_secs(2)).as_millis(), 3_000.0);
/// assert_eq!((start + Duration::from_secs(2)) - start, Duration::from_secs(2));
/// assert_eq!((start - Duration::from_secs(1)).as_millis(), 0.0);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Timestamp(f64);

impl Timestamp {
    /// The point `ms` milliseconds after the beginning of 1970, UTC.
    #[must_use]
    pub const fn from_millis(ms: f64) -> Self {
        Self(ms)
    }

    /// Milliseconds since the beginning of 1970, UTC.
    #[must_use]
    pub const fn as_millis(self) -> f64 {
        self.0
    }

    /// Seconds since the beginning of 1970, UTC, rounded down.
    #[must_use]
    pub fn as_secs(self) -> i64 {
        (self.0 / 1_000.0).floor() as i64
    }

    /// The time since `earlier`, zero if that is later. A time that no `Duration` can hold is [`Duration::MAX`].
    #[must_use]
    pub fn duration_since(self, earlier: Self) -> Duration {
        duration((self.0 - earlier.0).max(0.0)).unwrap_or(Duration::MAX)
    }

    /// The same time for crates that know the standard library's type; `None` before 1970 and where it cannot hold the time.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::time::{Duration, UNIX_EPOCH};
    /// use worker_sdk::time::Timestamp;
    ///
    /// let time = Timestamp::from_millis(1_500.0);
    /// assert_eq!(time.to_system_time(), Some(UNIX_EPOCH + Duration::from_millis(1_500)));
    /// assert_eq!(Timestamp::from(UNIX_EPOCH + Duration::from_millis(1_500)), time);
    /// ```
    #[must_use]
    pub fn to_system_time(self) -> Option<SystemTime> {
        UNIX_EPOCH.checked_add(duration(self.0)?)
    }

    /// As `2026-11-20T12:00:00.000Z`, which [`from_iso_string`](Self::from_iso_string) reads; `None` for a time that no calendar
    /// has.
    #[must_use]
    pub fn to_iso_string(self) -> Option<String> {
        crate::js::string(&iso(self.0))
    }
}

/// So many milliseconds; in seconds, most of them are no number of the machine.
fn duration(ms: f64) -> Option<Duration> {
    let fraction = Duration::try_from_secs_f64(ms.fract() / 1_000.0).ok()?;
    // The limit is rounded up to the next number.
    let is_whole = ms >= 0.0 && ms < u64::MAX as f64;
    is_whole.then(|| Duration::from_millis(ms as u64) + fraction)
}

impl From<SystemTime> for Timestamp {
    fn from(time: SystemTime) -> Self {
        let ms = match time.duration_since(UNIX_EPOCH) {
            Ok(since) => since.as_secs_f64() * 1_000.0,
            Err(before) => before.duration().as_secs_f64() * -1_000.0,
        };
        Self(ms)
    }
}

impl Add<Duration> for Timestamp {
    type Output = Self;

    fn add(self, duration: Duration) -> Self {
        Self(self.0 + duration.as_secs_f64() * 1_000.0)
    }
}

impl AddAssign<Duration> for Timestamp {
    fn add_assign(&mut self, duration: Duration) {
        *self = *self + duration;
    }
}

impl Sub<Duration> for Timestamp {
    type Output = Self;

    fn sub(self, duration: Duration) -> Self {
        Self(self.0 - duration.as_secs_f64() * 1_000.0)
    }
}

impl SubAssign<Duration> for Timestamp {
    fn sub_assign(&mut self, duration: Duration) {
        *self = *self - duration;
    }
}

impl Sub for Timestamp {
    type Output = Duration;

    fn sub(self, earlier: Self) -> Duration {
        self.duration_since(earlier)
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.to_iso_string() {
            Some(text) => f.write_str(&text),
            None => f.write_str("Invalid Date"),
        }
    }
}

/// The current time. On the platform it moves only when I/O completes.
///
/// # Examples
///
/// ```no_run
/// let started = worker_sdk::now();
/// # let _ = started;
/// ```
#[must_use]
pub fn now() -> Timestamp {
    Timestamp(date_now())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_added_and_taken_off() {
        let second = Duration::from_secs(1);
        let start = Timestamp::from_millis(500.0);
        assert_eq!((start - second).as_millis(), -500.0);
        let mut time = start;
        time += second;
        assert_eq!(time.as_millis(), 1_500.0);
        time -= second;
        assert_eq!(time, start);
    }

    /// Numbers come from clients and from callers in JavaScript.
    #[test]
    fn no_point_in_time_is_too_far() {
        let start = Timestamp::from_millis(0.0);
        let cases = [
            (f64::INFINITY, Duration::MAX),
            (1e300, Duration::MAX),
            (f64::NAN, Duration::ZERO),
            (-1.0, Duration::ZERO),
            (1_500.0, Duration::from_millis(1_500)),
        ];
        for (ms, expected) in cases {
            assert_eq!(Timestamp::from_millis(ms) - start, expected, "{ms}");
        }
    }
}
