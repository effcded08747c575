//! A workflow that goes on where it was when the runtime has ended.

use std::fs;
use std::path::Path;

use e2e::{Config, Panics, Server};
use serde_json::{Value, json};

use crate::{wait_until, worker};

fn start(storage: &Path) -> Server {
    let worker = worker("errands", Panics::Abort).persist(storage);
    Server::start(&Config::new().worker(worker)).unwrap()
}

#[test]
fn steps_that_are_done_are_not_run_again_after_a_restart_of_the_runtime() {
    let storage = Path::new(env!("CARGO_TARGET_TMPDIR")).join("workflow-restart");
    let _ = fs::remove_dir_all(&storage);

    let before = start(&storage);
    let client = before.client("errands");
    assert_eq!(client.get("/errand/start/trip/journey").text(), "\"trip\"");
    wait_until(&client, "/errand/status/trip", |status| {
        status["runs"]["flaky"] == 3
    });
    let waits = wait_until(&client, "/errand/status/trip", |status| {
        status["state"] != "Queued"
    });
    assert_eq!(waits["runs"], json!({"run": 1, "first": 1, "flaky": 3}));
    drop(before);

    let after = start(&storage);
    let client = after.client("errands");
    let asleep: Value = client.get("/errand/status/trip").json();
    assert_eq!(asleep["runs"], waits["runs"]);
    client.get("/errand/send/trip/ticket");
    let over = wait_until(&client, "/errand/status/trip", |status| {
        matches!(status["state"].as_str(), Some("Complete" | "Errored"))
    });
    assert_eq!(
        over,
        json!({
            "state": "Complete", "error": null, "output": "1 3 1 true",
            "runs": {"run": 2, "first": 1, "flaky": 3, "last": 1},
        })
    );
}
