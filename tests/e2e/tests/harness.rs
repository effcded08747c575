//! The harness itself, against a plain JavaScript worker.

use std::sync::LazyLock;
use std::time::Duration;

use e2e::{Config, Server, Worker, raw, workspace_root};
use serde_json::json;

static SERVER: LazyLock<Server> = LazyLock::new(|| {
    let script = workspace_root().join("tests/e2e/tests/js/harness.js");
    let worker = |name: &str| Worker::script(name, &script).var("NAME", name);
    let config = Config::new()
        .worker(worker("first").service("OTHER", "second"))
        .worker(worker("second"))
        .cf(json!({"colo": "AMS"}));
    Server::start(&config).unwrap()
});

#[test]
fn workers_have_sockets_variables_and_services() {
    assert_eq!(SERVER.client("first").get("/name").text(), "first");
    assert_eq!(SERVER.client("second").get("/name").text(), "second");
    assert_eq!(SERVER.client("first").get("/other").text(), "second");
}

#[test]
fn requests_carry_cf_properties() {
    assert_eq!(SERVER.client("first").get("/colo").text(), "AMS");
}

#[test]
fn console_messages_keep_level_and_lines() {
    SERVER.client("first").get("/log");
    let line = SERVER
        .wait_for_log("two lines", Duration::from_secs(5))
        .unwrap();
    assert_eq!(
        (line.level.as_str(), line.text.as_str()),
        ("warn", "two lines\nin one message")
    );
}

#[test]
fn scheduled_events_reach_the_named_worker() {
    let answer = SERVER.scheduled("second", "*/5 * * * *", 1_000);
    assert_eq!((answer.status, answer.text().as_str()), (200, "ok"));
    SERVER
        .wait_for_log("second ran */5 * * * * at 1000", Duration::from_secs(5))
        .unwrap();
    assert_eq!(SERVER.scheduled("first", "fail", 0).status, 500);
}

#[test]
fn raw_requests_are_not_normalised() {
    let request = b"GET /./a%2Fb HTTP/1.1\r\nhost: x\r\nX-One: 1\r\nx-one: 2\r\n\r\n";
    let answer = raw::exchange(SERVER.address("first"), request).unwrap();
    assert_eq!(answer.body, b"http://x/a%2Fb 1, 2");
}

#[test]
fn a_worker_may_come_from_its_wrangler_configuration() {
    let file = workspace_root().join("tests/e2e/tests/js/configured/wrangler.jsonc");
    let config = Config::new()
        .worker(Worker::wrangler("top", &file, None).var("ADDED", true))
        .worker(Worker::wrangler("staging", &file, Some("staging")));
    let server = Server::start(&config).unwrap();
    let vars = |worker| server.client(worker).get("/").json::<serde_json::Value>();
    assert_eq!(
        vars("top"),
        json!({
            "name": "a module beside the entry", "node": 1,
            "GREETING": "hello", "LIMITS": {"max": 3}, "ADDED": true,
        })
    );
    assert_eq!(vars("staging")["GREETING"], "hello from staging");
}

#[test]
fn a_broken_worker_is_reported_with_the_message_of_the_runtime() {
    let missing = workspace_root().join("tests/e2e/tests/js/broken.js");
    let error =
        Server::start(&Config::new().worker(Worker::script("broken", missing))).unwrap_err();
    assert!(error.to_string().contains("broken on purpose"), "{error}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_dropped_server_leaves_no_process() {
    let script = workspace_root().join("tests/e2e/tests/js/harness.js");
    let server = Server::start(&Config::new().worker(Worker::script("gone", script))).unwrap();
    let address = server.address("gone").to_owned();
    assert!(raw::connect(&address).is_ok());
    drop(server);
    assert!(raw::connect(&address).is_err());
}
