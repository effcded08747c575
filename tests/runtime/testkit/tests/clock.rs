//! A clock that moves when the test says so.

use std::time::Duration;

use worker_sdk::{Result, now, sleep, spawn, test, timeout};

const MINUTE: Duration = Duration::from_secs(60);

#[worker_sdk::test]
async fn it_stands() {
    let clock = test::freeze();
    let before = now();
    // Real time passes: I/O moves the clock of the platform.
    let _ = test::fetch("/greeting").await;
    assert_eq!(now(), before);
    assert_eq!(clock.now(), before);
}

#[worker_sdk::test]
async fn delays_end_at_their_time() -> Result<()> {
    let clock = test::freeze();
    let start = now();
    let task = spawn(async {
        sleep(MINUTE).await;
        let first = now();
        sleep(MINUTE).await;
        (first, now())
    });
    clock.advance(MINUTE * 2 - Duration::from_millis(1)).await?;
    assert!(!task.is_finished());
    clock.advance(Duration::from_millis(1)).await?;
    assert!(task.is_finished());
    let (first, second) = task.await?;
    assert_eq!((first - start, second - start), (MINUTE, MINUTE * 2));
    assert_eq!(now() - start, MINUTE * 2);
    Ok(())
}

#[worker_sdk::test]
async fn deadlines() -> Result<()> {
    let clock = test::freeze();
    let task = spawn(timeout(MINUTE, std::future::pending::<()>()));
    clock.advance(MINUTE).await?;
    assert!(task.await?.is_err());
    Ok(())
}

#[worker_sdk::test]
async fn the_worker_waits_with_it() -> Result<()> {
    let clock = test::freeze();
    let answer = spawn(test::fetch("/slow"));
    clock.advance(MINUTE - Duration::from_millis(1)).await?;
    assert!(!answer.is_finished());
    clock.advance(Duration::from_millis(1)).await?;
    assert_eq!(answer.await??.read_text().await?, "late");
    Ok(())
}

#[worker_sdk::test]
async fn it_goes_on_when_dropped() {
    let clock = test::freeze();
    let waiting = sleep(Duration::from_millis(5));
    drop(clock);
    waiting.await;
    drop(test::freeze());
}

#[worker_sdk::test]
async fn a_guard_that_is_lost_ends_with_its_test() {
    std::mem::forget(test::freeze());
}

#[worker_sdk::test]
#[should_panic(expected = "the clock is stopped already")]
fn it_stops_once() {
    let _first = test::freeze();
    let _second = test::freeze();
}
