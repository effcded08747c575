//! The macros do not depend on the SDK's name in a manifest.

use std::time::Duration;

use e2e::{Config, Panics, Project, Server, build_worker};

#[test]
fn a_worker_that_renames_the_sdk_answers_each_event() {
    let build = build_worker("tests/workers/renamed", Panics::Abort).unwrap();
    let worker = Project::built("renamed", build).var("NAME", "renamed");
    let server = Server::start(&Config::new().worker(worker)).unwrap();
    let answer = server.client("renamed").get("/a");
    assert_eq!(
        (answer.status, answer.text().as_str()),
        (200, "renamed prepared /a")
    );
    let ran = server.scheduled("renamed", "*/5 * * * *", 1_700_000_000_000);
    assert_eq!(ran.status, 200);
    server
        .wait_for_log(
            "due at 2023-11-14T22:13:20.000Z by */5 * * * *",
            Duration::from_secs(30),
        )
        .unwrap();
}
