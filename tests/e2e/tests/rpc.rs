//! Remote calls between workers of different languages: JavaScript calls Rust, and Rust calls JavaScript.

use std::path::PathBuf;
use std::process::Command;
use std::sync::LazyLock;

use e2e::{Config, Project, Server, build_project, workspace_root};
use serde_json::{Value, json};

static SERVER: LazyLock<Server> = LazyLock::new(start);

/// The worker in Rust, and what the compiler says of the one in TypeScript, which it has translated.
static BUILT: LazyLock<(PathBuf, String)> = LazyLock::new(|| {
    let worker = build_project("tests/runtime/rpc").unwrap();
    let tsc = workspace_root().join("node_modules/typescript/bin/tsc");
    let mut node = Command::new("node");
    let run = node.arg(tsc).args(["-p", "tests/rpc/caller"]).output();
    let run = run.unwrap();
    (worker, String::from_utf8(run.stdout).unwrap())
});

fn start() -> Server {
    let config = Config::new()
        .worker(Project::at(&BUILT.0).skip_build())
        .worker(Project::at("tests/rpc/caller"))
        .worker(Project::at("tests/rpc/peer"));
    Server::start(&config).unwrap()
}

#[track_caller]
fn case(name: &str, expected: Value) {
    let answer = SERVER.client("caller").get(&format!("/{name}"));
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(answer.json::<Value>(), expected);
}

fn error(name: &str, message: &str) -> Value {
    json!({
        "name": name, "message": message, "remote": true,
        "range": name == "RangeError", "type": name == "TypeError",
    })
}

/// Calls of every kind are right; those in `wrong.ts` are wrong, each for the reason that stands behind it.
#[test]
fn typescript_knows_the_types() {
    let source = include_str!("rpc/caller/src/wrong.ts");
    let lines = source.lines().enumerate();
    let expected = lines.filter_map(|(at, line)| {
        let (_, error) = line.split_once("// error ")?;
        Some(format!("wrong.ts({}): {error}", at + 1))
    });
    let said = BUILT.1.lines().filter(|line| !line.starts_with(' '));
    let said = said.map(|line| {
        let line = line.strip_prefix("tests/rpc/caller/src/").unwrap_or(line);
        let (place, error) = line.split_once(": error ").unwrap_or((line, ""));
        let (place, _) = place.split_once(',').unwrap_or((place, ""));
        format!("{place}): {error}")
    });
    let (expected, said): (Vec<_>, Vec<_>) = (expected.collect(), said.collect());
    assert!(expected.len() > 9);
    assert_eq!(said, expected);
}

#[test]
fn javascript_passes_values() {
    let sum = json!({"total": 42, "parts": [2, 40], "note": null});
    let echo = json!({
        "number": -0.5, "text": "ü€😀", "is_set": true, "bytes": {"0": 0, "1": 255},
        "time": "2017-07-14T02:40:00.000Z", "nothing": null, "pair": [7, "x"],
    });
    case(
        "values",
        json!({
            "sum": sum, "bigint": sum, "version": "1", "nothing": true, "echo": echo, "bytes": true,
            "raw": {"map": [["a", 1]], "date": 5, "pattern": "a+b"},
            "shades": ["plain", {"mixed": {"red": 2, "green": 2}}, {"named": "sea"}],
        }),
    );
}

#[test]
fn javascript_calls_the_default_entrypoint() {
    case("front", json!(["hello", "caller", "boss", "the front"]));
}

#[test]
fn javascript_passes_requests() {
    let headers = json!([
        ["set-cookie", "a=1"],
        ["set-cookie", "b=2"],
        ["x-name", "1"],
        ["x-signed-by", "the desk"],
    ]);
    let cookies = json!(["a=1", "b=2"]);
    case(
        "requests",
        json!(["1", "POST /path body", "hello you", headers, cookies]),
    );
}

#[test]
fn javascript_passes_streams() {
    case("streams", json!(["letters", "ABC", "from rust"]));
}

#[test]
fn javascript_passes_functions() {
    let wrong = error(
        "Error",
        "cannot read the result of the function: expected i64, found the text \"text\"",
    );
    case(
        "callbacks",
        json!({
            "each": [10, 20, 30], "late": [1, 2], "adder": [6, 7],
            "kept": "Cannot perform I/O on behalf of a different request.",
            "wrong": wrong, "thrown": error("RangeError", "not one"),
        }),
    );
}

#[test]
fn javascript_passes_objects() {
    case(
        "targets",
        json!({
            "all": [0, 1, null], "pipelined": 0, "inside": 0, "ours": 10,
            "position": 3, "property": 1, "motto": "count twice",
        }),
    );
}

#[test]
fn javascript_sees_errors() {
    let mut named = error("NotFound", "no such thing");
    named["code"] = json!(404);
    named["path"] = json!(["a", "b"]);
    case(
        "errors",
        json!({
            "range": error("RangeError", "too far"),
            "named": named,
            "late": error("Error", "too late"),
            "plain": error("Error", "plain"),
            "text": error("Error", "just text"),
            "argument": error("TypeError", "cannot read argument 0 (`a`): expected i64, found the text \"x\""),
            "second": error("TypeError", "cannot read argument 1 (`b`): expected i64, found null"),
            "inside": error("TypeError", "cannot read `pair` of argument 0 (`value`): invalid length 1, expected a tuple of size 2"),
            "missing": error("TypeError", "The RPC receiver does not implement the method \"noSuchMethod\"."),
            "property": error("TypeError", "The RPC receiver does not implement the method \"noSuchProperty\"."),
        }),
    );
}

#[test]
fn javascript_sees_a_panic_as_an_error() {
    let server = start();
    let answer = server.client("caller").get("/panic").json::<Value>();
    assert_eq!(answer[0]["message"], "the clerk fell over");
    assert_eq!(answer[1], "1");
}

#[test]
fn javascript_calls_durable_objects() {
    case(
        "objects",
        json!({"counted": [1, 3, 6], "peek": 0, "total": 6, "reset": "Error: enough"}),
    );
}

#[test]
fn typescript_starts_a_workflow() {
    case("workflow", json!({"named": "3"}));
}

/// The local runtime says nothing of it, so that garbage collection has to find it.
#[test]
fn what_javascript_disposes_of_is_dropped_in_rust() {
    let answer = SERVER.client("caller").get("/disposal").json::<Value>();
    let count = |name: &str| answer[name].as_i64().unwrap();
    assert!(count("after") < count("before") + 100, "{answer}");
}

#[test]
fn rust_calls_javascript() {
    let error = |message: &str, kind: &str| {
        json!({
            "message": message, "range": kind == "RangeError", "type": kind == "TypeError",
            "remote": true, "malformed": false, "code": null,
        })
    };
    let mut range = error("too far", "RangeError");
    range["code"] = json!(7);
    let mut report = SERVER.client("runtime-rpc").get("/peer").json::<Value>();
    let disposed = report
        .as_object_mut()
        .and_then(|report| report.remove("disposed"));
    assert!(disposed.is_some());
    let shape = report
        .as_object_mut()
        .and_then(|report| report.remove("shape"));
    assert_eq!(
        shape.map(|shape| shape["malformed"].clone()),
        Some(json!(true))
    );
    assert_eq!(
        report,
        json!({
            "add": 3.5, "describe": "object {\"a\":[1,null]}",
            "map": {"a": 1}, "big": "1152921504606846976", "date": 1500.0, "bytes": [1, 2], "nothing": null,
            "each": [2, 4], "refused": error("not this", "RangeError"), "adder": [6, 7],
            "counted": [2, 1, null], "position": 0, "motto": "count down", "property": 1,
            "no property": error("The RPC receiver does not implement the method \"noProperty\".", "TypeError"),
            "written": "to rust",
            "signed": [["set-cookie", "a=1"], ["set-cookie", "b=2"], ["x-signed-by", "the peer"]],
            "pipelined": 9, "ours": 6,
            "letters": "abc", "upper": "FROM RUST", "fetch": "peer /path",
            "range": range, "text": error("just text", ""), "null": error("null", ""),
            "missing": error("The RPC receiver does not implement the method \"missing\".", "TypeError"),
        })
    );
}
