//! A panic is one failed request; with `panic=abort`, one failed instance.

mod common;

use std::sync::LazyLock;
use std::time::{Duration, Instant};

use common::{Isolate, Pending};
use e2e::{Answer, Panics, Server, build_with_lines, symbolicate};

const CASES: [&str; 14] = [
    "at-once",
    "after-timer",
    "after-peer",
    "overflow",
    "overflow-late",
    "abort",
    "memory",
    "error",
    "console",
    "flood",
    "caught",
    "limited",
    "thrown",
    "listener",
];

static ABORT: LazyLock<Server> = LazyLock::new(|| common::start(&CASES, Panics::Abort));
static UNWIND: LazyLock<Server> = LazyLock::new(|| common::start(&CASES, Panics::Unwind));

/// Stops the Rust code by `/panics/{case}` while fifty requests are in flight; says how many of those got an answer.
fn survivors(server: &Server, case: &str) -> usize {
    let isolate = Isolate::new(server, case);
    let pending = isolate.open_many("/panics/slow", 50);
    let start = Instant::now();
    assert_eq!(isolate.get(&format!("/panics/{case}")).status, 500);
    let statuses: Vec<_> = pending.into_iter().map(|p| p.answer().status).collect();
    let survivors = statuses.iter().filter(|status| **status == 200).count();
    if survivors == 0 {
        let took = start.elapsed();
        assert!(
            took < Duration::from_secs(7),
            "the others failed only after {took:?}"
        );
    }
    assert_eq!(isolate.ok("/peer/fast"), "fast");
    isolate.wait_for("/live", 0, Duration::from_secs(20));
    isolate.wait_for("/tasks", 1, Duration::from_secs(20));
    survivors
}

fn aborted(case: &str) {
    assert_eq!(survivors(&ABORT, case), 0);
}

fn unwound(case: &str, expected: usize) {
    assert_eq!(survivors(&UNWIND, case), expected);
}

#[test]
fn abort_before_an_await() {
    aborted("at-once");
}

#[test]
fn abort_after_a_timer() {
    aborted("after-timer");
}

#[test]
fn abort_after_a_subrequest() {
    aborted("after-peer");
}

#[test]
fn abort_stack_overflow() {
    aborted("overflow");
}

#[test]
fn abort_stack_overflow_after_an_await() {
    aborted("overflow-late");
}

#[test]
fn abort_process_abort() {
    aborted("abort");
}

#[test]
fn abort_out_of_memory() {
    aborted("memory");
    ABORT
        .wait_for_log("RustPanic: out of memory", Duration::from_secs(30))
        .unwrap();
}

#[test]
fn unwind_out_of_memory() {
    unwound("memory", 0);
}

#[test]
fn unwind_before_an_await() {
    unwound("at-once", 50);
}

#[test]
fn unwind_after_a_timer() {
    unwound("after-timer", 50);
}

#[test]
fn unwind_after_a_subrequest() {
    unwound("after-peer", 50);
}

/// Nothing can be unwound through a stack overflow: the instance is lost, as with `panic=abort`.
#[test]
fn unwind_stack_overflow() {
    unwound("overflow", 0);
}

#[test]
fn unwind_stack_overflow_after_an_await() {
    unwound("overflow-late", 0);
}

#[test]
fn unwind_process_abort() {
    unwound("abort", 0);
}

/// Nobody asks a lost instance for the rest of its bodies.
#[test]
fn abort_in_the_middle_of_a_body() {
    let isolate = Isolate::new(&ABORT, "flood");
    let reading = isolate.open("/flood").first_chunk();
    assert_eq!(isolate.get("/panics/at-once").status, 500);
    assert!(reading.rest() < 30_000_000);
}

/// What JavaScript calls outside of any event: there is no request that could fail instead of the instance.
#[test]
fn abort_in_a_listener() {
    aborted("listener");
}

#[test]
fn unwind_in_a_listener() {
    unwound("listener", 0);
}

#[test]
fn an_error_is_no_panic() {
    assert_eq!(survivors(&ABORT, "error"), 50);
}

/// The console has the message with its place exactly once, for each of two panics.
fn console(server: &Server) {
    const MESSAGE: &str = "RustPanic: index out of bounds: the len is 0 but the index is 5";
    let isolate = Isolate::new(server, "console");
    let before = server.logs().len();
    isolate.get("/panics/index");
    isolate.get("/panics/index");
    // The console is written in order, so nothing about the panics can come after this.
    isolate.ok("/say/both-panics-are-over");
    server
        .wait_for_log("both-panics-are-over", Duration::from_secs(30))
        .unwrap();
    let lines = server.logs().split_off(before);
    let lines: Vec<_> = lines
        .into_iter()
        .filter(|line| line.level == "error" && line.text.starts_with(MESSAGE))
        .map(|line| line.text)
        .collect();
    assert_eq!(lines.len(), 2, "{lines:#?}");
    for line in lines {
        let place = line.lines().nth(1).unwrap_or_default();
        assert!(place.starts_with("    at panic! ("), "{line}");
        assert!(place.contains("src/panics.rs:"), "{line}");
        let mut frames = line.lines().skip(2);
        assert!(frames.clone().count() > 0, "{line}");
        assert!(
            frames.all(|frame| frame.contains("wasm-function[")),
            "{line}"
        );
    }
}

#[test]
fn abort_console() {
    console(&ABORT);
}

#[test]
fn unwind_console() {
    console(&UNWIND);
}

/// What a release says of a panic has numbers for functions. The symbols of its build have their names and lines.
#[test]
fn symbols_name_functions_and_lines() {
    let build = build_with_lines("tests/workers/hazards").unwrap();
    let server = common::start_built(&["symbols"], &build);
    Isolate::new(&server, "symbols").get("/panics/index");
    let patience = Duration::from_secs(30);
    let said = server
        .wait_for_log("index out of bounds", patience)
        .unwrap();
    assert!(!said.text.contains("e2e_hazards"), "{}", said.text);
    let named = symbolicate(&said.text, &build).unwrap();
    let source = include_str!("../../workers/hazards/src/panics.rs");
    let lines = source
        .lines()
        .position(|line| line.contains("items[what.len()]"));
    let place = format!(
        "tests/workers/hazards/src/panics.rs:{}:",
        lines.unwrap() + 1
    );
    // The message has the place, too; then come the frames.
    let frame = |line: &&str| line.starts_with("    at ") && line.contains(&place);
    let frames: Vec<_> = named.lines().skip(2).filter(frame).collect();
    assert_eq!(frames.len(), 1, "{named}");
    assert!(
        named.contains("\n    at core::panicking::panic_bounds_check"),
        "{named}"
    );
    assert!(!named.contains("wasm-function["), "{named}");
}

/// Panics below `CatchPanic` while others are in flight; says how many of those got an answer.
fn caught(server: &Server, when: &str) -> (Answer, usize) {
    let isolate = Isolate::new(server, "caught");
    let pending = isolate.open_many("/panics/slow", 5);
    let answer = isolate.get(&format!("/layers/caught/{when}"));
    let statuses: Vec<_> = pending.into_iter().map(|p| p.answer().status).collect();
    isolate.wait_for("/live", 0, Duration::from_secs(20));
    let survivors = statuses.iter().filter(|status| **status == 200).count();
    (answer, survivors)
}

/// The answer is one of the router's own, with the headers of the layers around.
#[test]
fn unwind_below_catch_panic() {
    let server = &*UNWIND;
    for when in ["at-once", "after-timer"] {
        let (answer, survivors) = caught(server, when);
        assert_eq!((answer.status, survivors), (500, 5), "{when}");
        assert_eq!(answer.header("content-type"), "application/problem+json");
        assert_eq!(answer.header("x-request-id").len(), 36);
        let text = answer.text();
        assert!(!text.contains("boom"), "{text}");
    }
    for message in [
        "RustPanic: boom at once",
        "answered 500 because of: RustPanic: boom at once",
    ] {
        server
            .wait_for_log(message, Duration::from_secs(20))
            .unwrap();
    }
}

/// Nothing is caught: the instance has ended, and the next one serves.
#[test]
fn abort_below_catch_panic() {
    for when in ["at-once", "after-timer"] {
        let (answer, survivors) = caught(&ABORT, when);
        assert_eq!((answer.status, survivors), (500, 0), "{when}");
        assert!(!answer.headers.contains_key("x-request-id"), "{when}");
    }
    ABORT
        .wait_for_log("RustPanic: boom at once", Duration::from_secs(20))
        .unwrap();
}

/// One place for all: it has to be free after each of these.
fn places_are_free_again(server: &Server) {
    let isolate = Isolate::new(server, "limited");
    for when in ["at-once", "after-timer"] {
        let failed = isolate.get(&format!("/layers/limited/{when}"));
        assert_eq!(failed.status, 500, "{when}");
        assert_eq!(isolate.ok("/layers/limited/fast"), "fast", "{when}");
    }
    let slow = isolate.open_many("/layers/limited/slow", 1);
    let waiting = isolate.open("/layers/limited/fast");
    slow.into_iter().for_each(Pending::reset);
    assert_eq!(waiting.text(), "fast", "the client before it is gone");
}

#[test]
fn abort_in_a_limited_place() {
    places_are_free_again(&ABORT);
}

#[test]
fn unwind_in_a_limited_place() {
    places_are_free_again(&UNWIND);
}

/// What JavaScript throws through functions of Rust, which cannot expect it, ends the instance and nothing else: no
/// destructor runs for what is gone already, and the log has what was thrown.
fn thrown(server: &Server) {
    let isolate = Isolate::new(server, "thrown");
    for (case, message) in [
        ("error", "no such thing"),
        ("late", "no such thing"),
        ("dropped", "no such thing"),
        ("text", "text"),
        ("null", "null"),
    ] {
        let before = server.logs().len();
        let failed = isolate.get(&format!("/throws/{case}"));
        assert_eq!(failed.status, 500, "{case}");
        isolate.ok(&format!("/say/{case}-is-over"));
        server
            .wait_for_log(&format!("{case}-is-over"), Duration::from_secs(20))
            .unwrap();
        let lines = server.logs().split_off(before);
        let count = |text: &str| lines.iter().filter(|line| line.text.contains(text)).count();
        let wanted = format!("the Rust code was stopped: {message}");
        assert!(count(&wanted) > 0, "{case}: {lines:#?}");
        assert_eq!(
            count("a part is dropped"),
            usize::from(case == "dropped"),
            "{lines:#?}"
        );
    }
}

#[test]
fn abort_thrown_by_javascript() {
    thrown(&ABORT);
}

#[test]
fn unwind_thrown_by_javascript() {
    thrown(&UNWIND);
}
