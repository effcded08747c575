//! Each test has an instance of its own: whatever happens to one, the next begins anew.
#![cfg(target_family = "wasm")]

use std::cell::Cell;
use std::future::pending;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use worker_sdk::{Context, Env, Result, sleep, spawn};

static COUNT: AtomicU32 = AtomicU32::new(0);

thread_local! {
    static CELL: Cell<u32> = const { Cell::new(0) };
}

fn counts_to_one() {
    CELL.set(CELL.get() + 1);
    assert_eq!((COUNT.fetch_add(1, Ordering::Relaxed), CELL.get()), (0, 1));
}

#[worker_sdk::test]
fn a_static_is_new() {
    counts_to_one();
}

#[worker_sdk::test]
fn a_static_is_new_again() {
    counts_to_one();
}

#[worker_sdk::test]
#[should_panic(expected = "in the middle")]
#[allow(clippy::await_holding_lock, reason = "that is what is tested")]
async fn b_a_panic_in_a_later_poll() {
    counts_to_one();
    let _lock = LOCK.lock().unwrap();
    sleep(Duration::from_millis(1)).await;
    panic!("in the middle");
}

static LOCK: std::sync::Mutex<()> = std::sync::Mutex::new(());

#[worker_sdk::test]
fn c_the_lock_of_a_test_that_panicked_is_free() {
    counts_to_one();
    drop(LOCK.try_lock().unwrap());
}

#[worker_sdk::test]
#[should_panic(expected = "in a task")]
async fn d_a_panic_in_a_task() {
    spawn(async { panic!("in a task") });
    pending::<()>().await;
}

#[worker_sdk::test]
async fn e_work_that_never_ends_is_left(context: Context) {
    counts_to_one();
    context.wait_until(async {
        for _ in 0..u32::MAX {
            sleep(Duration::from_millis(20)).await;
            COUNT.fetch_add(1, Ordering::Relaxed);
        }
    });
}

#[worker_sdk::test]
async fn f_work_of_an_earlier_test_does_not_go_on(env: Env) -> Result<()> {
    counts_to_one();
    sleep(Duration::from_millis(100)).await;
    assert_eq!(COUNT.load(Ordering::Relaxed), 1);
    assert_eq!(env.var("GREETING")?, "hello");
    Ok(())
}

#[worker_sdk::test]
#[should_panic]
fn g_a_stack_overflow() {
    fn deep(n: u64) -> u64 {
        if n == u64::MAX { 0 } else { deep(n + 1) + n }
    }
    panic!("{}", deep(0));
}

#[worker_sdk::test]
fn h_after_all_of_it() {
    counts_to_one();
}
