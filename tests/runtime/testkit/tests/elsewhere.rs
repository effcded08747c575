//! Where `std` or tokio panic, the report says what to use instead.

use worker_sdk::test;

/// The panic of the worker, as the caller and the log have it.
async fn panic_of(what: &str) -> String {
    let path = format!("/elsewhere/{what}");
    let error = test::fetch(&path).await.map(|_| ()).unwrap_err();
    let text = error.to_string();
    let message = text.strip_prefix("the worker's `fetch` failed: RustPanic: ");
    let message = message.unwrap_or_else(|| panic!("{text}")).to_owned();
    let logs = test::logs();
    let logged = format!("RustPanic: {message}\n    at panic! (");
    let mut logs = logs.iter().map(|log| &log.text);
    let log = logs.find(|log| log.starts_with(&logged)).unwrap();
    let mut frames = log.rsplit_once("at panic! (").unwrap().1.lines().skip(1);
    assert!(frames.all(is_kept_by_wrangler), "{log}");
    message
}

/// `wrangler dev` spoils frames that have no line.
fn is_kept_by_wrangler(frame: &str) -> bool {
    let place = frame
        .rsplit_once(" (wasm-function[")
        .map(|(_, place)| place);
    place.is_some_and(|place| place.contains("]+0x") && place.ends_with(":1)"))
}

#[worker_sdk::test]
fn frames_of_errors() {
    let error = js_sys::Error::new("a message");
    let stack = js_sys::Reflect::get(&error, &"stack".into()).unwrap();
    let stack = stack.as_string().unwrap();
    let (message, frames) = stack.split_once('\n').unwrap();
    assert_eq!(message, "Error: a message");
    let mut of_wasm = frames.lines().filter(|frame| frame.contains("elsewhere::"));
    assert!(of_wasm.clone().count() > 0, "{stack}");
    assert!(of_wasm.all(is_kept_by_wrangler), "{stack}");
}

#[worker_sdk::test]
fn the_stack_of_an_error_whose_message_is_no_text() {
    let error = js_sys::Error::new("");
    let symbol = js_sys::Symbol::for_("a symbol");
    js_sys::Reflect::set(&error, &"message".into(), &symbol).unwrap();
    let stack = js_sys::Reflect::get(&error, &"stack".into()).unwrap();
    let stack = stack.as_string().unwrap();
    assert!(stack.starts_with("Error\n    at "), "{stack}");
}

const CLOCK: &str = "time not implemented on this platform\n  help: use `Instant` of `worker_sdk::time` or `worker_sdk::now`, \
     and `worker_sdk::sleep` for tokio's; `std` has no clock here";

#[worker_sdk::test]
async fn clocks() {
    assert_eq!(panic_of("instant").await, CLOCK);
    assert_eq!(panic_of("system-time").await, CLOCK);
    assert_eq!(panic_of("tokio-sleep").await, CLOCK);
}

#[worker_sdk::test]
async fn threads() {
    assert_eq!(
        panic_of("sleep").await,
        "can't sleep\n  help: use `worker_sdk::sleep(…).await`; there is no thread that could sleep"
    );
    let thread = panic_of("thread").await;
    let (message, help) = thread.split_once('\n').unwrap();
    assert!(message.starts_with("failed to spawn thread: "), "{thread}");
    assert_eq!(
        help,
        "  help: use `worker_sdk::spawn` with a future; there is only one thread"
    );
}

#[worker_sdk::test]
async fn tokio_tasks() {
    assert_eq!(
        panic_of("tokio-task").await,
        "there is no reactor running, must be called from the context of a Tokio 1.x runtime\n  help: use `spawn`, `sleep`, \
         `timeout` and `interval` of `worker_sdk`; tokio's runtime does not run here"
    );
}

#[worker_sdk::test]
async fn locks() {
    let lock = panic_of("lock").await;
    assert!(
        lock.ends_with(
            "\n  help: drop the guard before an `.await`, or use `tokio::sync::Mutex`; the only thread cannot wait for itself"
        ),
        "{lock}"
    );
    assert!(lock.contains("cannot recursively acquire mutex"), "{lock}");
    assert_eq!(
        panic_of("condition").await,
        "condvar wait not supported\n  help: use a channel of futures; the only thread cannot wait for itself"
    );
}
