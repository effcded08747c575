//! A remote call, a step of a workflow and a tail handler fail in each way, with panics that abort and with panics that
//! unwind: who sees what, what is done again, and what becomes of the others.

use std::sync::LazyLock;

use e2e::{Config, Panics, Project, Server, build_worker, workspace_root};
use serde_json::{Value, json};

use crate::{PATIENCE, observed, wait_until, worker};

static ABORT: LazyLock<Server> = LazyLock::new(|| start(Panics::Abort));
static UNWIND: LazyLock<Server> = LazyLock::new(|| start(Panics::Unwind));

fn start(panics: Panics) -> Server {
    build_worker("tests/runtime/events", Panics::Abort).unwrap();
    let caller = workspace_root().join("tests/runtime/events/caller.jsonc");
    let config = Config::new()
        .worker(Project::at(caller).skip_build())
        .worker(worker("called", panics).without("ERRANDS"))
        .worker(worker("errands", panics))
        .worker(worker("told", panics).without("ERRANDS"))
        .worker(observed().tail("told"));
    Server::start(&config).unwrap()
}

/// Runs `check` with panics that abort, and with panics that unwind.
fn in_both_modes(check: fn(&Server, Panics)) {
    check(&ABORT, Panics::Abort);
    check(&UNWIND, Panics::Unwind);
}

/// What fails, what its caller reads, and whether the instance is lost with it where panics abort, and where they unwind.
const FAULTS: [(&str, &str, [bool; 2]); 6] = [
    ("err", "out of paper", [false; 2]),
    ("named", "too far", [false; 2]),
    ("panic", "fell over", [true, false]),
    ("panic-late", "fell over late", [true, false]),
    // What JavaScript throws through functions of Rust that do not expect it.
    ("throw", "the Rust code was stopped", [true; 2]),
    ("platform", "Network connection lost.", [false; 2]),
];

fn is_lost(lost: [bool; 2], mode: Panics) -> bool {
    lost[usize::from(mode == Panics::Unwind)]
}

fn is_over(status: &Value) -> bool {
    matches!(status["state"].as_str(), Some("Complete" | "Errored"))
}

#[test]
fn a_failed_call_is_an_error_of_its_caller_alone() {
    in_both_modes(|server, mode| {
        let client = server.client("caller");
        for (how, message, lost) in FAULTS {
            let seen: Value = client.get(&format!("/call/{how}")).json();
            let failed = &seen["failed"];
            let text = failed["message"].as_str().unwrap();
            assert!(text.contains(message), "{mode:?} {how}: {failed}");
            let name = match how {
                "named" => "RangeError",
                "panic" | "panic-late" => "RustPanic",
                _ => "Error",
            };
            // What stopped the code may not cross to the caller; then the name is part of the message.
            if how != "throw" {
                assert_eq!(failed["name"], name, "{mode:?} {how}");
            }
            let code = if how == "named" {
                json!(7)
            } else {
                Value::Null
            };
            assert_eq!(failed["code"], code, "{mode:?} {how}");
            assert_eq!(failed["remote"], true, "{mode:?} {how}");
            assert_eq!(failed["retryable"], how == "platform", "{mode:?} {how}");
            let held = seen["held"].as_str().unwrap();
            match is_lost(lost, mode) {
                true => assert!(held.contains("the request was lost"), "{how}: {held}"),
                false => assert_eq!(held, "held", "{mode:?} {how}"),
            }
            assert_eq!(seen["next"], "fine", "{mode:?} {how}");
        }
    });
}

#[test]
fn what_the_platform_refuses_in_a_call() {
    in_both_modes(|server, _| {
        let client = server.client("caller");
        for (how, name, message) in [
            (
                "absent",
                "TypeError",
                "The RPC receiver does not implement the method \"vanish\".",
            ),
            (
                "too-large",
                "Error",
                "limited to 32MiB, but the size of this value was: 34603015 bytes",
            ),
        ] {
            let seen: Value = client.get(&format!("/call/{how}")).json();
            let failed = &seen["failed"];
            assert!(
                failed["message"].as_str().unwrap().contains(message),
                "{failed}"
            );
            assert_eq!(
                (&failed["name"], &failed["remote"]),
                (&json!(name), &json!(true))
            );
            assert_eq!(
                (&seen["held"], &seen["next"]),
                (&json!("held"), &json!("fine"))
            );
        }
    });
}

/// Where the instance is lost, so is `run`, and with it the workflow. Else the step is tried as often as it says.
#[test]
fn a_failed_step_is_tried_again() {
    in_both_modes(|server, mode| {
        let client = server.client("errands");
        for (how, message, lost) in FAULTS {
            client.get(&format!("/errand/start/{how}/{how}"));
            let status = wait_until(&client, &format!("/errand/status/{how}"), is_over);
            assert_eq!(status["state"], "Errored", "{mode:?} {how}");
            let error = &status["error"];
            assert!(
                error[1].as_str().unwrap().contains(message),
                "{mode:?} {how}: {error}"
            );
            if how == "named" {
                assert_eq!(error, &json!(["RangeError", "too far"]));
            }
            let attempts = if is_lost(lost, mode) { 1 } else { 3 };
            assert_eq!(
                status["runs"],
                json!({"run": 1, "fail": attempts}),
                "{mode:?} {how}"
            );
            client.get(&format!("/errand/start/after-{how}/fine"));
            let next = wait_until(&client, &format!("/errand/status/after-{how}"), is_over);
            assert_eq!(
                (&next["state"], &next["output"]),
                (&json!("Complete"), &json!("fine"))
            );
        }
    });
}

/// The observed worker hears nothing of it, and what a handler failed to take is not told again.
#[test]
fn a_failed_tail_handler_loses_what_it_was_told() {
    in_both_modes(|server, mode| {
        let client = server.client("observed");
        for (how, ..) in FAULTS {
            assert_eq!(
                client.get(&format!("/fault/{how}")).status,
                203,
                "{mode:?} {how}"
            );
            let told = server.wait_for_log(&format!("told of {how}"), PATIENCE);
            told.unwrap();
        }
        assert_eq!(client.get("/next").status, 203);
        wait_until(&server.client("told"), "/tail", |items| {
            let items = items.as_array().into_iter().flatten();
            let mut urls = items.map(|item| item["event"]["url"].as_str().unwrap_or_default());
            urls.any(|url| url.ends_with("/next"))
        });
        for (how, ..) in FAULTS {
            let told = format!("told of {how}");
            let times = server
                .logs()
                .iter()
                .filter(|line| line.text == told)
                .count();
            assert_eq!(times, 1, "{mode:?} {how}");
        }
    });
}
