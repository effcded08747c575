//! Answers that are read while they come, and bodies that are made while they are sent.

use std::io::{self, Read};
use std::sync::LazyLock;
use std::thread;
use std::time::{Duration, Instant};

use http::Request;
use serde_json::{Value, json};
use worker_e2e::{Project, Stream, Worker};

const SOON: Duration = Duration::from_millis(100);
const PATIENCE: Duration = Duration::from_secs(10);

static WORKER: LazyLock<Worker> = LazyLock::new(|| {
    let worker = script().flag("enable_request_signal");
    worker.start().unwrap()
});

fn script() -> Project {
    Project::script("streams", "tests/projects/streams.js")
}

/// An answer of these texts and pauses.
#[track_caller]
fn stream(parts: Value) -> Stream {
    let parts = parts.to_string();
    WORKER.open(Request::post("/parts"), parts).unwrap()
}

#[test]
fn lines_come_before_the_answer_has_ended() {
    let mut stream = stream(json!(["one\ntw", "o\r\n", 2_000, "\ngrün\nthe end"]));
    assert_eq!(stream.status, 201);
    assert_eq!(stream.header("content-type"), Some("text/event-stream"));
    let begin = Instant::now();
    assert_eq!(stream.line().unwrap().unwrap(), "one");
    assert_eq!(stream.line().unwrap().unwrap(), "two");
    assert!(begin.elapsed() < Duration::from_millis(1_500));
    for line in ["", "grün", "the end"] {
        assert_eq!(stream.line().unwrap().unwrap(), line);
    }
    assert!(begin.elapsed() > Duration::from_secs(1));
    for _ in 0..2 {
        assert_eq!(stream.line().unwrap(), None);
    }
}

#[test]
fn chunks_come_as_they_are_sent() {
    let mut stream = stream(json!(["first", 300, "second"]));
    assert_eq!(stream.chunk().unwrap().unwrap(), b"first");
    assert_eq!(stream.chunk().unwrap().unwrap(), b"second");
    assert_eq!(stream.chunk().unwrap(), None);
}

#[test]
fn a_line_and_then_the_rest() {
    let mut stream = stream(json!(["one\ntwo\nthree", 50, "\nfour"]));
    assert_eq!(stream.line().unwrap().unwrap(), "one");
    let answer = stream.answer().unwrap();
    assert_eq!(answer.to_string(), "201: two\nthree\nfour");
    assert_eq!(answer.header("content-type"), Some("text/event-stream"));
}

#[test]
fn events() {
    let mut events = stream(json!([
        ": hello\n\nid: 1\nevent: price\ndata: {\"cents\"",
        50,
        ": 42}\n\n",
        "data: a\ndata: b\n\n",
        "data: without an end\n"
    ]));
    let price = events.event().unwrap().unwrap();
    assert_eq!((&*price.event, price.id.as_deref()), ("price", Some("1")));
    assert_eq!(price.json::<Value>().unwrap(), json!({"cents": 42}));
    let text = events.event().unwrap().unwrap();
    assert_eq!((&*text.event, text.id.as_deref()), ("message", None));
    assert_eq!(text.data, "a\nb");
    assert_eq!(
        text.json::<Value>().unwrap_err().to_string(),
        "the data of the event is not the expected JSON: expected value at line 1 column 1; it is a\nb"
    );
    assert_eq!(events.event().unwrap(), None);
}

#[test]
fn what_does_not_come_in_time() {
    let mut events = stream(json!([": hi\n\n", 2_000, "data: 1\n", 2_000, "\n", 1_000]));
    let late = |events: &mut Stream| {
        let begin = Instant::now();
        events.set_patience(SOON);
        let error = events.event().unwrap_err();
        assert!(error.is_timeout());
        assert!(begin.elapsed() < PATIENCE / 10, "{:?}", begin.elapsed());
        error.to_string()
    };
    let what = "no event came in the answer of `POST /parts` within 100ms; ";
    let hint =
        "wait longer with `Stream::set_patience`, or see in `Worker::logs` what the worker does";
    assert_eq!(late(&mut events), format!("{what}{hint}"));
    thread::sleep(Duration::from_millis(2_000));
    let hint = "\"data: 1\\n\" has come, which no empty line ends";
    assert_eq!(late(&mut events), format!("{what}{hint}"));
    events.set_patience(PATIENCE);
    assert_eq!(events.event().unwrap().unwrap().data, "1");

    let mut lines = stream(json!(["half", 1_000]));
    lines.set_patience(SOON);
    assert_eq!(
        lines.line().unwrap_err().to_string(),
        "no line came in the answer of `POST /parts` within 100ms; \"half\" has come, which no `\\n` ends"
    );
    assert_eq!(lines.chunk().unwrap().unwrap(), b"half");
    let error = lines.chunk().unwrap_err().to_string();
    assert!(
        error.starts_with("nothing came in the answer of"),
        "{error}"
    );
}

/// Something comes all the time.
#[test]
fn what_never_is_complete() {
    for endless in ["/comments", "/letters"] {
        let mut stream = WORKER.stream(endless).unwrap();
        stream.set_patience(SOON * 5);
        assert!(stream.event().unwrap_err().is_timeout(), "{endless}");
    }
}

#[test]
fn an_answer_that_breaks_off() {
    let worker = script().start().unwrap();
    let request = Request::post("/parts");
    let mut stream = worker.open(request, r#"["one\n", 9000]"#).unwrap();
    assert_eq!(stream.line().unwrap().unwrap(), "one");
    worker.stop();
    let error = stream.line().unwrap_err();
    assert!(!error.is_timeout());
    let error = error.to_string();
    let expected = "the answer of `POST /parts` broke off: ";
    assert!(error.starts_with(expected), "{error}");
}

/// The runtime asks for more only as long as somebody takes it.
#[test]
fn who_does_not_read_holds_the_worker_back_and_who_leaves_is_noticed() {
    let mut stream = WORKER.stream("/counted").unwrap();
    assert_eq!(stream.status, 200);
    assert!(!stream.chunk().unwrap().unwrap().is_empty());
    WORKER
        .wait_for_log("made 50", Duration::from_secs(1))
        .unwrap_err();
    drop(stream);
    let left = "/counted: the client has left";
    WORKER.wait_for_log(left, PATIENCE).unwrap();
}

#[test]
fn a_client_leaves_while_nothing_comes() {
    let request = Request::post("/quiet");
    let mut stream = WORKER.open(request, r#"["one\n", 60000]"#).unwrap();
    assert_eq!(stream.line().unwrap().unwrap(), "one");
    drop(stream);
    let left = "/quiet: the client has left";
    WORKER.wait_for_log(left, PATIENCE).unwrap();
}

#[test]
fn every_status_can_be_read() {
    let stream = WORKER.stream("/busy").unwrap();
    assert_eq!(stream.answer().unwrap().to_string(), "503: busy");
    let stream = WORKER.open(Request::head("/busy"), "").unwrap();
    assert_eq!(stream.answer().unwrap().to_string(), "503: ");
}

/// Gives its parts with a pause between them.
struct Slow(Vec<&'static [u8]>);

impl Read for Slow {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.0.is_empty() {
            return Ok(0);
        }
        thread::sleep(Duration::from_millis(200));
        self.0.remove(0).read(buffer)
    }
}

#[test]
fn bodies_are_read_while_they_are_sent() {
    let request = || Request::put("/lengths").header("content-type", "a/b");
    let answer = WORKER.upload(request(), Slow(vec![b"one", b"three"]));
    let seen: Value = answer.unwrap().json().unwrap();
    let expected = json!({"method": "PUT", "seen": [3, 5], "length": null, "type": "a/b"});
    assert_eq!(seen, expected);

    let long = io::repeat(b'x').take(5 << 20);
    let request = request().header("content-length", 5 << 20);
    let seen: Value = WORKER.upload(request, long).unwrap().json().unwrap();
    assert_eq!(seen["length"], "5242880");
    let seen = seen["seen"].as_array().unwrap();
    let total: u64 = seen.iter().filter_map(Value::as_u64).sum();
    assert_eq!(total, 5 << 20);
}

#[test]
fn bodies_of_other_lengths() {
    let request = || Request::put("/lengths").header("content-type", "a/b");
    let awaited = request().header("expect", "100-continue");
    let answer = WORKER.upload(awaited, &b"now"[..]).unwrap();
    assert_eq!(answer.json::<Value>().unwrap()["seen"], json!([3]));
    let known = WORKER.open(request(), "bytes").unwrap().answer().unwrap();
    assert_eq!(known.json::<Value>().unwrap()["length"], "5");

    let short = request().header("content-length", 9);
    let error = WORKER.upload(short, &b"short"[..]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`PUT /lengths` failed: the body is shorter than its `content-length`"
    );
}

/// A reader that fails.
struct Broken;

impl Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        Err(io::Error::other("the disk is gone"))
    }
}

#[test]
fn a_reader_that_fails() {
    let error = WORKER.upload(Request::put("/lengths"), Broken).unwrap_err();
    let error = error.to_string();
    assert!(error.starts_with("`PUT /lengths` failed: "), "{error}");
    assert!(error.ends_with("the disk is gone"), "{error}");
}
