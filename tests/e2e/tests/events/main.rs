//! Tail workers, spans, mail, workflows, and what becomes of their failures and of those of remote calls.

mod email;
mod faults;
mod spans;
mod tail;
mod workflows;

use std::thread;
use std::time::{Duration, Instant};

use e2e::{Client, Panics, Project, build_worker, workspace_root};
use serde_json::Value;

/// For a machine that does something else at the same time.
const PATIENCE: Duration = Duration::from_secs(30);

/// The worker of `tests/runtime/events`, with its bindings, under this name.
fn worker(name: &str, panics: Panics) -> Project {
    build_worker("tests/runtime/events", panics).unwrap();
    let file = workspace_root().join("tests/runtime/events/wrangler.jsonc");
    let project = Project::at(file).name(name).skip_build();
    match panics {
        Panics::Abort => project,
        Panics::Unwind => project.environment("unwind"),
    }
}

/// A worker in JavaScript that others observe.
fn observed() -> Project {
    let file = workspace_root().join("tests/e2e/tests/js/observed/wrangler.jsonc");
    Project::at(file).skip_build()
}

/// What `path` answers as soon as `is_there` says so.
#[track_caller]
fn wait_until(client: &Client, path: &str, is_there: impl Fn(&Value) -> bool) -> Value {
    let start = Instant::now();
    loop {
        let answer = client.get(path);
        // While an instance is replaced there is no answer.
        let value = match answer.status {
            200 => answer.json(),
            _ => Value::from(answer.text()),
        };
        if is_there(&value) {
            return value;
        }
        assert!(start.elapsed() < PATIENCE, "{path}: {value:#}");
        thread::sleep(Duration::from_millis(20));
    }
}
