//! One test of each kind.

use std::future::pending;
use std::time::Duration;
use wasm_bindgen::prelude::wasm_bindgen;
use worker_sdk::{Context, Env, Error, Result, console_log, sleep, test};

const RIGHT: bool = true;

#[worker_sdk::test]
fn not_async() {
    console_log!("before");
    assert_eq!(1 + 1, if RIGHT { 2 } else { 3 }, "a sum");
}

#[worker_sdk::test]
async fn after_a_wait() {
    sleep(Duration::from_millis(1)).await;
    deeper::check(RIGHT);
}

mod deeper {
    pub fn check(right: bool) {
        assert!(right);
    }
}

#[worker_sdk::test]
async fn a_result() -> Result<()> {
    match RIGHT {
        true => Ok(()),
        false => Err(Error::from("no result")),
    }
}

#[worker_sdk::test]
#[should_panic]
fn must_panic() {
    assert!(!RIGHT);
}

#[worker_sdk::test]
#[should_panic(expected = "the right words")]
fn must_panic_with_words() {
    panic!("{} words", if RIGHT { "the right" } else { "other" });
}

#[worker_sdk::test]
#[ignore = "takes long"]
fn ignored() {
    assert!(RIGHT);
}

#[worker_sdk::test]
async fn the_worker_answers() -> Result<()> {
    let text = test::fetch("/").await?.read_text().await?;
    assert_eq!(text, if RIGHT { "hello" } else { "bye" });
    Ok(())
}

#[worker_sdk::test]
async fn a_binding(env: Env) -> Result<()> {
    env.raw(if RIGHT { "KV" } else { "MISSING" })?;
    Ok(())
}

#[worker_sdk::test(timeout = "200ms")]
async fn waits_forever() {
    if !RIGHT {
        pending::<()>().await;
    }
}

#[worker_sdk::test(timeout = "200ms")]
fn computes_forever() {
    while !RIGHT {
        std::hint::spin_loop();
    }
}

#[worker_sdk::test]
async fn in_another_task() {
    let task = worker_sdk::spawn(async { deeper::check(RIGHT) });
    task.await.unwrap();
}

#[worker_sdk::test]
async fn left_by_the_test(context: Context) {
    context.wait_until(async {
        sleep(Duration::from_millis(1)).await;
        deeper::check(RIGHT);
    });
}

#[worker_sdk::test]
async fn left_by_the_worker() -> Result<()> {
    test::scheduled("* * * * *").await?;
    Ok(())
}

#[worker_sdk::test]
async fn left_and_waited_for() -> Result<()> {
    test::scheduled("* * * * *").await?;
    assert_eq!(test::settled().await.is_ok(), RIGHT);
    Ok(())
}

#[wasm_bindgen(
    inline_js = "export const is_marked = () => globalThis.marked || !(globalThis.marked = true);"
)]
extern "C" {
    fn is_marked() -> bool;
}

#[worker_sdk::test]
#[ignore = "globals are shared without --isolate"]
fn own_globals() {
    assert!(!is_marked());
}

#[worker_sdk::test]
#[ignore = "globals are shared without --isolate"]
fn own_globals_again() {
    assert!(!is_marked());
}

#[wasm_bindgen_test::wasm_bindgen_test]
fn of_wasm_bindgen() {
    assert_eq!(1 + 1, if RIGHT { 2 } else { 3 }, "a sum");
}

#[wasm_bindgen_test::wasm_bindgen_test]
async fn of_wasm_bindgen_and_async() {
    sleep(Duration::from_millis(1)).await;
    assert!(RIGHT);
}

#[wasm_bindgen_test::wasm_bindgen_test]
#[should_panic(expected = "boom")]
fn of_wasm_bindgen_and_panics() {
    assert!(!RIGHT, "boom");
}

#[wasm_bindgen_test::wasm_bindgen_test]
#[ignore]
fn of_wasm_bindgen_and_ignored() {}

#[worker_sdk::test]
fn z_after_all_that() {}

/// By then its answer has begun.
#[worker_sdk::test(timeout = "200ms")]
async fn waits_then_computes_forever() {
    sleep(Duration::from_millis(1)).await;
    while !RIGHT {
        std::hint::spin_loop();
    }
}
