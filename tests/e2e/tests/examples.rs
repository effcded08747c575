//! The examples do what their first lines say, with their own configuration. `hello` is built wholly as for a deployment.

use std::sync::LazyLock;

use e2e::{Config, Project, Server, build_project, example, stand_in};
use http::Request;
use serde_json::{Value, json};

static SERVER: LazyLock<Server> = LazyLock::new(|| {
    let hello = build_project("examples/hello").unwrap();
    let hello = |name: &str| Project::at(&hello).name(name).skip_build();
    let mut config = Config::new()
        .cf(json!({"country": "NL", "colo": "AMS"}))
        .worker(hello("hello"))
        .worker(hello("hello-staging").environment("staging"))
        .worker(hello("hello-production").environment("production"));
    for name in ["request-info", "routes", "forms"] {
        config = config.worker(example(name).unwrap());
    }
    let cron = example("cron").unwrap();
    config = config
        .worker(stand_in("services", "services.js"))
        .worker(cron.name("cron").outbound("services"));
    Server::start(&config).unwrap()
});

#[test]
fn hello() {
    let get = |worker| SERVER.client(worker).get("/").text();
    assert_eq!(get("hello"), "Hello from development!");
    assert_eq!(get("hello-staging"), "Hello from staging!");
    assert_eq!(get("hello-production"), "Hello from production!");
}

#[test]
fn request_info() {
    let client = SERVER.client("request-info").header("user-agent", "e2e");
    let answer = client.get("/any/path?q");
    assert_eq!(answer.header("content-type"), "application/json");
    let mut info: Value = answer.json();
    let time = info["time"].take();
    let time = time.as_str().unwrap_or_default();
    assert!(time.starts_with("20") && time.ends_with('Z'), "{time}");
    assert_eq!(
        info,
        json!({
            "method": "GET", "path": "/any/path", "user_agent": "e2e",
            "country": "NL", "colo": "AMS", "time": null,
        })
    );
}

#[test]
fn routes() {
    let client = SERVER.client("routes");
    let get = |path| {
        let answer = client.get(path);
        (answer.status, answer.text())
    };
    assert_eq!(
        get("/"),
        (
            200,
            "try /health, /hello/you, or POST to /echo\n".to_owned()
        )
    );
    assert_eq!(get("/health"), (200, "ok\n".to_owned()));
    assert_eq!(get("/hello/caf%C3%A9"), (200, "Hello, café!\n".to_owned()));
    assert_eq!(get("/nothing").0, 404);
    assert_eq!(client.post("/echo", "text/plain", "say").text(), "say");
    for (method, path, allowed) in [("GET", "/echo", "POST"), ("DELETE", "/health", "GET, HEAD")] {
        let request = Request::builder().method(method).uri(client.url(path));
        let answer = client.send(request, ());
        assert_eq!(
            (answer.status, answer.header("allow")),
            (405, allowed),
            "{method} {path}"
        );
    }
}

const PART: &str = "--XX\r\nContent-Disposition: form-data; name=";

#[test]
fn forms() {
    let client = SERVER.client("forms");
    let block: Vec<u8> = (0..1 << 20).map(|at| (at % 251) as u8).collect();
    let body = [
        format!("{PART}\"note\"\r\n\r\nhi\r\n{PART}\"file\"; filename=\"big.bin\"\r\n").as_bytes(),
        b"Content-Type: application/x-test\r\n\r\n",
        &block.repeat(10),
        b"\r\n--XX--\r\n",
    ]
    .concat();
    let answer = client.post("/", "multipart/form-data; boundary=XX", &body);
    assert_eq!(
        answer.json::<Value>(),
        json!([
            {"name": "note", "text": "hi"},
            {
                "name": "file", "file": "big.bin", "content_type": "application/x-test", "size": 10 << 20,
                "sha256": "db48579149f251cbd216af236c65700061a367b77c42ab61dcda957355e9c614",
            },
        ])
    );
    assert_eq!(client.post("/", "text/plain", "no form").status, 400);
    assert!(client.get("/").text().contains("multipart/form-data"));
}

/// When the patterns are due: 2026-01-01.
const DUE: u64 = 1_767_225_600_000;

fn run_cron(pattern: &str) -> u16 {
    SERVER.scheduled("cron", pattern, DUE).status
}

fn stored(key: &str) -> Option<String> {
    let answer = SERVER.client("cron").get(key);
    (answer.status == 200).then(|| answer.text())
}

#[test]
fn cron_removes_what_is_too_old() {
    let client = SERVER.client("cron");
    // More than a page of the listing.
    for number in 0..60 {
        let expires = DUE - 30 + number;
        let url = client.url(&format!("/session:{number}?expires={expires}"));
        assert_eq!(client.send(Request::put(url), "x").status, 200);
    }
    assert_eq!(run_cron("0 3 * * *"), 200);
    for number in 0..60 {
        let kept = stored(&format!("/session:{number}")).is_some();
        assert_eq!(kept, number >= 30, "{number}");
    }
    let url = client.url("/session:1?expires=soon");
    assert_eq!(client.send(Request::put(url), "x").status, 400);
}

#[test]
fn cron_checks_services_with_a_deadline_and_reports() {
    assert_eq!(run_cron("*/15 * * * *"), 200);
    for (name, state) in [
        ("shop", "healthy"),
        ("bank", "unhealthy"),
        ("mail", "unhealthy"),
    ] {
        let found = stored(&format!("/health:{name}"));
        assert_eq!(found.as_deref(), Some(state), "{name}");
    }
    assert_eq!(run_cron("0 9 * * MON"), 200);
    let report = stored("/report:2026-01-01T00:00:00.000Z");
    assert_eq!(report.as_deref(), Some("unhealthy:bank:mail"));
}

#[test]
fn a_cron_pattern_without_work_fails() {
    assert_eq!(run_cron("1 2 3 4 *"), 500);
}
