//! Tasks beside the handler, scheduled events, and other crates' futures.

mod common;

use std::sync::LazyLock;
use std::thread;
use std::time::{Duration, Instant};

use common::Isolate;
use e2e::{Panics, Server};

const CASES: [&str; 12] = [
    "wait-until",
    "wait-until-beside",
    "wait-until-fails",
    "spawn",
    "spawn-panics",
    "futures",
    "drop-self",
    "drop-other",
    "scheduled",
    "starving",
    "spawn-abandoned",
    "abandoned",
];
const PATIENCE: Duration = Duration::from_secs(20);

static SERVER: LazyLock<Server> = LazyLock::new(|| common::start(&CASES, Panics::Abort));
static UNWIND: LazyLock<Server> = LazyLock::new(|| common::start(&CASES, Panics::Unwind));

fn isolate(case: &str) -> Isolate {
    Isolate::new(&SERVER, case)
}

fn runs_behind_the_answer(case: &str, path: &str, count: &str) {
    let isolate = isolate(case);
    assert_eq!(isolate.ok(path), "answered");
    assert_eq!(isolate.number("/live"), 1);
    assert_eq!(isolate.number(count), 0);
    isolate.wait_for(count, 1, PATIENCE);
    isolate.wait_for("/live", 0, PATIENCE);
    isolate.wait_for("/tasks", 1, PATIENCE);
}

#[test]
fn wait_until_runs_behind_the_answer() {
    runs_behind_the_answer("wait-until", "/tasks-of/wait-until", "/count/wait-until");
}

#[test]
fn a_task_survives_the_collection_of_promises_that_are_done() {
    let isolate = isolate("wait-until-beside");
    assert_eq!(isolate.ok("/tasks-of/wait-until-beside"), "answered");
    let start = Instant::now();
    while start.elapsed() < Duration::from_secs(3) {
        isolate.ok("/garbage");
        thread::sleep(Duration::from_millis(30));
    }
    isolate.wait_for("/count/beside", 1, PATIENCE);
}

#[test]
fn a_spawned_task_outlives_its_request() {
    runs_behind_the_answer("spawn", "/tasks-of/spawn", "/count/spawn");
}

#[test]
fn a_task_behind_the_answer_survives_the_client() {
    let isolate = isolate("abandoned");
    let pending = isolate.open("/tasks-of/spawn");
    assert_eq!(pending.text(), "answered");
    isolate.wait_for("/count/spawn", 1, PATIENCE);
}

/// The platform reports the error to its inspector and its tail workers, which are not there in a test.
#[test]
fn a_spawned_task_survives_the_request_that_its_client_abandons() {
    let isolate = isolate("spawn-abandoned");
    let pending = isolate.open("/tasks-of/spawn-then-wait");
    isolate.wait_for("/live", 2, PATIENCE);
    pending.reset();
    isolate.wait_for("/count/spawn", 1, PATIENCE);
    isolate.wait_for("/live", 0, PATIENCE);
    isolate.wait_for("/tasks", 1, PATIENCE);
}

#[test]
fn an_error_in_wait_until_leaves_the_answer_alone() {
    let isolate = isolate("wait-until-fails");
    assert_eq!(isolate.ok("/tasks-of/wait-until-fails"), "answered");
    isolate.wait_for("/tasks", 1, PATIENCE);
    assert_eq!(isolate.ok("/"), "hi");
}

#[test]
fn spawned_tasks_hand_back_their_values() {
    assert_eq!(isolate("futures").ok("/tasks-of/spawn-join"), "42");
}

#[test]
fn a_panic_in_a_spawned_task_is_an_error_of_its_handle() {
    let text = Isolate::new(&UNWIND, "spawn-panics").ok("/tasks-of/spawn-panics");
    assert!(text.contains("the spawned task panicked"), "{text}");
}

#[test]
fn join_all_and_futures_unordered() {
    assert_eq!(isolate("futures").ok("/tasks-of/join-all"), "190 5");
}

#[test]
fn promises_of_other_crates() {
    let text = isolate("futures").ok("/tasks-of/js-future");
    assert_eq!(text, "Ok(JsValue(7)) Err(JsValue(\"no\"))");
}

#[test]
fn tasks_of_other_crates() {
    let isolate = isolate("futures");
    isolate.ok("/tasks-of/spawn-local");
    isolate.wait_for("/count/spawn-local", 1, PATIENCE);
}

#[test]
fn a_future_that_always_wakes_itself_lets_others_run() {
    assert_eq!(isolate("futures").ok("/tasks-of/waker-loop"), "10001");
}

#[test]
fn a_destructor_may_wake_the_task_that_runs_it() {
    assert_eq!(
        isolate("drop-self").ok("/tasks-of/drop-wakes-self"),
        "sent by a destructor"
    );
}

#[test]
fn a_destructor_of_an_abandoned_request_may_wake_another_one() {
    let isolate = isolate("drop-other");
    let waiter = isolate.open("/tasks-of/woken-by-drop");
    isolate.wait_for("/tasks", 2, PATIENCE);
    let leaver = isolate.open_many("/tasks-of/drop-wakes-other", 1);
    for leaver in leaver {
        leaver.reset();
    }
    assert_eq!(waiter.text(), "sent by a destructor");
    isolate.wait_for("/tasks", 1, PATIENCE);
}

#[test]
fn scheduled_events() {
    let run = |cron| {
        SERVER
            .scheduled("scheduled", cron, 1_700_000_000_000)
            .status
    };
    assert_eq!(run("0 * * * *"), 200);
    SERVER
        .wait_for_log("scheduled 0 * * * *", PATIENCE)
        .unwrap();
    assert_eq!(run("1 * * * *"), 500);
    assert_eq!(run("2 * * * *"), 500);
    SERVER.wait_for_log("scheduled panic", PATIENCE).unwrap();
    assert_eq!(run("3 * * * *"), 200);
    let isolate = isolate("scheduled");
    isolate.wait_for("/count/wait-until", 1, PATIENCE);
    isolate.wait_for("/count/spawn", 1, PATIENCE);
    isolate.wait_for("/tasks", 1, PATIENCE);
}

/// A waker that nobody kept cannot be called: the runtime sees that at once.
#[test]
fn a_task_that_nothing_can_wake_fails_at_once() {
    let isolate = isolate("starving");
    let start = Instant::now();
    assert_eq!(isolate.get("/tasks-of/starving").status, 500);
    assert!(start.elapsed() < PATIENCE);
}
