//! Applications of axum in the real runtime.

use std::io::Write;
use std::sync::LazyLock;
use std::thread;
use std::time::{Duration, Instant};

use e2e::{
    Answer, Config, Panics, Project, Server, build_worker, example, is_todays_wrangler, raw,
};
use http::Request;
use serde_json::{Value, json};

static SERVER: LazyLock<Server> = LazyLock::new(|| {
    let example = example("axum").unwrap();
    let build = build_worker("tests/workers/axum", Panics::Abort).unwrap();
    let worker = Project::built("worker", build)
        .service("SELF", "worker")
        .var("TEXT", "a variable")
        .flag("enable_request_signal");
    let config = Config::new()
        .cf(json!({"country": "AQ"}))
        .worker(worker)
        .worker(example.name("example"));
    Server::start(&config).unwrap()
});

const PATIENCE: Duration = Duration::from_secs(20);

fn ask(method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
    let client = SERVER.client("worker");
    let request = Request::builder().method(method).uri(client.url(path));
    let request = headers.iter().fold(request, |request, (name, value)| {
        request.header(*name, *value)
    });
    match body {
        "" => client.send(request, ()),
        body => client.send(request, body),
    }
}

#[track_caller]
fn text(path: &str) -> String {
    let answer = ask("GET", path, &[], "");
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    answer.text()
}

const JSON: (&str, &str) = ("content-type", "application/json");
const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

#[test]
fn extractors_and_responses_are_those_of_axum() {
    let item = json!({"name": "tea & more", "count": 2});
    assert_eq!(text("/"), "root");
    assert_eq!(text("/text"), "a variable");
    assert_eq!(text("/path/caf%C3%A9/7"), "café 7 /path/{first}/{second}");
    assert_eq!(ask("GET", "/path/a/b", &[], "").status, 400);
    let query = ask("GET", "/query?name=tea+%26%20more&count=2", &[], "");
    assert_eq!(query.json::<Value>(), item);
    assert_eq!(query.header("content-type"), "application/json");
    let form = ask("POST", "/form", &[FORM], "name=tea+%26%20more&count=2");
    assert_eq!(form.json::<Value>(), item);
    let more = ask("POST", "/json", &[JSON], &item.to_string());
    assert_eq!(
        more.json::<Value>(),
        json!({"name": "tea & more", "count": 3})
    );
    assert_eq!(ask("POST", "/json", &[JSON], "{").status, 400);
    assert_eq!(ask("POST", "/json", &[JSON], "{}").status, 422);
    assert_eq!(ask("POST", "/json", &[FORM], "{}").status, 415);
    assert_eq!(text("/cf"), "AQ");
    assert_eq!(text("/nested/a/b"), "/a/b /nested/a/b a/b");
    assert_eq!(ask("GET", "/nothing", &[], "").status, 404);
    let refused = ask("PUT", "/text", &[], "");
    assert_eq!((refused.status, refused.header("allow")), (405, "GET,HEAD"));
}

#[test]
fn head_has_the_length_and_no_body() {
    let request = b"HEAD /text HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
    let mut stream = raw::connect(SERVER.address("worker")).unwrap();
    stream.write_all(request).unwrap();
    let answer = raw::read_answer(stream, true).unwrap();
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("content-length"), Some(&b"10"[..]));
    assert!(answer.body.is_empty());
}

#[test]
fn a_router_is_a_service_too() {
    assert_eq!(text("/text/?normalized"), "a variable");
    assert_eq!(ask("GET", "/text/", &[], "").status, 404);
    assert_eq!(text("/text?by-hand"), "a variable");
    let posted = ask("POST", "/upper?by-hand", &[], "by hand");
    assert_eq!(posted.text(), "BY HAND");
    // What only the event knows is not there.
    assert_eq!(ask("GET", "/later?by-hand", &[], "").status, 500);
    assert_eq!(text("/cf?by-hand"), "AQ");
}

/// One router, as two environments have it in turn.
#[test]
fn state_is_that_of_the_environment() {
    for _ in 0..2 {
        assert_eq!(text("/text?handler"), "a variable");
        assert_eq!(text("/text?elsewhere"), "another variable");
    }
}

#[test]
fn bodies_pass() {
    let long = "0123456789abcdef".repeat(20_000);
    for body in ["x", long.as_str()] {
        assert_eq!(ask("POST", "/echo", &[], body).text(), body);
        assert_eq!(ask("POST", "/layered", &[], body).text(), body);
        assert_eq!(ask("POST", "/through/echo", &[], body).text(), body);
        assert_eq!(ask("POST", "/upper", &[], body).text(), body.to_uppercase());
        assert_eq!(
            ask("POST", "/sent", &[], body).text(),
            body.len().to_string()
        );
    }
    assert_eq!(ask("POST", "/length", &[], &long).text(), "320000");
    // axum's own limit.
    assert_eq!(ask("POST", "/length", &[], &long.repeat(8)).status, 413);
    assert_eq!(ask("POST", "/echo", &[], "").text(), "");
}

#[test]
fn a_body_that_nobody_touched_is_the_one_of_the_platform() {
    assert_eq!(ask("POST", "/same", &[], "body").text(), "true false");
}

#[test]
fn multipart_forms_are_read_in_parts() {
    let boundary = ("content-type", "multipart/form-data; boundary=b");
    let part = |name| {
        format!("--b\r\ncontent-disposition: form-data; name={name}\r\n\r\nvalue {name}\r\n")
    };
    let body = format!("{}{}--b--\r\n", part("a"), part("b"));
    assert_eq!(
        ask("POST", "/multipart", &[boundary], &body).text(),
        "a=value a;b=value b;"
    );
}

#[test]
fn fields_are_kept_apart() {
    let sent = [("x-one", "1"), ("x-two", "a, b"), ("x-one", "é")];
    let answer = ask("GET", "/fields", &sent, "");
    let all = |name: &str| -> Vec<_> {
        let values = answer.headers.get_all(name).iter();
        values.map(|value| value.as_bytes().to_vec()).collect()
    };
    assert_eq!(all("set-cookie"), [b"a=1".to_vec(), b"b=2, c".to_vec()]);
    assert_eq!(all("x-two"), [b"a, b".to_vec()]);
    // The platform joins what came as several fields.
    assert_eq!(all("x-one").len(), 1);
}

#[test]
fn errors_reject_the_event_unless_something_answers() {
    let failed = ask("GET", "/fail", &[], "");
    assert_eq!(failed.status, 500);
    SERVER
        .wait_for_log("TypeError: the shelf is empty", PATIENCE)
        .unwrap();
    let problem = ask("GET", "/problem", &[], "");
    assert_eq!(
        (problem.status, problem.header("content-type")),
        (418, "application/problem+json")
    );
    let replaced = ask("GET", "/replaced", &[], "");
    assert_eq!(
        (replaced.status, replaced.text().as_str()),
        (502, "replaced")
    );
}

#[test]
fn layers_of_tower_http_work() {
    let origin = ("origin", "https://example.com");
    let read = ask("GET", "/cors", &[origin], "");
    assert_eq!(read.header("access-control-allow-origin"), "*");
    let asks = [origin, ("access-control-request-method", "PUT")];
    let preflight = ask("OPTIONS", "/cors", &asks, "");
    assert_eq!(
        (
            preflight.status,
            preflight.header("access-control-allow-methods")
        ),
        (200, "PUT")
    );
    assert_eq!(ask("POST", "/limited", &[], "12345678").text(), "12345678");
    assert_eq!(ask("POST", "/limited", &[], "123456789").status, 413);
    let accept = |value| ask("GET", "/accepting", &[("accept", value)], "").status;
    assert_eq!(
        (accept("application/json"), accept("text/html")),
        (200, 406)
    );
    let accepted = ask("GET", "/accepted", &[("x-request-id", "seven")], "");
    assert_eq!(
        (accepted.status, accepted.header("x-request-id")),
        (202, "seven")
    );
    assert_eq!(accepted.header("x-layer"), "outer");
    let wrapped = ask("GET", "/wrapped", &[], "");
    assert_eq!(
        (wrapped.header("x-text"), wrapped.header("x-mapped")),
        ("a variable", "yes")
    );
    assert_eq!(ask("GET", "/in-time", &[], "").status, 408);
}

#[test]
fn what_tower_http_compressed_is_sent_so() {
    let request = b"GET /compressed HTTP/1.1\r\nhost: x\r\naccept-encoding: gzip\r\nconnection: close\r\n\r\n";
    let answer = raw::exchange(SERVER.address("worker"), request).unwrap();
    assert_eq!(answer.header("content-encoding"), Some(&b"gzip"[..]));
    assert!(
        answer.body.starts_with(&[0x1f, 0x8b, 8]),
        "{:?}",
        answer.body.get(..8)
    );
    assert!(answer.body.len() < 200, "{}", answer.body.len());
}

#[test]
fn work_goes_on_behind_the_answer() {
    assert_eq!(text("/later"), "now");
    SERVER.wait_for_log("after the answer", PATIENCE).unwrap();
}

#[test]
fn events_are_sent_one_by_one() {
    let answer = ask("GET", "/events", &[], "");
    assert_eq!(answer.header("content-type"), "text/event-stream");
    assert_eq!(
        answer.text(),
        "data: event 0\n\ndata: event 1\n\ndata: event 2\n\n"
    );
}

#[test]
fn a_handler_upgrades_to_a_web_socket() {
    let url = format!("ws://{}/socket", SERVER.address("worker"));
    let (mut socket, _) = tungstenite::connect(url).unwrap();
    assert_eq!(socket.read().unwrap().into_text().unwrap(), "hello");
}

#[test]
fn the_handler_of_a_lost_client_is_dropped() {
    let mut stream = raw::connect(SERVER.address("worker")).unwrap();
    stream
        .write_all(b"GET /slow HTTP/1.1\r\nhost: x\r\n\r\n")
        .unwrap();
    SERVER.wait_for_log("the handler waits", PATIENCE).unwrap();
    assert_eq!(text("/dropped"), "0");
    raw::reset(stream).unwrap();
    let start = Instant::now();
    while text("/dropped") != "1" {
        assert!(start.elapsed() < PATIENCE);
        thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn requests_that_the_http_crate_refuses_arrive() {
    let exchange = |target: &[u8]| {
        let mut request = b"GET ".to_vec();
        request.extend_from_slice(target);
        request.extend_from_slice(b" HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
        let answer = raw::exchange(SERVER.address("worker"), &request).unwrap();
        (
            answer.status,
            String::from_utf8_lossy(&answer.body).into_owned(),
        )
    };
    for (target, expected) in [
        (
            &b"/raw-query?a=%FF&b=<>\"'"[..],
            "Some(\"a=%FF&b=%3C%3E%22%27\")",
        ),
        (b"/raw-query?a=|^`{}", "Some(\"a=|^`{}\")"),
        (b"/raw-query?\xC3\xA9", "Some(\"é\")"),
        (b"/raw-query?\xFF", "Some(\"\u{FFFD}\")"),
        (b"/raw-query?", "Some(\"\")"),
        (b"/raw-query", "None"),
    ] {
        let target_text = String::from_utf8_lossy(target);
        let answer = exchange(target);
        // Newer runtimes refuse some of them before the worker sees them.
        if !is_todays_wrangler() || answer != (400, "invalid URI".to_owned()) {
            assert_eq!(answer, (200, expected.to_owned()), "{target_text}");
        }
    }
}

/// The example.
fn guests(method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
    let client = SERVER.client("example");
    let request = Request::builder().method(method).uri(client.url(path));
    let request = headers.iter().fold(request, |request, (name, value)| {
        request.header(*name, *value)
    });
    match body {
        "" => client.send(request, ()),
        body => client.send(request, body),
    }
}

#[test]
fn guests_sign_with_the_token() {
    let token = ("authorization", "Bearer for-development");
    let from = r#"{"from":"London"}"#;
    assert_eq!(guests("PUT", "/guests/Ada", &[JSON], from).status, 401);
    let signed = guests("PUT", "/guests/Ada", &[JSON, token], from);
    assert_eq!((signed.status, signed.text().as_str()), (201, from));
    SERVER.wait_for_log("Ada came through", PATIENCE).unwrap();
    let read = guests("GET", "/guests/Ada", &[], "");
    assert_eq!(
        (read.text().as_str(), read.header("server")),
        (from, "axum")
    );
    assert_eq!(read.header("access-control-allow-origin"), "*");
    let listed: Value = guests("GET", "/guests?limit=5", &[], "").json();
    assert_eq!(listed, json!(["Ada"]));
    assert_eq!(guests("GET", "/guests/Bob", &[], "").status, 404);
    assert_eq!(
        guests("PUT", "/guests/Bob", &[JSON, token], "{}").status,
        422
    );
    assert_eq!(guests("GET", "/other", &[], "").text(), "no such page");
}
