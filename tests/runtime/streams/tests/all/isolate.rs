//! Values that requests share. What becomes of those whose request is given up is tested by `tests/e2e`.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::join3;
use worker_sdk::isolate::OnceCell;
use worker_sdk::{Error, Result, sleep, spawn, test};

use crate::{message, turn};

async fn slow<T>(value: T) -> T {
    sleep(Duration::from_millis(5)).await;
    value
}

#[worker_sdk::test]
async fn it_is_made_once() {
    static VALUE: OnceCell<u32> = OnceCell::new();
    assert_eq!(VALUE.get(), None);
    let made = Rc::new(Cell::new(0));
    let get = || {
        VALUE.get_or_init(|| {
            made.set(made.get() + 1);
            slow(made.get())
        })
    };
    assert_eq!(join3(get(), get(), get()).await, (&1, &1, &1));
    assert_eq!(get().await, &1);
    assert_eq!((VALUE.get(), made.get()), (Some(&1), 1));
}

#[worker_sdk::test]
async fn a_failure_is_not_remembered() -> Result<()> {
    static VALUE: OnceCell<&str> = OnceCell::new();
    let fail = || VALUE.get_or_try_init(|| slow(Err(Error::new("no answer"))));
    let good = VALUE.get_or_try_init(|| slow(Ok::<_, Error>("good")));
    let (first, second, third) = join3(fail(), fail(), good).await;
    assert_eq!(message(first), "no answer");
    assert_eq!(message(second), "no answer");
    assert_eq!(third?, &"good");
    assert_eq!(fail().await?, &"good");
    Ok(())
}

#[worker_sdk::test]
async fn who_waits_goes_on_where_another_one_gave_up() {
    static VALUE: OnceCell<u32> = OnceCell::new();
    let first = spawn(async {
        *VALUE
            .get_or_init(|| async { std::future::pending().await })
            .await
    });
    turn().await;
    let second = spawn(async { *VALUE.get_or_init(|| slow(2)).await });
    turn().await;
    first.abort();
    assert_eq!(second.await.unwrap(), 2);
}

#[worker_sdk::test]
async fn who_does_not_wait_any_more_is_no_obstacle() {
    static VALUE: OnceCell<u32> = OnceCell::new();
    let first = spawn(async { *VALUE.get_or_init(|| slow(1)).await });
    turn().await;
    assert_eq!(VALUE.get_or_init(|| slow(2)).now_or_never(), None);
    assert_eq!(first.await.unwrap(), 1);
    assert_eq!(VALUE.get_or_init(|| slow(3)).await, &1);
}

#[worker_sdk::test(should_panic = "asks for itself while it is made")]
async fn one_that_asks_for_itself() {
    static VALUE: OnceCell<u32> = OnceCell::new();
    VALUE
        .get_or_init(|| async {
            sleep(Duration::from_millis(1)).await;
            VALUE.get_or_init(|| async { 1 }).await + 1
        })
        .await;
}

#[worker_sdk::test]
async fn two_that_ask_for_each_other_are_named() {
    static LEFT: OnceCell<u32> = OnceCell::new();
    static RIGHT: OnceCell<u32> = OnceCell::new();
    async fn left() -> u32 {
        *LEFT
            .get_or_init(|| async { slow(right().await).await })
            .await
    }
    async fn right() -> u32 {
        *RIGHT.get_or_init(|| slow(1)).await
    }
    let clock = test::freeze();
    let making = spawn(async {
        *RIGHT
            .get_or_init(|| async { std::future::pending().await })
            .await
    });
    clock.advance(Duration::from_millis(1)).await.unwrap();
    let waiting = spawn(left());
    clock.advance(Duration::from_secs(9)).await.unwrap();
    assert_eq!(test::logs().len(), 0);
    clock.advance(Duration::from_secs(2)).await.unwrap();
    clock.advance(Duration::from_millis(1)).await.unwrap();
    let logs = test::logs();
    assert_eq!(logs.len(), 1, "{logs:?}");
    let expected = "all/isolate.rs:";
    assert!(
        logs[0].text.contains(expected) && logs[0].text.contains("is not there after 10s"),
        "{logs:?}"
    );
    making.abort();
    clock.advance(Duration::from_secs(1)).await.unwrap();
    assert_eq!(waiting.await.unwrap(), 1);
}
