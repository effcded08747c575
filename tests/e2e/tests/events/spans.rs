//! Spans of `tracing`, as a tail worker is told of them.

use std::thread;
use std::time::{Duration, Instant};

use e2e::{Config, Panics, Project, Server, build_worker, stand_in, workspace_root};
use serde_json::{Value, json};

use crate::PATIENCE;

/// The name of a span, which is in the event that opens it.
fn name_of<'a>(events: &'a [Value], id: &Value) -> &'a str {
    let mut opened = events.iter().filter(|it| it["type"] == "spanOpen");
    let found = opened.find(|span| &span["own"] == id);
    found.map_or("", |span| span["name"].as_str().unwrap())
}

/// What is inside of each span of a trace: its name, and that of the one around it.
fn tree(events: &[Value]) -> Vec<(&str, &str)> {
    let opened = events.iter().filter(|it| it["type"] == "spanOpen");
    let pair = |span: &Value| {
        (
            name_of(events, &span["own"]),
            name_of(events, &span["span"]),
        )
    };
    opened.map(pair).collect()
}

#[test]
fn spans_of_tracing_are_those_of_the_platform() {
    build_worker("tests/runtime/logging", Panics::Abort).unwrap();
    let logging = workspace_root().join("tests/runtime/logging/wrangler.jsonc");
    let spans = stand_in("spans", "spans.js")
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
        assert_eq!(tree(&trace), pairs, "{trace:#?}");
        let closed = trace.iter().filter(|event| event["type"] == "spanClose");
        let closed: Vec<_> = closed
            .map(|event| name_of(&trace, &event["span"]))
            .collect();
        assert_eq!(closed, ["query", "render", "request"], "{trace:#?}");
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
