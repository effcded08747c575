//! Clocks, intervals and deadlines.

use std::future::pending;
use std::rc::Rc;
use std::time::Duration;

use worker_sdk::abort::AbortSignal;
use worker_sdk::time::Timestamp;
use worker_sdk::{Error, Result, interval, now, sleep, spawn, timeout};

const PERIOD: Duration = Duration::from_millis(80);
/// A timer of the runtime may fire that much early.
const TOLERANCE: Duration = Duration::from_millis(2);

pub(crate) fn clock() {
    let time = now();
    assert!(time.as_millis() > 1.7e12, "{time}");
    assert_eq!(time.as_secs(), (time.as_millis() / 1_000.0).floor() as i64);
    let fixed = Timestamp::from_millis(1_700_000_000_123.0);
    assert_eq!(fixed.to_string(), "2023-11-14T22:13:20.123Z");
    assert_eq!(Timestamp::from_millis(f64::NAN).to_iso_string(), None);
}

/// Outside of an event there are no timers.
pub(crate) fn wait_too_early() {
    let signal = AbortSignal::timeout(PERIOD);
    assert!(signal.is_aborted(), "what has no limit must not go on");
    spawn(async {
        assert!(timeout(PERIOD, pending::<()>()).await.is_err());
        loop {
            sleep(PERIOD).await;
        }
    });
}

pub(crate) async fn intervals() {
    let mut deadline = std::pin::pin!(sleep(Duration::from_millis(5)));
    deadline.as_mut().await;
    let again = timeout(PERIOD, deadline.as_mut()).await;
    assert!(
        again.is_ok(),
        "a sleep that is over stays so when it is polled again"
    );
    let start = now();
    let mut ticks = interval(PERIOD);
    for count in 1..=3 {
        ticks.tick().await;
        assert!(now() - start + TOLERANCE >= PERIOD * count, "tick {count}");
    }
    sleep(PERIOD * 3).await;
    let late = now();
    ticks.tick().await;
    ticks.tick().await;
    assert!(
        now() - late < PERIOD,
        "a slow reader gets what it missed at once"
    );
    ticks.tick().await;
    ticks.tick().await;
    assert!(
        now() - start + TOLERANCE >= PERIOD * 7,
        "and then waits again"
    );
}

pub(crate) async fn timeouts() -> Result<()> {
    assert_eq!(timeout(PERIOD, async { 7 }).await, Ok(7));
    assert_eq!(timeout(Duration::ZERO, async { 7 }).await, Ok(7));
    let slow = async {
        sleep(Duration::from_millis(1)).await;
        7
    };
    assert_eq!(timeout(PERIOD * 10, slow).await, Ok(7));

    let held = Rc::new(());
    let kept = held.clone();
    let never = async move {
        let _kept = kept;
        pending::<()>().await;
    };
    let start = now();
    let elapsed = timeout(PERIOD, never).await.unwrap_err();
    assert!(now() - start + TOLERANCE >= PERIOD);
    assert_eq!(Rc::strong_count(&held), 1, "the future was dropped");
    assert_eq!(
        elapsed.to_string(),
        "the operation did not end within 80ms; allow more time, or go on without it"
    );
    assert!(Error::from(elapsed).is_timeout());
    Ok(())
}
