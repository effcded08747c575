//! What becomes of objects: when they fail, when they are reset, when they are many.

use std::io::Write;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use e2e::{Client, Config, Panics, Project, Server, build_worker, raw, workspace_root};

static ABORT: LazyLock<Server> = LazyLock::new(|| start(Panics::Abort, "abort"));
static UNWIND: LazyLock<Server> = LazyLock::new(|| start(Panics::Unwind, "unwind"));

/// Each failure has an isolate of its own, and so has the one that counts memory.
const ISOLATES: [&str; 7] = ["fetch", "routed", "alarm", "new", "state", "large", "left"];

fn start(panics: Panics, mode: &str) -> Server {
    build_worker("tests/workers/objects", panics).unwrap();
    let file = workspace_root().join(format!("tests/workers/objects/{mode}.jsonc"));
    let add = |config: Config, name| config.worker(Project::at(&file).name(name).skip_build());
    build_worker("tests/workers/objects", Panics::Abort).unwrap();
    let caller = workspace_root().join("tests/workers/objects/caller.jsonc");
    let caller = Config::new().worker(Project::at(caller).skip_build());
    Server::start(&ISOLATES.into_iter().fold(caller, add)).unwrap()
}

/// Runs `check` with panics that abort, and with panics that unwind.
fn in_both_modes(check: fn(&Server, Panics)) {
    check(&ABORT, Panics::Abort);
    check(&UNWIND, Panics::Unwind);
}

#[track_caller]
fn expect(client: &Client, path: &str, expected: &str) {
    assert_eq!(client.get(path).text(), expected, "{path}");
}

/// What fails, what the caller reads, and whether it is a panic. Names that JavaScript does not know become part of the
/// text on their way.
const FAILURES: [(&str, &str, bool); 4] = [
    ("err", "Error: out of paper", false),
    ("panic", "Error: RustPanic: fell over", true),
    ("late-panic", "Error: RustPanic: fell over late", true),
    ("exception", "RangeError: too far", false),
];

#[test]
fn a_failed_request_is_an_error_of_its_caller_alone() {
    in_both_modes(|server, mode| requests_fail(server, mode, "FETCH"));
}

#[test]
fn a_failed_handler_of_a_router_is_an_error_of_its_caller_alone() {
    in_both_modes(|server, mode| {
        requests_fail(server, mode, "ROUTED");
        let client = &server.client("caller");
        expect(client, "/ROUTED/a/greeting", "hello");
        assert!(client.get("/ROUTED/a/b/c").text().contains("404"));
    });
}

fn requests_fail(server: &Server, mode: Panics, binding: &str) {
    let client = &server.client("caller");
    for (what, message, is_panic) in FAILURES {
        let object = format!("/{binding}/{what}");
        let other = format!("{object}-other");
        expect(client, &format!("{object}/count"), "1 1");
        expect(client, &format!("{other}/count"), "1 1");
        let message = format!("fetch from a Durable Object failed: {message}");
        expect(client, &format!("{object}/{what}"), &message);
        // What is in memory is lost with the instance, what is stored never is.
        let is_lost = is_panic && mode == Panics::Abort;
        let count = if is_lost { "1 2" } else { "2 2" };
        expect(client, &format!("{object}/count"), count);
        expect(client, &format!("{other}/count"), count);
    }
}

#[test]
fn a_failed_alarm_is_repeated() {
    in_both_modes(|server, mode| {
        let client = &server.client("caller");
        for (what, _, is_panic) in FAILURES {
            let object = format!("/ALARM/{what}");
            expect(client, &format!("{object}/alarm-{what}"), "done");
            let is_lost = is_panic && mode == Panics::Abort;
            let expected = if is_lost { "r" } else { "ar" };
            let began = Instant::now();
            while client.get(&format!("{object}/alarms")).text() != expected {
                assert!(began.elapsed() < Duration::from_secs(30), "{what} {mode:?}");
                std::thread::sleep(Duration::from_millis(50));
            }
        }
    });
}

#[test]
fn a_failed_constructor_is_tried_again_by_the_next_call() {
    in_both_modes(|server, _| {
        let client = &server.client("caller");
        for (what, message, _) in FAILURES {
            let object = format!("/NEW/{what}");
            expect(
                &server.client("new"),
                &format!("/failing/{what}"),
                "from now on",
            );
            let answer = client.get(&format!("{object}/count")).text();
            let message = message.trim_start_matches("Error: ");
            assert!(answer.contains(message), "{what}: {answer}");
            expect(client, &format!("{object}/count"), "1 1");
        }
    });
}

/// As in JavaScript: what an object has begun for one client is seen by all others.
#[test]
fn an_object_ends_what_it_began_though_its_client_left() {
    in_both_modes(|server, _| {
        let client = &server.client("caller");
        let host = client.url("").replace("http://", "");
        let mut stream = raw::connect(host.trim_end_matches('/')).unwrap();
        stream
            .write_all(b"GET /LEFT/one/halves HTTP/1.1\r\nhost: x\r\n\r\n")
            .unwrap();
        let start = Instant::now();
        while client.get("/LEFT/one/halves-done").text() != "41" {
            assert!(start.elapsed() < Duration::from_secs(20));
        }
        raw::reset(stream).unwrap();
        while client.get("/LEFT/one/halves-done").text() != "42" {
            assert!(
                start.elapsed() < Duration::from_secs(20),
                "it stopped halfway"
            );
            std::thread::sleep(Duration::from_millis(20));
        }
    });
}

#[test]
fn the_state_blocks_and_resets() {
    in_both_modes(|server, mode| {
        let client = &server.client("caller");
        expect(client, "/STATE/a/count", "1 1");
        expect(client, "/STATE/a/blocked", "42");
        expect(client, "/STATE/a/count", "2 2");
        let answer = client.get("/STATE/a/abort").text();
        assert!(answer.contains("as you wish (reset)"), "{answer}");
        expect(client, "/STATE/a/count", "1 3");
        let answer = client.get("/STATE/a/blocked-err").text();
        assert!(answer.contains("blocked and failed"), "{answer}");
        expect(client, "/STATE/a/count", "1 4");
        // A reset leaves nothing behind that is in the way of the next instance.
        client.get("/STATE/a/panic");
        let count = if mode == Panics::Abort { "1 5" } else { "2 5" };
        expect(client, "/STATE/a/count", count);
    });
}

#[test]
fn a_worker_has_its_own_exports() {
    let client = ABORT.client("state");
    let names = client.get("/exports/object").text();
    assert!(
        names.contains("Subject ") && names.ends_with(" default"),
        "{names}"
    );
    expect(&client, "/exports/props", "{\"level\": 7}");
    expect(&client, "/exports/no-props", "{}");
    let nobody = client.get("/exports/Nobody").text();
    let names = names.replace(' ', "`, `");
    let advice =
        "a class of objects needs a migration in the configuration, or an entry in its `exports`";
    assert_eq!(
        nobody,
        format!("this worker exports no `Nobody`; it exports `{names}`; {advice}")
    );
    let wrong = format!("the export `default` is not a Durable Object namespace; {advice}");
    expect(&client, "/exports/default", &wrong);
}

#[test]
fn code_that_no_parameter_reaches_has_environment_and_context() {
    let client = ABORT.client("state");
    let exports = client.get("/exports/object").text();
    expect(&client, "/current/SUBJECT", &exports);
    expect(&client, "/current/exports", "{}");
    expect(&client, "/current/wait", "soon");
    let patience = Duration::from_secs(20);
    ABORT.wait_for_log("waited for", patience).unwrap();
    assert_eq!(client.get("/current/NOBODY").status, 500);
}

/// So many objects, of at most a page of memory each, may wait for the collector when others are made.
const LEFT: u32 = 20;

#[test]
fn objects_that_are_gone_give_their_memory_back() {
    in_both_modes(|server, mode| {
        let client = server.client("large");
        let number = |path: &str| client.get(path).text().parse::<u32>().unwrap();
        let settle = || {
            let began = Instant::now();
            while number("/large/live") > LEFT {
                assert!(
                    began.elapsed() < Duration::from_secs(60),
                    "{mode:?}: {} live",
                    number("/large/live")
                );
                client.get("/large/garbage");
                // Without a pause, the collector can stand in its own way on two cores.
                std::thread::sleep(Duration::from_millis(30));
            }
        };
        let mut pages = Vec::new();
        for _ in 0..5 {
            for _ in 0..4 {
                client.get("/large/make/50");
                settle();
            }
            pages.push(number("/large/pages"));
        }
        // Of 200 objects in a round.
        let last = pages[4];
        assert!(last <= pages[0] + LEFT, "{mode:?}: {pages:?}");
    });
}
