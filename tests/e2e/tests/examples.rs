//! The examples do what their first lines say, built as for a deployment and with their own configuration.

use std::sync::LazyLock;
use std::time::Duration;

use e2e::{Config, Project, Server, build_project};
use http::Request;
use serde_json::{Value, json};

const PATIENCE: Duration = Duration::from_secs(30);

static SERVER: LazyLock<Server> = LazyLock::new(|| {
    let hello = build_project("examples/hello").unwrap();
    let hello = |name: &str| Project::at(&hello).name(name).skip_build();
    let mut config = Config::new()
        .cf(json!({"country": "NL", "colo": "AMS"}))
        .worker(hello("hello"))
        .worker(hello("hello-staging").environment("staging"))
        .worker(hello("hello-production").environment("production"));
    for name in ["request-info", "routes", "forms", "cron"] {
        let file = build_project(&format!("examples/{name}")).unwrap();
        config = config.worker(Project::at(file).name(name).skip_build());
    }
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

#[test]
fn cron() {
    let run = |cron| SERVER.scheduled("cron", cron, 1_767_225_600_000).status;
    assert_eq!(run("*/15 * * * *"), 200);
    SERVER.wait_for_log("refreshed", PATIENCE).unwrap();
    assert_eq!(run("0 3 * * *"), 200);
    SERVER
        .wait_for_log("cleaned up what is older than", PATIENCE)
        .unwrap();
    assert_eq!(run("0 9 * * MON"), 200);
    SERVER
        .wait_for_log("weekly report for 2026-01-01", PATIENCE)
        .unwrap();
    assert_eq!(run("1 2 3 4 *"), 500);
}
