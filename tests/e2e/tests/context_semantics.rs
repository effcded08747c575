//! The context, the console, scheduled events, encodings and outgoing requests: as in the JavaScript twin.

mod twins;

use std::time::{Duration, Instant};

use e2e::LogLine;
use http::Request;
use serde_json::{Value, json};
use twins::{SERVER, agree, case, get, head};

const PATIENCE: Duration = Duration::from_secs(30);

#[test]
fn failed_requests_pass_to_the_origin() {
    agree(vec![
        case("passed on", 200, get("/pass-then-fail?a=b")),
        case("passed on later", 200, get("/pass-then-fail-late")),
        case("not passed on", 200, get("/pass-then-answer")),
        case("failed without it", 500, get("/throw")),
    ]);
    let answer = SERVER.client("rust").get("/pass-then-fail?a=b");
    assert_eq!(answer.header("x-origin"), "yes");
    assert!(
        answer.text().ends_with("/pass-then-fail?a=b "),
        "{}",
        answer.text()
    );
}

#[test]
fn props_of_a_service_binding() {
    let props = |binding: &str| {
        let answer = SERVER.client("caller").get(&format!("/fetch/{binding}"));
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.json::<Value>()
    };
    assert_eq!(props("js"), json!({}));
    assert_eq!(props("rust"), json!({}));
    let given = json!({"user": "\u{e4}", "roles": ["a", "b"], "quota": 1.5});
    assert_eq!(props("js-with-props"), given);
    assert_eq!(props("rust-with-props"), given);
}

#[test]
fn no_retry_of_a_scheduled_event() {
    let run = |worker: &str, cron: &str| {
        let path = format!("/scheduled/{worker}?cron={cron}");
        let answer = SERVER.client("caller").get(&path);
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.json::<Value>()
    };
    let cases = [
        ("00", "ok", false),
        ("01", "ok", true),
        ("10", "exception", false),
        ("11", "exception", true),
    ];
    for (cron, outcome, no_retry) in cases {
        let expected = json!({"outcome": outcome, "noRetry": no_retry});
        assert_eq!(run("js", cron), expected, "JavaScript, {cron}");
        assert_eq!(run("rust", cron), expected, "Rust, {cron}");
    }
}

#[test]
fn an_aborted_task_keeps_no_event() {
    let caller = SERVER.client("caller");
    let start = Instant::now();
    let answer = caller.get("/scheduled/rust?cron=20");
    let expected = json!({"outcome": "ok", "noRetry": false});
    assert_eq!(answer.json::<Value>(), expected);
    let took = start.elapsed();
    assert!(took < Duration::from_secs(10), "{took:?}");
}

/// All that `/console` of a worker writes.
fn written_by(worker: &str) -> Vec<LogLine> {
    let before = SERVER.logs().len();
    assert_eq!(SERVER.client(worker).get("/console").text(), "ok");
    let start = Instant::now();
    loop {
        let mut lines = SERVER.logs().split_off(before);
        lines.retain(|line| line.text.contains("written: "));
        if lines.len() == 8 {
            return lines;
        }
        assert!(start.elapsed() < PATIENCE, "{lines:#?}");
        std::thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn the_console_keeps_levels_and_values() {
    let expected = written_by("js");
    let levels: Vec<_> = expected.iter().map(|line| line.level.as_str()).collect();
    let each = [
        "debug", "log", "info", "info", "info", "info", "warn", "error",
    ];
    assert_eq!(levels, each);
    assert_eq!(written_by("rust"), expected);
}

#[test]
fn encoded_and_partial_bodies() {
    let gzip = &["accept-encoding: gzip"][..];
    agree(vec![
        case("encoded already", 200, head("GET", "/gzipped", gzip)),
        case("encoded, not asked for", 200, get("/gzipped")),
        case("to be encoded", 200, head("GET", "/gzip-it", gzip)),
        case("a part", 206, head("GET", "/part", &["range: bytes=3-4"])),
    ]);
}

/// The platform does not compress it again, whatever of it is changed; one that was not compressed it does compress.
#[test]
fn an_encoded_answer_is_changed_and_handed_on() {
    let changes = [
        ("header", 200),
        ("status", 404),
        ("clone", 200),
        ("cloned-request", 200),
        ("http-request", 200),
        ("http-response", 200),
        ("own-original", 200),
        ("own-clone", 200),
        ("identity", 200),
    ];
    let ask = |(change, status)| {
        let target = format!("/handed-on?{change}");
        case(
            change,
            status,
            head("GET", &target, &["accept-encoding: gzip"]),
        )
    };
    agree(changes.map(ask).into());
}

/// What the middleware says, the runtime has done; but deflate, which is written here.
#[test]
fn compressed_bodies() {
    let client = SERVER.client("rust");
    let ask = |method: &str, accepted: &str| {
        let request = Request::builder().method(method);
        let request = request.uri(client.url("/compressed"));
        client.send(request.header("accept-encoding", accepted), ())
    };
    for (accepted, first) in [
        ("gzip", &[0x1f, 0x8b][..]),
        ("deflate", &[0x78]),
        ("br", &[]),
    ] {
        let answer = ask("GET", accepted);
        assert_eq!(answer.header("content-encoding"), accepted);
        assert_eq!(answer.header("vary"), "accept-encoding");
        assert!(
            answer.body.starts_with(first),
            "{accepted}: {:?}",
            answer.body
        );
        assert!(answer.body.len() < 100, "{accepted}: {}", answer.body.len());
    }
    for (method, accepted, length) in [("GET", "identity", 6000), ("HEAD", "gzip", 0)] {
        let answer = ask(method, accepted);
        assert!(!answer.headers.contains_key("content-encoding"));
        assert_eq!(answer.body.len(), length);
    }
}

#[test]
fn outgoing_requests() {
    let fetched =
        |url: &str, headers: &[&str]| head("GET", &format!("/fetched?url={url}"), headers);
    agree(vec![
        case("an answer", 200, fetched("http://a.example/b?c=d", &[])),
        case(
            "an encoded answer",
            200,
            fetched("http://a.example/gzipped", &["accept-encoding: gzip"]),
        ),
        case(
            "an answer that is decoded",
            200,
            fetched("http://a.example/gzipped", &[]),
        ),
        case("no answer", 500, fetched("http://a.example/lost", &[])),
        case("not a URL", 500, fetched("nonsense", &[])),
    ]);
}
