//! What this harness adds to `worker-e2e`, against a plain JavaScript worker.

use std::sync::LazyLock;

use e2e::{Config, Project, Server, is_todays_wrangler, raw, workspace_root};
use serde_json::json;

static SERVER: LazyLock<Server> = LazyLock::new(|| {
    let script = workspace_root().join("tests/e2e/tests/js/harness.js");
    let worker = |name: &str| Project::script(name, &script).var("NAME", name);
    let config = Config::new()
        .worker(worker("first"))
        .worker(worker("second"))
        .cf(json!({"colo": "AMS"}));
    Server::start(&config).unwrap()
});

#[test]
fn clients_speak_to_the_named_worker() {
    assert_eq!(SERVER.client("first").get("/name").text(), "first");
    assert_eq!(SERVER.client("second").get("/name").text(), "second");
}

#[test]
fn requests_carry_cf_properties() {
    assert_eq!(SERVER.client("first").get("/colo").text(), "AMS");
}

#[test]
fn raw_requests_are_not_normalised() {
    let request = b"GET /./a%2Fb HTTP/1.1\r\nhost: x\r\nX-One: 1\r\nx-one: 2\r\n\r\n";
    let answer = raw::exchange(SERVER.address("first"), request).unwrap();
    // Newer runtimes leave dots to whoever parses the URL.
    let dots = if is_todays_wrangler() { "./" } else { "" };
    assert_eq!(answer.body, format!("http://x/{dots}a%2Fb 1, 2").as_bytes());
}
