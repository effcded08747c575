//! WebSockets from a test.

use std::sync::LazyLock;
use std::time::{Duration, Instant};

use http::Request;
use serde_json::{Value, json};
use worker_e2e::{Error, Message, Project, WebSocket, Worker};

const SOON: Duration = Duration::from_millis(100);
/// What a socket has unless a test says otherwise.
const PATIENCE: Duration = Duration::from_secs(10);

static WORKER: LazyLock<Worker> = LazyLock::new(|| {
    let script = Project::script("sockets", "tests/projects/sockets.js");
    script.start().unwrap()
});

#[track_caller]
fn open(path: &str) -> WebSocket {
    WORKER.websocket(path).unwrap()
}

#[track_caller]
fn text_of<T>(result: Result<T, Error>) -> String {
    match result {
        Ok(_) => panic!("it succeeded"),
        Err(error) => error.to_string(),
    }
}

#[test]
fn messages_of_each_kind() {
    let mut socket = open("/echo");
    socket.send("grün").unwrap();
    assert_eq!(socket.receive_text().unwrap(), "grün");
    socket.send(b"\xFF\0").unwrap();
    let bytes = socket.receive().unwrap();
    assert_eq!(bytes, Some(Message::Binary(vec![0xFF, 0])));
    socket.send_json(&json!({"a": [1, null]})).unwrap();
    let value: Value = socket.receive_json().unwrap();
    assert_eq!(value, json!({"a": [1, null]}));
    let long = "x".repeat(1 << 20);
    socket.send(&*long).unwrap();
    assert_eq!(socket.receive_text().unwrap(), long);
}

#[test]
fn messages_that_are_not_what_a_test_expects() {
    let mut socket = open("/echo");
    socket.send(b"ab").unwrap();
    assert_eq!(
        text_of(socket.receive_text()),
        "the message of the WebSocket `/echo` is not text but bytes: [97, 98]"
    );
    socket.send("nonsense").unwrap();
    let error = text_of(socket.receive_json::<Value>());
    let expected =
        "the message is not the expected JSON: expected ident at line 1 column 2; it is nonsense";
    assert_eq!(error, expected);
}

#[test]
fn several_sockets_each_with_its_own_time() {
    let (mut early, mut late) = (open("/echo"), open("/late"));
    late.send("news").unwrap();
    early.send("first").unwrap();
    assert_eq!(early.receive_text().unwrap(), "first");
    let begin = Instant::now();
    let error = late.receive_within(SOON).unwrap_err();
    assert!(begin.elapsed() < PATIENCE, "{:?}", begin.elapsed());
    assert!(error.is_timeout());
    assert_eq!(
        error.to_string(),
        "nothing came over the WebSocket `/late` within 100ms; wait longer with `WebSocket::set_patience`, or see in \
         `Worker::logs` what the worker does"
    );
    early.set_patience(SOON);
    assert!(early.receive().unwrap_err().is_timeout());
    assert_eq!(late.receive_text().unwrap(), "late news");
}

#[test]
fn the_worker_closes() {
    let mut socket = open("/close");
    assert_eq!(socket.close_frame(), None);
    socket.send("enough").unwrap();
    assert_eq!(socket.receive_text().unwrap(), "before");
    for _ in 0..2 {
        assert_eq!(socket.receive().unwrap(), None);
    }
    let frame = socket.close_frame().unwrap();
    assert_eq!((frame.code, frame.reason.as_str()), (4001, "enough"));
    assert_eq!(
        text_of(socket.send("more")),
        "could not send over the WebSocket `/close`: it was closed with 4001 (enough)"
    );
    assert_eq!(
        text_of(socket.receive_text()),
        "no message but a close frame came over the WebSocket `/close`: 4001 (enough)"
    );
    assert_eq!(socket.close(1000, "").unwrap().code, 4001);

    let mut socket = open("/codeless");
    socket.send("now").unwrap();
    assert_eq!(socket.closed().unwrap().to_string(), "1005");
}

#[test]
fn the_test_closes() {
    let mut socket = open("/echo");
    socket.send("nobody receives this").unwrap();
    assert_eq!(socket.close(4000, "bye").unwrap().to_string(), "4000 (bye)");
    let mut socket = open("/echo");
    assert_eq!(
        text_of(socket.close(1000, &"x".repeat(124))),
        "the reason to close the WebSocket `/echo` has 124 bytes; a close frame has room for 123"
    );
    socket.send("still open").unwrap();
    assert_eq!(socket.receive_text().unwrap(), "still open");
}

#[test]
fn a_worker_that_does_not_close() {
    let mut socket = open("/late");
    socket.set_patience(SOON);
    let error = socket.close(1000, "").unwrap_err();
    assert!(error.is_timeout());
    assert_eq!(
        error.to_string(),
        "the worker did not close the WebSocket `/late` within 100ms after the test did; one that handles close \
         frames itself has to answer them"
    );
    assert_eq!(
        text_of(socket.send("more")),
        "could not send over the WebSocket `/late`: the test has closed it"
    );
}

/// Each of its messages comes in time.
#[test]
fn a_worker_that_goes_on_instead_of_closing() {
    let mut socket = open("/ticks");
    assert_eq!(socket.receive_text().unwrap(), "tick");
    socket.set_patience(SOON * 5);
    let begin = Instant::now();
    assert!(socket.close(1000, "").unwrap_err().is_timeout());
    assert!(begin.elapsed() < PATIENCE);
}

#[test]
fn a_socket_that_is_dropped_is_one_of_a_lost_client() {
    drop(open("/vanish"));
    let line = WORKER.wait_for_log("closed with", Duration::from_secs(5));
    assert_eq!(line.unwrap().text, "closed with 1006, false");
}

#[test]
fn a_connection_that_ends_without_a_close_frame() {
    let worker = Project::script("ending", "tests/projects/sockets.js");
    let worker = worker.start().unwrap();
    let mut socket = worker.websocket("/echo").unwrap();
    worker.stop();
    let error = socket.receive().unwrap_err();
    assert!(!error.is_timeout());
    let error = error.to_string();
    let expected = "the connection of the WebSocket `/echo` ended without a close frame, as when a handler fails: ";
    assert!(error.starts_with(expected), "{error}");
}

#[test]
fn a_refusal_has_status_and_body() {
    let error = WORKER.websocket("/refused").unwrap_err();
    assert_eq!(
        error.to_string(),
        "the worker did not open the WebSocket `/refused` but answered with status 401: who are you?"
    );
    let answer = error.answer().unwrap();
    assert_eq!((answer.status, &*answer.text()), (401, "who are you?"));
    assert_eq!(answer.header("www-authenticate"), Some("Bearer"));
    let error = WORKER.websocket("/refused-in-pieces").unwrap_err();
    assert_eq!(error.answer().unwrap().to_string(), "403: not for you");
}

#[test]
fn a_request_with_headers() {
    let request = Request::get("/headers?protocol=b")
        .header("host", "shop.example")
        .header("authorization", "Bearer token")
        .header("cookie", "session=1")
        .header("sec-websocket-protocol", "a, b");
    let mut socket = WORKER.websocket_with(request).unwrap();
    assert_eq!(socket.protocol(), Some("b"));
    assert_eq!(socket.headers()["sec-websocket-protocol"], "b");
    let seen: Value = socket.receive_json().unwrap();
    for (name, value) in [
        ("host", "shop.example"),
        ("authorization", "Bearer token"),
        ("cookie", "session=1"),
        ("sec-websocket-protocol", "a, b"),
    ] {
        assert_eq!(seen[name], value, "{name}");
    }
}

#[test]
fn protocols_that_do_not_match() {
    let hint = "; a browser closes such a socket, so answer with one of those in `sec-websocket-protocol`, if there \
                are any";
    let asked = |path: &str, protocols: &str| {
        let request = Request::get(path).header("sec-websocket-protocol", protocols);
        text_of(WORKER.websocket_with(request))
    };
    let none =
        "the WebSocket `/echo` failed: the worker chose none of the protocols in the request";
    assert_eq!(asked("/echo", "a, b"), format!("{none}{hint}"));
    let path = "/echo?protocol=c";
    let other = "failed: the worker chose a protocol that is not in the request";
    assert_eq!(
        asked(path, "a"),
        format!("the WebSocket `{path}` {other}{hint}")
    );
    let unasked = "failed: the worker chose a protocol where the request had none";
    let error = text_of(WORKER.websocket(path));
    assert_eq!(error, format!("the WebSocket `{path}` {unasked}{hint}"));
}

#[test]
fn what_is_not_a_request_for_a_socket() {
    let error = text_of(WORKER.websocket_with(Request::post("/echo")));
    assert!(error.contains("only GET is allowed"), "{error}");
    let error = text_of(WORKER.websocket_with(Request::get("/echo").header("a b", "c")));
    assert!(error.starts_with("this is not a request"), "{error}");
}
