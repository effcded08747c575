//! Tail workers beside workers that they observe.

use std::sync::LazyLock;
use std::thread;
use std::time::{Duration, Instant};

use e2e::{Client, Config, Panics, Project, Server, build_project, build_worker, workspace_root};
use serde_json::{Value, json};

const PATIENCE: Duration = Duration::from_secs(10);

fn wait_until(client: &Client, path: &str, is_there: impl Fn(&Value) -> bool) -> Value {
    let start = Instant::now();
    loop {
        let value: Value = client.get(path).json();
        if is_there(&value) {
            return value;
        }
        assert!(start.elapsed() < PATIENCE, "{path}: {value:#}");
        thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn the_example_receives_logs_and_exceptions() {
    let config = ["logs", "tail"].iter().fold(Config::new(), |config, name| {
        let file = build_project(&format!("examples/{name}")).unwrap();
        config.worker(Project::at(file).skip_build())
    });
    let server = Server::start(&config).unwrap();
    let (logs, tail) = (server.client("logs"), server.client("tail"));
    assert_eq!(logs.get("/buy?item=tea&cents=450").text(), "bought tea");
    assert_eq!(logs.get("/buy?item=milk&cents=50").status, 200);
    wait_until(&tail, "/", |report| report["requests"] == 2);
    assert_eq!(logs.get("/buy?item=air&cents=none").status, 500);
    let report = wait_until(&tail, "/", |report| report["requests"] == 3);
    assert_eq!(report["sold_cents"], 500);
    let failure = &report["failures"][0];
    assert_eq!(report["failures"].as_array().unwrap().len(), 1);
    assert_eq!(failure["worker"], "", "local workers have no name");
    assert_eq!(failure["error"], "Error: the price is not a number");
    assert_eq!(failure["logs"], json!(["`none` is no price"]));
    let url = failure["url"].as_str().unwrap();
    assert!(url.ends_with("/buy?item=air&cents=none"), "{url}");
}

static SERVER: LazyLock<Server> = LazyLock::new(|| {
    build_worker("tests/runtime/events", Panics::Abort).unwrap();
    let observer = workspace_root().join("tests/runtime/events/wrangler.jsonc");
    let observer = Project::at(observer).name("observer");
    let script = workspace_root().join("tests/e2e/tests/js/observed.js");
    let observed = Project::script("observed", script);
    let config = Config::new()
        .worker(observed.tail("observer"))
        .worker(observer.skip_build());
    Server::start(&config).unwrap()
});

/// The item about an event of the observed worker whose first line in the log is this.
fn item(line: &str) -> Value {
    let observer = SERVER.client("observer");
    let is_it = |item: &&Value| item["logs"][0][1] == line;
    let all = wait_until(&observer, "/tail", |all| {
        all.as_array().unwrap().iter().any(|item| is_it(&item))
    });
    all.as_array().unwrap().iter().find(is_it).unwrap().clone()
}

#[test]
fn a_request_that_is_answered() {
    SERVER.client("observed").get("/there");
    let item = item(r#"asked for /there {"deep":[1,null]}"#);
    assert_eq!(item["outcome"], "ok");
    assert_eq!(item["script"], Value::Null, "local workers have no name");
    assert_eq!(item["event"]["method"], "GET");
    assert_eq!(item["event"]["status"], 203);
    assert!(item["event"]["url"].as_str().unwrap().ends_with("/there"));
    assert!(item["event"]["headers"].as_u64().unwrap() > 0);
    assert_eq!(item["model"], "stateless");
    assert_eq!(
        (&item["truncated"], &item["exceptions"]),
        (&json!(false), &json!([]))
    );
    // The whole item, with all its parts, is JSON too.
    let whole = &item["whole"];
    assert_eq!(whole["outcome"], "ok", "{whole:#}");
    assert_eq!(whole["event"]["response"]["status"], 203);
    assert_eq!(
        whole["logs"][0]["message"],
        json!(["asked for", "/there", {"deep": [1, null]}])
    );
}

#[test]
fn a_request_that_fails() {
    assert_eq!(SERVER.client("observed").get("/throw").status, 500);
    let item = item(r#"asked for /throw {"deep":[1,null]}"#);
    assert_eq!(item["outcome"], "exception");
    assert_eq!(item["exceptions"], json!([["TypeError", "no such page"]]));
    assert_eq!(item["whole"]["exceptions"][0]["name"], "TypeError");
}

#[test]
fn a_cron_trigger() {
    assert_eq!(
        SERVER
            .scheduled("observed", "*/7 * * * *", 1_700_000_000_000)
            .status,
        200
    );
    let item = item("due */7 * * * *");
    assert_eq!(item["logs"][0][0], "debug");
    assert_eq!(
        item["event"],
        r#"Scheduled { scheduled_time: Some(Timestamp(1700000000000.0)), cron: "*/7 * * * *" }"#
    );
}

/// What is inside of each span of a trace: its name, and that of the one around it.
fn tree(events: &[Value]) -> Vec<(String, String)> {
    let opened: Vec<_> = events
        .iter()
        .filter(|it| it["type"] == "spanOpen")
        .collect();
    let name = |id: &Value| {
        let found = opened.iter().find(|span| &span["own"] == id);
        found.map_or("", |span| span["name"].as_str().unwrap())
    };
    let pair = |span: &&Value| {
        (
            name(&span["own"]).to_owned(),
            name(&span["span"]).to_owned(),
        )
    };
    opened.iter().map(pair).collect()
}

#[test]
fn spans_of_tracing_are_those_of_the_platform() {
    build_worker("tests/runtime/logging", Panics::Abort).unwrap();
    let logging = workspace_root().join("tests/runtime/logging/wrangler.jsonc");
    let script = workspace_root().join("tests/e2e/tests/js/spans.js");
    let spans = Project::script("spans", script)
        .flag("experimental")
        .flag("streaming_tail_worker");
    let config = Config::new()
        .worker(Project::at(logging).name("logging").skip_build())
        .worker(spans);
    let server = Server::start(&config).unwrap();
    let client = server.client("logging");
    // Two at the same time, whose spans do not mix.
    thread::scope(|scope| {
        for path in ["/a", "/b"] {
            let client = client.clone();
            scope.spawn(move || assert_eq!(client.get(path).text(), "ok"));
        }
    });
    let events = || -> Vec<Value> {
        let lines = server.logs().into_iter();
        lines
            .filter_map(|line| serde_json::from_str(&line.text).ok())
            .collect()
    };
    let start = Instant::now();
    while events().iter().filter(|it| it["type"] == "outcome").count() < 2 {
        assert!(start.elapsed() < PATIENCE, "{:#?}", server.logs());
        thread::sleep(Duration::from_millis(20));
    }
    let all = events();
    let traces: Vec<_> = all.iter().filter(|it| it["type"] == "begin").collect();
    assert_eq!(traces.len(), 2);
    for begin in traces {
        let of = |event: &&Value| event["traceId"] == begin["traceId"];
        let trace: Vec<_> = all.iter().filter(of).cloned().collect();
        let pairs = [("request", ""), ("query", "request"), ("render", "request")];
        let pairs = pairs.map(|(name, outer)| (name.to_owned(), outer.to_owned()));
        assert_eq!(tree(&trace), pairs, "{trace:#?}");
        let closed = trace.iter().filter(|event| event["type"] == "spanClose");
        assert_eq!(closed.count(), 3, "{trace:#?}");
        let attributes = trace.iter().filter(|event| event["type"] == "attributes");
        let attributes: Vec<_> = attributes
            .flat_map(|event| event["info"].as_array().cloned().unwrap())
            .map(|it| (it["name"].as_str().unwrap().to_owned(), it["value"].clone()))
            .collect();
        let has = |name: &str, value: Value| attributes.contains(&(name.to_owned(), value));
        assert!(
            has("rows", json!(3)) && has("length", json!(2)),
            "{attributes:?}"
        );
        assert!(
            has("path", json!("/a")) || has("path", json!("/b")),
            "{attributes:?}"
        );
    }
}
