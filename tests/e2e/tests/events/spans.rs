//! Spans, as a tail worker is told of them.

use std::thread;
use std::time::{Duration, Instant};

use e2e::{
    Config, Panics, Project, Server, build_worker, is_todays_wrangler, stand_in, workspace_root,
};
use serde_json::{Value, json};

use crate::PATIENCE;

/// The worker of `tests/runtime/logging`, observed.
fn observed(panics: Panics) -> Server {
    build_worker("tests/runtime/logging", panics).unwrap();
    let file = workspace_root().join("tests/runtime/logging/wrangler.jsonc");
    let worker = Project::at(file).name("logging").skip_build();
    let worker = match panics {
        Panics::Abort => worker,
        Panics::Unwind => worker.environment("unwind"),
    };
    let spans = stand_in("spans", "spans.js")
        .flag("experimental")
        .flag("streaming_tail_worker");
    Server::start(&Config::new().worker(worker).worker(spans)).unwrap()
}

/// What the tail worker was told of so many requests, when they have ended.
fn traces(server: &Server, count: usize) -> Vec<Vec<Value>> {
    let events = || -> Vec<Value> {
        let lines = server.logs().into_iter();
        lines
            .filter_map(|line| serde_json::from_str(&line.text).ok())
            .filter(|event: &Value| event["traceId"].is_string())
            .collect()
    };
    let start = Instant::now();
    while events().iter().filter(|it| it["type"] == "outcome").count() < count {
        assert!(start.elapsed() < PATIENCE, "{:#?}", server.logs());
        thread::sleep(Duration::from_millis(20));
    }
    let all = events();
    let begun = all.iter().filter(|event| event["type"] == "begin");
    let of = |begin: &Value| {
        let of = |event: &&Value| event["traceId"] == begin["traceId"];
        all.iter().filter(of).cloned().collect()
    };
    let traces: Vec<_> = begun.map(of).collect();
    assert_eq!(traces.len(), count);
    traces
}

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

/// What the attributes of the span with this id are, or of all spans.
fn attributes(trace: &[Value], of: Option<&Value>) -> Vec<(String, Value)> {
    let told = trace.iter().filter(|event| event["type"] == "attributes");
    told.filter(|event| of.is_none_or(|id| &event["span"] == id))
        .flat_map(|event| event["info"].as_array().cloned().unwrap())
        .map(|it| (it["name"].as_str().unwrap().to_owned(), it["value"].clone()))
        .collect()
}

#[test]
fn spans_of_tracing_are_those_of_the_platform() {
    let server = observed(Panics::Abort);
    let client = server.client("logging");
    // Two at the same time, whose spans do not mix.
    thread::scope(|scope| {
        for path in ["/a", "/b"] {
            let client = client.clone();
            scope.spawn(move || assert_eq!(client.get(path).text(), "ok"));
        }
    });
    for trace in traces(&server, 2) {
        let pairs = [("request", ""), ("query", "request"), ("render", "request")];
        assert_eq!(tree(&trace), pairs, "{trace:#?}");
        let closed = trace.iter().filter(|event| event["type"] == "spanClose");
        let closed: Vec<_> = closed
            .map(|event| name_of(&trace, &event["span"]))
            .collect();
        assert_eq!(closed, ["query", "render", "request"], "{trace:#?}");
        let attributes = attributes(&trace, None);
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

#[test]
fn what_runs_in_a_span_is_inside_of_it() {
    let server = observed(Panics::Abort);
    assert_eq!(server.client("logging").get("/platform/tree").text(), "ok");
    let trace = traces(&server, 1).remove(0);
    let first_word = |name: &str| name.split(' ').next().unwrap().to_owned();
    let mut found = Vec::new();
    for span in trace.iter().filter(|event| event["type"] == "spanOpen") {
        let around = match name_of(&trace, &span["span"]) {
            "" => "root".to_owned(),
            name => first_word(name),
        };
        let attributes = attributes(&trace, Some(&span["own"]));
        let text = |name: &str| {
            let found = attributes.iter().find(|(other, _)| other == name);
            found.map(|(_, value)| value.as_str().unwrap())
        };
        let name = span["name"].as_str().unwrap();
        let expected = match name {
            "kv_get" | "kv_put" => text("cloudflare.kv.query.keys"),
            "fetch" => text("url.full")
                .unwrap()
                .strip_prefix("http://127.0.0.1:1/"),
            name => name.split(" in ").nth(1),
        };
        // The older runtime has none of ours, so all stand beside each other.
        let expected = match is_todays_wrangler() {
            true => expected.unwrap(),
            false => "root",
        };
        assert_eq!(around, expected, "{name}: {trace:#?}");
        found.push(first_word(name));
    }
    found.sort();
    let mut spans = [["kv_get"; 8], ["kv_get"; 8]].concat();
    spans.extend(["kv_put", "fetch", "tracing"]);
    if is_todays_wrangler() {
        spans.extend([
            "outer", "eager", "inner", "scoped", "bridged", "first", "second", "builder",
        ]);
    }
    spans.sort_unstable();
    assert_eq!(found, spans, "{trace:#?}");
}

#[test]
fn what_a_span_is_told() {
    let server = observed(Panics::Abort);
    let parent = server.client("logging").get("/platform/told").text();
    let trace = traces(&server, 1).remove(0);
    if !is_todays_wrangler() {
        assert_eq!((&*parent, tree(&trace)), ("", Vec::new()), "{trace:#?}");
        return;
    }
    let spans = [("a name", ""), ("well", ""), ("last", "")];
    assert_eq!(tree(&trace), spans, "{trace:#?}");
    let opened = |name: &str| trace.iter().find(|event| event["name"] == name).unwrap();
    let (span, well) = (opened("a name"), opened("well"));
    let ids = [&span["traceId"], &span["own"]].map(|id| id.as_str().unwrap());
    assert_eq!(parent, format!("00-{}-{}-00", ids[0], ids[1]));
    let told = |span: &Value| -> Vec<Value> {
        let of = |event: &&Value| event["span"] == span["own"];
        let told = trace.iter().filter(of);
        told.map(|it| match &it["type"] {
            kind if kind == "attributes" => kind.clone(),
            kind => json!([kind, it["info"], it["message"]]),
        })
        .collect()
    };
    let status = json!({"type": "status", "status": {"code": "error", "message": "no luck"}});
    let expected = json!([
        ["spanUpdate", {"type": "name", "name": "another name"}, null],
        ["spanUpdate", status, null],
        ["exception", null, "what happened"],
        "attributes",
        ["spanClose", null, null],
    ]);
    assert_eq!(json!(told(span)), expected, "{trace:#?}");
    let expected = [
        ("flag", json!(true)),
        ("number", json!(1.5)),
        ("text", json!("é")),
        ("large", json!("18446744073709551615")),
    ];
    let expected = expected.map(|(name, value)| (name.to_owned(), value));
    assert_eq!(attributes(&trace, Some(&span["own"])), expected);
    assert_eq!(told(well).len(), 3, "{trace:#?}");
    let place = |event: &Value| trace.iter().position(|other| other == event);
    let dropped = trace.iter().find(|event| event["type"] == "spanClose");
    assert_eq!(dropped.unwrap()["span"], well["own"]);
    assert!(
        place(dropped.unwrap()) < place(opened("last")),
        "{trace:#?}"
    );
    let of_the_request = [("of the request".to_owned(), json!("yes"))];
    assert_eq!(attributes(&trace, Some(&span["span"])), of_the_request);
}

/// The number of the next event of the instance after a panic in a span, and the spans that were told to have ended.
#[track_caller]
fn after_a_panic(panics: Panics) -> (String, usize) {
    let server = observed(panics);
    let client = server.client("logging");
    assert_eq!(client.get("/platform/events").text(), "1");
    assert_eq!(client.get("/platform/panic").status, 500);
    let next = client.get("/platform/events").text();
    let traces = traces(&server, 3);
    let logs = server.logs();
    let report = "RustPanic: inside of a span";
    let reports = logs.iter().filter(|line| line.text.starts_with(report));
    assert_eq!(reports.count(), 1, "{logs:#?}");
    let ended = |trace: &Vec<Value>| {
        let closed = trace.iter().filter(|event| event["type"] == "spanClose");
        closed
            .filter(|event| name_of(trace, &event["span"]) == "panics")
            .count()
    };
    (next, traces.iter().map(ended).sum())
}

#[test]
fn a_panic_inside_of_a_span() {
    let (next, _) = after_a_panic(Panics::Abort);
    assert_eq!(next, "1");
}

#[test]
fn a_panic_inside_of_a_span_unwinds() {
    let ended = usize::from(is_todays_wrangler());
    assert_eq!(after_a_panic(Panics::Unwind), ("3".to_owned(), ended));
}
