//! Sleeping, deadlines, intervals.

use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_core::Stream;
use wasm_bindgen::prelude::*;

use super::{DurationText, Timestamp};
use crate::error::{Detail, Error, Kind};
use crate::executor::Promised;

#[wasm_bindgen(module = "/src/js/time.js")]
extern "C" {
    fn timer(ms: f64) -> JsValue;
    fn first(pair: &JsValue) -> JsValue;
    fn second(pair: &JsValue) -> JsValue;
    fn release(timer: &JsValue);
}

/// Waits for `duration`, at most 24.8 days. The time runs from the call; dropping the future ends the timer. Once ready it
/// stays ready, so a pinned deadline may be polled again.
///
/// # Examples
///
/// ```no_run
/// # async fn run() {
/// worker_sdk::sleep(std::time::Duration::from_millis(50)).await;
/// # }
/// ```
pub fn sleep(duration: Duration) -> Sleep {
    let pair = timer(duration.as_secs_f64() * 1_000.0);
    Sleep {
        promised: Promised::new(&first(&pair)),
        timer: second(&pair),
        due: super::now() + duration,
        done: false,
    }
}

/// The future of [`sleep`].
#[must_use = "a future does nothing until it is awaited"]
pub struct Sleep {
    promised: Promised,
    timer: JsValue,
    due: Timestamp,
    done: bool,
}

impl Sleep {
    /// Whether the platform has refused a timer: the log says so.
    fn is_refused(&self) -> bool {
        self.timer.is_undefined()
    }
}

impl Future for Sleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        while !self.done {
            match ready!(Pin::new(&mut self.promised).poll(context)) {
                Ok(_) => self.done = true,
                // The timer went with the request that made it; this one waits for the rest.
                Err(_) => *self = sleep(self.due - super::now()),
            }
        }
        Poll::Ready(())
    }
}

impl Drop for Sleep {
    fn drop(&mut self) {
        release(&self.timer);
    }
}

impl fmt::Debug for Sleep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sleep { .. }")
    }
}

/// Waits for `future`, at most `duration`; then the future is dropped.
///
/// # Errors
///
/// Gives [`Elapsed`] when time ran out.
///
/// # Examples
///
/// ```no_run
/// # use std::time::Duration;
/// # async fn run(slow: impl Future<Output = u32>) -> Result<u32, worker_sdk::time::Elapsed> {
/// worker_sdk::timeout(Duration::from_secs(5), slow).await
/// # }
/// ```
pub async fn timeout<F: Future>(duration: Duration, future: F) -> Result<F::Output, Elapsed> {
    let mut future = pin!(future);
    let mut deadline = pin!(sleep(duration));
    poll_fn(|context| {
        if let Poll::Ready(value) = future.as_mut().poll(context) {
            return Poll::Ready(Ok(value));
        }
        // What has no limit must not go on.
        if deadline.is_refused() {
            return Poll::Ready(Err(Elapsed(duration)));
        }
        deadline
            .as_mut()
            .poll(context)
            .map(|()| Err(Elapsed(duration)))
    })
    .await
}

/// Time ran out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Elapsed(Duration);

impl fmt::Display for Elapsed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the operation did not end within {}; allow more time, or go on without it",
            DurationText(self.0)
        )
    }
}

impl std::error::Error for Elapsed {}

impl Detail for Elapsed {
    fn kind(&self) -> Kind {
        Kind::Timeout
    }
}

impl From<Elapsed> for Error {
    fn from(elapsed: Elapsed) -> Self {
        Self::of(elapsed)
    }
}

/// A stream that gives a value every `period`, the first after one period. A slow reader skips none and waits less.
///
/// # Examples
///
/// ```no_run
/// # use std::time::Duration;
/// # async fn run() {
/// let mut ticks = worker_sdk::interval(Duration::from_secs(1));
/// for _ in 0..3 {
///     ticks.tick().await;
/// }
/// # }
/// ```
#[must_use]
pub fn interval(period: Duration) -> Interval {
    Interval {
        period,
        due: super::now() + period,
        sleep: None,
    }
}

/// The stream of [`interval`].
#[derive(Debug)]
pub struct Interval {
    period: Duration,
    due: Timestamp,
    sleep: Option<Sleep>,
}

impl Interval {
    /// Waits for the next tick.
    pub async fn tick(&mut self) {
        poll_fn(|context| self.poll_tick(context)).await;
    }

    fn poll_tick(&mut self, context: &mut Context<'_>) -> Poll<()> {
        let due = self.due;
        let sleep = self.sleep.get_or_insert_with(|| sleep(due - super::now()));
        if Pin::new(sleep).poll(context).is_pending() {
            return Poll::Pending;
        }
        self.sleep = None;
        self.due += self.period;
        Poll::Ready(())
    }
}

impl Stream for Interval {
    type Item = ();

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<()>> {
        self.poll_tick(context).map(Some)
    }
}
