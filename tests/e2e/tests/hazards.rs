//! Requests that depend on each other or lose their client. Each case runs in an isolate of its own, once where
//! the runtime reports lost clients (`enable_request_signal`) and once where only the garbage collector does.

mod common;

use std::sync::LazyLock;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use common::{Isolate, Pending};
use e2e::{Config, Panics, Project, Server, build_worker, workspace_root};

const CASES: [&str; 34] = [
    "left-before",
    "left-after",
    "timer",
    "peer",
    "body",
    "beside",
    "busy",
    "woken",
    "lock",
    "channel",
    "alone",
    "alone-peer",
    "timer-nothing",
    "timer-sleep",
    "timer-peer",
    "timer-soon",
    "timer-body",
    "three",
    "next-panic",
    "other-panic",
    "soak",
    "starving",
    "fed",
    "many",
    "race",
    "stream",
    "cached",
    "cell",
    "value",
    "foreign",
    "shared-peer",
    "shared-late",
    "shared-timer",
    "shared-spawned",
];

/// What a busy machine may take for something that happens at once.
const LONG: Duration = Duration::from_secs(20);
/// Between two pieces of work for the collector. Without it, V8 with its single background thread (on two cores) can
/// stand still: that thread waits for a collection, and the collection for its sweeper on the same thread.
const PAUSE: Duration = Duration::from_millis(30);

static SERVER: LazyLock<Server> = LazyLock::new(|| {
    let build = build_worker("tests/workers/hazards", Panics::Abort).unwrap();
    let peer = workspace_root().join("tests/workers/hazards/peer.js");
    let mut config = Config::new().worker(Project::script("peer", peer));
    for case in CASES {
        let worker = |name: String| Project::built(name, &build).service("PEER", "peer");
        config = config
            .worker(worker(format!("{case}-signal")).flag("enable_request_signal"))
            .worker(worker(format!("{case}-collector")));
    }
    Server::start(&config).unwrap()
});

/// How an isolate learns that a client is gone.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Notice {
    Signal,
    Collector,
}

impl Notice {
    fn patience(self) -> Duration {
        match self {
            Notice::Signal => Duration::from_secs(20),
            Notice::Collector => Duration::from_secs(60),
        }
    }
}

fn isolate(case: &str, notice: Notice) -> Isolate {
    let suffix = match notice {
        Notice::Signal => "signal",
        Notice::Collector => "collector",
    };
    Isolate::new(&SERVER, &format!("{case}-{suffix}"))
}

fn in_both(case: &str, test: impl Fn(&Isolate, Notice)) {
    for notice in [Notice::Signal, Notice::Collector] {
        test(&isolate(case, notice), notice);
    }
}

/// Runs `work` while the isolate makes garbage, if that is what it takes to notice a lost client.
fn under_load<T>(isolate: &Isolate, notice: Notice, work: impl FnOnce() -> T) -> T {
    struct Stop<'a>(&'a AtomicBool);
    impl Drop for Stop<'_> {
        fn drop(&mut self) {
            self.0.store(true, Ordering::Relaxed);
        }
    }
    let done = AtomicBool::new(notice == Notice::Signal);
    thread::scope(|scope| {
        scope.spawn(|| {
            while !done.load(Ordering::Relaxed) {
                isolate.ok("/garbage");
                thread::sleep(PAUSE);
            }
        });
        let _stop = Stop(&done);
        work()
    })
}

#[track_caller]
fn abandon(isolate: &Isolate, path: &str, count: u64) {
    isolate
        .open_many(path, count)
        .into_iter()
        .for_each(Pending::reset);
}

#[track_caller]
fn everything_is_dropped(isolate: &Isolate, notice: Notice) {
    let patience = notice.patience();
    under_load(isolate, notice, || isolate.wait_for("/live", 0, patience));
    isolate.wait_for("/tasks", 1, patience);
}

/// Hazards 1 to 4, and their relatives: ten clients leave, others are served, ten futures are dropped.
fn abandoned(case: &str, path: &str) {
    in_both(case, |isolate, notice| {
        abandon(isolate, path, 10);
        for _ in 0..10 {
            assert_eq!(isolate.ok("/peer/fast"), "fast");
        }
        everything_is_dropped(isolate, notice);
    });
}

/// Nobody waits for such a request, so its client is watched only after some events. These are too few for a collection
/// of garbage.
#[test]
fn a_client_that_nobody_waits_for_is_noticed_within_some_events() {
    const SOME: usize = 16;
    let some_events = |isolate: &Isolate| {
        for _ in 0..SOME {
            assert_eq!(isolate.ok("/"), "hi");
        }
    };
    for case in ["left-before", "left-after"] {
        let isolate = isolate(case, Notice::Signal);
        let pending = isolate.open_many("/abandoned/timer", 1);
        if case == "left-after" {
            some_events(&isolate);
        }
        pending.into_iter().for_each(Pending::reset);
        // Until the runtime has seen it.
        thread::sleep(Duration::from_millis(500));
        if case == "left-before" {
            some_events(&isolate);
        }
        assert_eq!(isolate.ok("/live"), "0", "{case}");
    }
}

#[test]
fn requests_abandoned_at_a_timer() {
    abandoned("timer", "/abandoned/timer");
}

#[test]
fn requests_abandoned_at_a_subrequest() {
    abandoned("peer", "/abandoned/peer");
}

#[test]
fn requests_abandoned_at_several_futures_at_once() {
    abandoned("beside", "/abandoned/beside");
}

#[test]
fn requests_abandoned_at_a_channel() {
    abandoned("channel", "/wakes/alone");
}

#[test]
fn requests_abandoned_while_they_wake_themselves() {
    abandoned("busy", "/abandoned/busy");
}

#[test]
fn requests_abandoned_and_woken_afterwards() {
    in_both("woken", |isolate, notice| {
        abandon(isolate, "/wakes/timer-nothing", 10);
        isolate.ok("/wakes/wake");
        everything_is_dropped(isolate, notice);
    });
}

#[test]
fn requests_abandoned_at_their_own_body() {
    in_both("body", |isolate, notice| {
        let request = "POST /abandoned/body HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nsome";
        let pending: Vec<_> = (0..10).map(|_| isolate.open_with(request)).collect();
        isolate.wait_for("/live", 10, LONG);
        pending.into_iter().for_each(Pending::reset);
        assert_eq!(isolate.ok("/"), "hi");
        everything_is_dropped(isolate, notice);
    });
}

/// The platform refuses that with an exception, which must not end the instance and all that runs there.
#[test]
fn objects_of_another_request_can_be_asked() {
    in_both("foreign", |isolate, _| {
        for what in ["socket", "signals", "request", "response", "stream"] {
            let running = isolate.open_many(&format!("/foreign/stay-{what}"), 1);
            assert_eq!(isolate.ok("/foreign/ask"), "asked", "{what}");
            let texts = running.into_iter().map(Pending::text);
            assert_eq!(texts.collect::<Vec<_>>(), ["kept"], "{what}");

            assert_eq!(isolate.ok(&format!("/foreign/go-{what}")), "kept");
            assert_eq!(isolate.ok("/foreign/ask"), "asked", "{what}");
        }
    });
}

#[test]
fn a_lock_held_by_an_abandoned_request_becomes_free() {
    in_both("lock", |isolate, notice| {
        for path in ["/abandoned/lock-timer", "/abandoned/lock-peer"] {
            let holder = isolate.open_many(path, 1);
            let waiters = isolate.open_many("/abandoned/lock", 3);
            holder.into_iter().for_each(Pending::reset);
            let answers: Vec<_> = under_load(isolate, notice, || {
                waiters.into_iter().map(Pending::text).collect()
            });
            assert!(
                answers.iter().all(|text| text.starts_with("locked")),
                "{answers:?}"
            );
        }
        everything_is_dropped(isolate, notice);
    });
}

/// Several requests start at once, and the one that was to make what all of them need goes away.
#[test]
fn a_cell_that_an_abandoned_request_was_to_fill() {
    abandoned_cell("cell");
}

#[test]
fn a_value_of_the_isolate_that_an_abandoned_request_was_to_make() {
    abandoned_cell("value");
}

fn abandoned_cell(kind: &str) {
    in_both(kind, |isolate, notice| {
        let first = isolate.open_many(&format!("/shared/{kind}-never"), 1);
        let waiters = isolate.open_many(&format!("/shared/{kind}-fast"), 3);
        first.into_iter().for_each(Pending::reset);
        let answers: Vec<_> = under_load(isolate, notice, || {
            waiters.into_iter().map(Pending::text).collect()
        });
        assert_eq!(answers, ["fast"; 3]);
        everything_is_dropped(isolate, notice);
    });
}

const ENDED: &str = "fetch from a service failed: Error: the request that this promise belonged to has ended; make the \
    call again in this request (retryable)";

#[test]
fn a_promise_whose_request_ended_while_another_one_waits_for_it() {
    in_both("shared-peer", |isolate, notice| {
        let first = isolate.open_many("/shared/peer", 1);
        let waiters = isolate.open_many("/shared/peer", 2);
        first.into_iter().for_each(Pending::reset);
        let start = Instant::now();
        let answers: Vec<_> = under_load(isolate, notice, || {
            waiters.into_iter().map(Pending::text).collect()
        });
        assert!(start.elapsed() < notice.patience());
        assert_eq!(answers, [ENDED; 2]);
        everything_is_dropped(isolate, notice);
    });
}

#[test]
fn a_promise_whose_request_ended_before_another_one_waits_for_it() {
    in_both("shared-late", |isolate, notice| {
        abandon(isolate, "/shared/peer", 1);
        everything_is_dropped(isolate, notice);
        let start = Instant::now();
        let answer = under_load(isolate, notice, || isolate.ok("/shared/peer"));
        assert!(start.elapsed() < notice.patience());
        assert_eq!(answer, ENDED);
    });
}

#[test]
fn a_timer_whose_request_ended_goes_on_in_another_one() {
    in_both("shared-timer", |isolate, notice| {
        let start = Instant::now();
        let first = isolate.open_many("/shared/timer", 1);
        let waiters = isolate.open_many("/shared/timer", 2);
        first.into_iter().for_each(Pending::reset);
        let answers: Vec<_> = under_load(isolate, notice, || {
            waiters.into_iter().map(Pending::text).collect()
        });
        assert_eq!(answers, ["slept"; 2]);
        let took = start.elapsed();
        assert!(took >= Duration::from_secs(3), "{took:?}");
        everything_is_dropped(isolate, notice);
    });
}

#[test]
fn a_promise_that_a_task_behind_its_abandoned_request_waits_for() {
    in_both("shared-spawned", |isolate, _| {
        abandon(isolate, "/shared/spawned", 1);
        isolate.wait_for("/count/spawned", 1, LONG);
    });
}

#[test]
fn streams_abandoned_after_their_first_chunk() {
    in_both("stream", |isolate, notice| {
        let pending = isolate.open_many("/stream", 10);
        pending
            .into_iter()
            .map(Pending::first_chunk)
            .for_each(Pending::reset);
        everything_is_dropped(isolate, notice);
    });
}

/// A body that Rust makes or changes and that is copied is made to its end.
#[test]
fn what_is_copied_into_a_cache_while_its_client_leaves() {
    in_both("cached", |isolate, notice| {
        for kind in ["stream", "rewritten"] {
            let name = format!("{kind}/{notice:?}");
            let pending = isolate.open(&format!("/cached/{name}"));
            pending.first_chunk().reset();
            let outcome = under_load(isolate, notice, || outcome(isolate, &name));
            assert_eq!(outcome, "kept", "{name}");
            assert_eq!(isolate.ok(&format!("/kept/{name}")), "220", "{name}");
        }
        let name = format!("stream/{notice:?}/stays");
        assert_eq!(isolate.ok(&format!("/cached/{name}")).len(), 220);
        assert_eq!(outcome(isolate, &name), "kept");
        assert_eq!(isolate.ok(&format!("/kept/{name}")), "220");
    });
}

/// What became of a copy, when that is known.
fn outcome(isolate: &Isolate, name: &str) -> String {
    let start = Instant::now();
    loop {
        let outcome = isolate.ok(&format!("/outcome/{name}"));
        if !outcome.is_empty() {
            return outcome;
        }
        assert!(start.elapsed() < LONG, "{name}: nothing became of it");
        thread::sleep(Duration::from_millis(20));
    }
}

/// The same of a handler that has no task of its own.
#[test]
fn streams_of_a_handler_that_is_not_async_are_dropped_at_once() {
    let build = build_worker("tests/workers/prompt", Panics::Abort).unwrap();
    let worker = Project::built("prompt", build).flag("enable_request_signal");
    let server = Server::start(&Config::new().worker(worker)).unwrap();
    let isolate = Isolate::new(&server, "prompt");
    let pending = isolate.open_many("/stream", 10);
    pending
        .into_iter()
        .map(Pending::first_chunk)
        .for_each(Pending::reset);
    isolate.wait_for("/live", 0, Notice::Signal.patience());
}

fn woken(case: &str, path: &str, count: usize, expected: &str) {
    in_both(case, |isolate, _| {
        let request =
            format!("POST {path} HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\nwaited on");
        let pending: Vec<_> = (0..count).map(|_| isolate.open_with(&request)).collect();
        isolate.wait_for("/live", count as u64, LONG);
        assert_eq!(isolate.ok("/wakes/wake"), format!("woke {count}"));
        for pending in pending {
            assert_eq!(pending.text(), expected);
        }
        isolate.wait_for("/tasks", 1, LONG);
    });
}

#[test]
fn a_oneshot_sent_by_another_request() {
    woken("alone", "/wakes/alone", 1, "woken, then nothing");
}

#[test]
fn a_oneshot_sent_by_another_request_before_a_subrequest() {
    woken("alone-peer", "/wakes/alone-peer", 1, "woken, then fast");
}

#[test]
fn a_oneshot_beside_a_timer() {
    woken(
        "timer-nothing",
        "/wakes/timer-nothing",
        1,
        "woken, then nothing",
    );
}

#[test]
fn a_oneshot_beside_a_timer_before_another_timer() {
    woken("timer-sleep", "/wakes/timer-sleep", 1, "woken, then slept");
}

#[test]
fn a_oneshot_beside_a_timer_before_a_subrequest() {
    woken("timer-peer", "/wakes/timer-peer", 1, "woken, then fast");
}

#[test]
fn a_oneshot_beside_a_timer_before_a_slow_subrequest() {
    woken("timer-soon", "/wakes/timer-soon", 1, "woken, then soon");
}

#[test]
fn a_oneshot_beside_a_timer_before_the_own_body() {
    woken(
        "timer-body",
        "/wakes/timer-body",
        1,
        "woken, then waited on",
    );
}

#[test]
fn three_waiters_at_once() {
    woken("three", "/wakes/alone-peer", 3, "woken, then fast");
}

/// Some are gone before they are woken, some while they are, some stay.
#[test]
fn waiters_that_leave_while_they_are_woken() {
    in_both("race", |isolate, notice| {
        for round in 0..50_u64 {
            let mut waiters: Vec<_> = (0..3).map(|_| isolate.open("/wakes/alone-peer")).collect();
            isolate.wait_for("/wakes/waiting", 3, LONG);
            let stays = waiters.pop();
            let delay = Duration::from_micros(200 * (round % 5));
            thread::scope(|scope| {
                scope.spawn(|| isolate.ok("/wakes/wake"));
                thread::sleep(delay);
                waiters.into_iter().for_each(Pending::reset);
            });
            assert_eq!(
                stays.map(Pending::text).as_deref(),
                Some("woken, then fast")
            );
        }
        everything_is_dropped(isolate, notice);
    });
}

#[test]
fn the_request_after_a_panic() {
    in_both("next-panic", |isolate, _| {
        for path in ["at-once", "after-timer", "after-peer"] {
            assert_eq!(
                isolate.get(&format!("/panics/{path}")).status,
                500,
                "{path}"
            );
            assert_eq!(isolate.ok("/peer/fast"), "fast", "{path}");
        }
    });
}

/// With `panic=abort` the instance is lost with everything in it, but nobody waits for an answer that cannot come.
#[test]
fn a_request_in_flight_while_another_one_panics() {
    in_both("other-panic", |isolate, _| {
        let pending = isolate.open_many("/panics/very-slow", 1);
        let start = Instant::now();
        assert_eq!(isolate.get("/panics/after-timer").status, 500);
        for pending in pending {
            assert_eq!(pending.answer().status, 500);
        }
        assert!(start.elapsed() < Duration::from_secs(20));
        assert_eq!(isolate.ok("/peer/fast"), "fast");
    });
}

/// A waker that somebody kept may be called later; the wait is bounded, its end named in the log, and then the
/// future is dropped.
#[test]
fn a_task_that_nothing_wakes_is_named_and_dropped() {
    thread::scope(|scope| {
        for notice in [Notice::Signal, Notice::Collector] {
            scope.spawn(move || starving(&isolate("starving", notice)));
        }
    });
}

fn starving(isolate: &Isolate) {
    let start = Instant::now();
    assert_eq!(isolate.get("/tasks-of/starving-kept").status, 500);
    let waited = start.elapsed();
    assert!(waited >= Duration::from_secs(25), "{waited:?}");
    SERVER
        .wait_for_log("the `fetch` handler has waited 30 s", LONG)
        .unwrap();
    let (collector, patience) = (Notice::Collector, Notice::Collector.patience());
    under_load(isolate, collector, || {
        isolate.wait_for("/tasks", 1, patience);
    });
}

/// Whoever is woken again and again may wait as long as it likes.
#[test]
fn a_task_that_others_wake_is_kept_alive() {
    let isolate = &isolate("fed", Notice::Signal);
    thread::scope(|scope| {
        let fed = scope.spawn(|| isolate.ok("/tasks-of/fed"));
        isolate.wait_for("/tasks", 2, LONG);
        for _ in 0..4 {
            thread::sleep(Duration::from_secs(12));
            assert_eq!(isolate.ok("/tasks-of/feed"), "true");
        }
        assert_eq!(fed.join().unwrap(), "fed");
    });
}

/// It takes less than a second; with a look at all tasks for each of them, minutes.
#[test]
fn many_tasks_of_one_request() {
    in_both("many", |isolate, _| {
        assert_eq!(isolate.ok("/tasks-of/spawn-many"), "1249975000");
    });
}

const SOAK_THREADS: usize = 8;
const SOAK_REQUESTS: usize = 10_000;
/// How many requests wait at the same time varies; a leak of the abandoned ones would be twenty pages.
const ALLOWED_PAGES: u64 = 4;

/// A third of ten thousand clients leave, some while their request holds the lock that others want.
#[test]
fn ten_thousand_requests_of_which_a_third_are_abandoned() {
    let isolate = isolate("soak", Notice::Signal);
    soak(&isolate, SOAK_REQUESTS / 5);
    let pages = isolate.number("/pages");
    soak(&isolate, SOAK_REQUESTS * 4 / 5);
    isolate.wait_for("/live", 0, LONG);
    isolate.wait_for("/tasks", 1, LONG);
    assert!(isolate.ok("/abandoned/lock").starts_with("locked"));
    let grown = isolate.number("/pages") - pages;
    assert!(grown <= ALLOWED_PAGES, "the memory grew by {grown} pages");
}

/// The same without a word from the runtime about the clients that left.
#[test]
fn a_thousand_requests_of_which_the_collector_finds_a_third() {
    let isolate = isolate("soak", Notice::Collector);
    thread::scope(|scope| {
        for _ in 0..SOAK_THREADS {
            scope.spawn(|| {
                for kind in ["timer", "peer", "beside"].into_iter().cycle().take(42) {
                    isolate.open(&format!("/abandoned/{kind}")).reset();
                    assert_eq!(isolate.ok("/peer/fast"), "fast");
                    assert!(isolate.ok("/abandoned/lock-soon").starts_with("locked"));
                }
            });
        }
    });
    everything_is_dropped(&isolate, Notice::Collector);
}

fn soak(isolate: &Isolate, requests: usize) {
    thread::scope(|scope| {
        for thread in 0..SOAK_THREADS {
            scope.spawn(move || {
                for number in 0..requests / SOAK_THREADS {
                    soak_one(isolate, thread, number);
                }
            });
        }
    });
}

fn soak_one(isolate: &Isolate, thread: usize, number: usize) {
    const ABANDONED: [&str; 4] = ["timer", "peer", "beside", "lock-timer"];
    match number % 3 {
        0 => {
            let kind = ABANDONED[(number / 3) % ABANDONED.len()];
            let pending = isolate.open(&format!("/abandoned/{kind}"));
            // Some clients leave before their request is started, most while it waits.
            thread::sleep(Duration::from_micros(700 * (number as u64 % 4)));
            pending.reset();
        }
        1 => assert_eq!(isolate.ok("/peer/fast"), "fast", "{thread}: {number}"),
        _ => {
            let text = isolate.ok("/abandoned/lock-soon");
            assert!(text.starts_with("locked"), "{thread}: {number}: {text}");
        }
    }
}
