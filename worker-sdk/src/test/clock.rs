//! A clock that moves when the test says so.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::time::Duration;

use super::{kit, sys};
use crate::error::Result;
use crate::js;
use crate::time::{Timestamp, now};

/// Stops the clock, until the guard is dropped.
///
/// It is the clock of [`now`], [`Instant`](crate::time::Instant), [`sleep`](crate::sleep), [`timeout`](crate::timeout()) and
/// [`interval`](crate::interval), and of `Date.now`, `performance.now` and `setTimeout` in JavaScript, in the test and in the crate's own
/// worker. What the platform times itself keeps real time: `AbortSignal::timeout`, and the simulators of bindings, in
/// which a key that expires in a minute does so after a minute.
///
/// # Panics
///
/// Panics when the clock is stopped already, and outside of a [test](macro@crate::test).
///
/// # Examples
///
/// ```no_run
/// # mod tests {
/// use std::time::Duration;
/// use worker_sdk::{sleep, spawn, test};
///
/// #[worker_sdk::test]
/// async fn an_hour_takes_no_time() -> worker_sdk::Result<()> {
///     let clock = test::freeze();
///     let task = spawn(sleep(Duration::from_secs(3_600)));
///     clock.advance(Duration::from_secs(3_599)).await?;
///     assert!(!task.is_finished());
///     clock.advance(Duration::from_secs(1)).await?;
///     assert!(task.is_finished());
///     Ok(())
/// }
/// # }
/// ```
#[must_use = "the clock goes on when the guard is dropped"]
#[track_caller]
pub fn freeze() -> Clock {
    let _inside_of_a_test = kit();
    assert!(
        sys::freeze() == 1,
        "the clock is stopped already; drop the other `Clock` first"
    );
    Clock(())
}

/// The stopped clock; see [`freeze`].
pub struct Clock(());

impl Clock {
    /// The time at which it stands.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        now()
    }

    /// Moves the clock forward, and ends the delays that are due on the way, each at its time.
    ///
    /// Tasks that waited for them have gone on by then, as far as they could without waiting for anything else.
    pub fn advance(&self, duration: Duration) -> Advance<'_> {
        Advance {
            _clock: self,
            duration,
        }
    }
}

impl Drop for Clock {
    fn drop(&mut self) {
        sys::thaw();
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Clock").field(&self.now()).finish()
    }
}

/// The clock on its way; see [`Clock::advance`]. It does not move until this is awaited.
#[derive(Debug)]
#[must_use = "the clock moves when this is awaited"]
pub struct Advance<'a> {
    _clock: &'a Clock,
    duration: Duration,
}

impl<'a> IntoFuture for Advance<'a> {
    type Output = Result<()>;
    type IntoFuture = Pin<Box<dyn Future<Output = Result<()>> + Send + 'a>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let ms = self.duration.as_secs_f64() * 1_000.0;
            js::settled(sys::advance(ms), "a timer that was due").await?;
            Ok(())
        })
    }
}
