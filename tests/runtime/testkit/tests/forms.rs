//! The forms that a test can have.

use std::cell::Cell;
use std::time::Duration;

use worker_sdk::{Bindings, Context, Env, Result, sleep};

thread_local! {
    static RUNS: Cell<u32> = const { Cell::new(0) };
}

fn first_in_its_instance() -> bool {
    RUNS.replace(RUNS.get() + 1) == 0
}

#[worker_sdk::test]
fn not_async() {
    assert!(first_in_its_instance());
}

#[worker_sdk::test]
async fn takes_all(env: Env, context: Context) -> Result<()> {
    assert!(first_in_its_instance());
    assert_eq!(env.var("GREETING")?, "hello");
    context.wait_until(async { worker_sdk::console_log!("after the test") });
    Ok(())
}

#[derive(Bindings)]
struct App {
    greeting: String,
    missing: Option<String>,
}

#[worker_sdk::test]
async fn takes_a_struct_of_bindings(app: App, env: Env) -> Result<()> {
    assert_eq!(app.greeting, env.var("GREETING")?);
    assert_eq!(app.missing, None);
    Ok(())
}

#[worker_sdk::test]
async fn waits() {
    sleep(Duration::from_millis(2)).await;
}

#[worker_sdk::test]
fn any_error_that_is_debug() -> std::result::Result<(), &'static str> {
    Ok(())
}

#[worker_sdk::test]
#[should_panic(expected = "of nobody")]
fn panics_at_once() {
    panic!("a greeting of nobody");
}

#[worker_sdk::test(should_panic(expected = "left: 1"))]
async fn panics_after_a_wait() {
    sleep(Duration::from_millis(1)).await;
    assert_eq!(1, 2);
}

#[worker_sdk::test]
#[should_panic]
fn indexes_nothing() {
    let nothing: [u8; 0] = [];
    let index = std::hint::black_box(3);
    let _ = nothing.get(index).expect("nothing is there");
}

#[worker_sdk::test(timeout = "10s")]
async fn is_in_time() {}

mod nested {
    #[worker_sdk::test]
    fn in_a_module() {}
}
