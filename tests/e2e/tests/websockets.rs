//! WebSockets of clients over TCP: what they send, how they leave, and how the worker fails.

mod websocket;

use std::net::TcpListener;
use std::sync::LazyLock;
use std::thread;
use std::time::{Duration, Instant};

use e2e::{Config, Panics, Project, Server, build_worker, workspace_root};
use tungstenite::Message;
use websocket::{Socket, frame};

static ABORT: LazyLock<Server> = LazyLock::new(|| start(Panics::Abort, "abort"));
static UNWIND: LazyLock<Server> = LazyLock::new(|| start(Panics::Unwind, "unwind"));

/// Where close frames are answered by the runtime as well.
const NEWER: &str = "newer";

/// Each test that panics has an isolate of its own.
const ISOLATES: [&str; 7] = [
    "evicted", "plain", "proxy", "lost", "failing", "by-hand", "object",
];

fn start(panics: Panics, mode: &str) -> Server {
    build_worker("tests/workers/objects", panics).unwrap();
    let file = workspace_root().join(format!("tests/workers/objects/{mode}.jsonc"));
    let worker = |name| Project::at(&file).name(name).skip_build();
    let newer = worker(NEWER).flag("web_socket_auto_reply_to_close");
    let add = |config: Config, name| config.worker(worker(name));
    Server::start(&ISOLATES.into_iter().fold(Config::new().worker(newer), add)).unwrap()
}

/// Runs `check` with panics that abort, and with panics that unwind.
fn in_both_modes(check: fn(&Server, Panics)) {
    check(&ABORT, Panics::Abort);
    check(&UNWIND, Panics::Unwind);
}

fn open(worker: &str, path: &str) -> Socket {
    Socket::open(ABORT.address(worker), &format!("/sockets/{path}"))
}

#[track_caller]
fn wait_for_tasks(server: &Server, worker: &str, expected: &str) {
    let start = Instant::now();
    loop {
        let tasks = server.client(worker).get("/sockets/tasks").text();
        if tasks == expected {
            return;
        }
        let waited = start.elapsed();
        assert!(
            waited < Duration::from_secs(30),
            "{tasks} tasks after {waited:?}"
        );
        thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn a_mebibyte_each_way() {
    let text = "grün 🦀 "
        .repeat(1 << 20)
        .chars()
        .take(1 << 18)
        .collect::<String>();
    let bytes: Vec<u8> = (0..1_u32 << 20).map(|i| (i % 251) as u8).collect();
    for path in ["echo", "object/large"] {
        let mut socket = open("plain", path);
        if path == "echo" {
            socket.send(text.clone());
            assert!(socket.message() == Message::from(text.clone()));
            socket.send(bytes.clone());
            assert!(socket.message() == Message::from(bytes.clone()));
        } else {
            assert_eq!(socket.ask(&text).len(), text.len() + " 1".len());
        }
        assert_eq!(socket.close(1000, ""), (1000, String::new()), "{path}");
    }
}

#[test]
fn close_frames_are_answered_whoever_answers_them() {
    for worker in ["plain", NEWER] {
        for path in ["echo", "object/close"] {
            for (code, reason) in [(1000, ""), (1001, "é".repeat(61).leak()), (4321, "bye")] {
                let mut socket = open(worker, path);
                socket.send("first");
                let answer = socket.close(code, reason);
                assert_eq!(answer, (code, reason.to_owned()), "{worker} {path}");
            }
            let mut socket = open(worker, path);
            socket.inner.close(None).unwrap();
            assert_eq!(socket.closed().0, 1005, "{worker} {path}: without a code");
        }
    }
}

#[test]
fn messages_right_before_the_close_frame_are_answered() {
    for worker in ["plain", NEWER] {
        for _ in 0..50 {
            let mut socket = open(worker, "echo");
            for i in 0..5 {
                socket.send(i.to_string());
            }
            socket.inner.close(None).unwrap();
            for i in 0..5 {
                assert_eq!(socket.text(), i.to_string(), "{worker}");
            }
            assert_eq!(socket.closed().0, 1005);
        }
    }
}

#[test]
fn pings_are_answered_by_the_platform() {
    for path in ["echo", "object/ping"] {
        let mut socket = open("plain", path);
        socket.send(Message::Ping("are you there".into()));
        let pong = socket.inner.read().unwrap();
        assert_eq!(pong, Message::Pong("are you there".into()));
        assert!(socket.ask("and you").starts_with("and you"));
    }
}

/// The runtime decodes text before anybody sees it.
#[test]
fn text_that_is_not_utf8_is_mended_or_refused() {
    let not_utf8 = frame(0x81, 4, b"ab\xFFc");
    for path in ["echo", "object/utf8"] {
        let mut socket = open("plain", path);
        socket.raw(&not_utf8);
        assert!(socket.text().starts_with("ab\u{FFFD}c"), "{path}");
    }
    let mut other = open("plain", "strict");
    let mut socket = open("plain", "strict");
    assert_eq!(socket.ask("grün 🦀"), "grün 🦀");
    socket.raw(&not_utf8);
    assert_eq!(socket.closed(), (1007, "text has to be UTF-8".to_owned()));
    let error = "a text message was not UTF-8";
    ABORT.wait_for_log(error, Duration::from_secs(30)).unwrap();
    assert_eq!(other.ask("fine"), "fine");
}

#[test]
fn a_frame_that_is_none_is_refused() {
    let mut socket = open("plain", "echo");
    socket.raw(&frame(0x83, 1, b"x"));
    assert_eq!(socket.closed().0, 1002);
    let mut socket = open("plain", "object/protocol");
    socket.raw(&frame(0x83, 1, b"x"));
    assert_eq!(socket.closed().0, 1002);
    let mut member = open("plain", "object/protocol");
    let start = Instant::now();
    let mut seen = String::new();
    while !seen.contains("rotocol") {
        assert!(
            start.elapsed() < Duration::from_secs(30),
            "the object was told: {seen}"
        );
        seen += &member.ask("seen");
    }
}

#[test]
fn a_client_that_vanishes_is_nobodys_loss() {
    let mut other = open("lost", "echo");
    assert_eq!(other.ask("one"), "one");
    wait_for_tasks(&ABORT, "lost", "2");
    for _ in 0..20 {
        let mut socket = open("lost", "echo");
        assert_eq!(socket.ask("here"), "here");
        // A mebibyte is announced, a part of it comes.
        socket.raw(&frame(0x81, 1 << 20, &[b'x'; 5000]));
        socket.reset();
    }
    assert_eq!(other.ask("two"), "two");
    wait_for_tasks(&ABORT, "lost", "2");
    assert_eq!(other.close(1000, ""), (1000, String::new()));
    wait_for_tasks(&ABORT, "lost", "1");

    let mut member = open("lost", "object/room");
    for _ in 0..20 {
        let mut socket = open("lost", "object/room");
        socket.raw(&frame(0x82, 1 << 20, &[0; 5000]));
        socket.reset();
    }
    let start = Instant::now();
    let mut seen = String::new();
    while seen.matches("[closed 1006]").count() < 20 {
        assert!(start.elapsed() < Duration::from_secs(30), "{seen}");
        seen += &member.ask("seen");
    }
    assert_eq!(member.close(1000, ""), (1000, String::new()));
}

/// A server that wants a key, echoes, and closes with code 4444 when asked to.
fn upstream() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for stream in listener.incoming() {
            thread::spawn(move || {
                let mut socket = tungstenite::accept(stream.unwrap()).unwrap();
                while let Ok(message) = socket.read() {
                    if message == Message::from("close") {
                        let frame = tungstenite::protocol::CloseFrame {
                            code: 4444.into(),
                            reason: "as you like".into(),
                        };
                        socket.close(Some(frame)).unwrap();
                    } else if message.is_text() || message.is_binary() {
                        socket.send(message).unwrap();
                    }
                }
            });
        }
    });
    format!("http://{address}/")
}

#[test]
fn proxies_hand_on_messages_and_close_frames() {
    let to = upstream();
    for how in ["proxy", "passed"] {
        let path = format!("{how}/?to={to}");
        let mut socket = open("proxy", &path);
        assert_eq!(socket.ask("hello"), "hello", "{how}");
        let bytes = vec![7; 1 << 20];
        socket.send(bytes.clone());
        assert!(socket.message() == Message::from(bytes), "{how}");
        socket.send("close");
        assert_eq!(socket.closed(), (4444, "as you like".to_owned()), "{how}");

        let mut socket = open("proxy", &path);
        assert_eq!(socket.close(4002, "bye"), (4002, "bye".to_owned()), "{how}");
        let mut socket = open("proxy", &path);
        assert_eq!(socket.ask("hello"), "hello", "{how}");
        socket.reset();
    }
    wait_for_tasks(&ABORT, "proxy", "1");
    let refused = ABORT
        .client("proxy")
        .get(&format!("/sockets/proxy/?to={to}"));
    assert_eq!(refused.status, 426);
}

/// What the closure of an upgrade meets.
#[test]
fn a_failure_closes_its_socket_alone() {
    in_both_modes(|server, mode| {
        for what in ["err", "exception", "panic", "late-panic"] {
            let address = server.address("failing");
            let mut other = Socket::open(address, "/sockets/echo");
            assert_eq!(other.ask("before"), "before");
            let mut socket = Socket::open(address, "/sockets/failing");
            assert_eq!(socket.ask("fine"), "fine");
            socket.send(what);
            assert_eq!(socket.closed().0, 1011, "{what} {mode:?}");
            let is_lost = what.ends_with("panic") && mode == Panics::Abort;
            if is_lost {
                assert_eq!(
                    other.closed().0,
                    1011,
                    "{what} {mode:?}: lost with the instance"
                );
            } else {
                assert_eq!(other.ask("after"), "after", "{what} {mode:?}");
                assert_eq!(other.close(1000, ""), (1000, String::new()));
            }
            let mut next = Socket::open(address, "/sockets/echo");
            assert_eq!(next.ask("next"), "next");
            assert_eq!(next.close(1000, ""), (1000, String::new()));
            wait_for_tasks(server, "failing", "1");
        }
        for message in ["out of paper", "too far"] {
            server
                .wait_for_log(message, Duration::from_secs(30))
                .unwrap();
        }
    });
}

/// The same without `upgrade`: a socket is closed when it is dropped, and after a panic that aborts at the next message.
#[test]
fn a_failure_of_a_task_closes_its_socket() {
    in_both_modes(|server, mode| {
        for (what, code) in [
            ("err", 1001),
            ("exception", 1001),
            ("panic", 1011),
            ("late-panic", 1011),
        ] {
            let mut socket = Socket::open(server.address("by-hand"), "/sockets/by-hand");
            assert_eq!(socket.ask("fine"), "fine");
            socket.send(what);
            if what.ends_with("panic") && mode == Panics::Abort {
                thread::sleep(Duration::from_millis(50));
                socket.send("is anybody there");
            }
            assert_eq!(socket.closed().0, code, "{what} {mode:?}");
            wait_for_tasks(server, "by-hand", "1");
        }
    });
}

/// A hook that fails: the sockets of the object stay, and so does what is in memory, unless the instance goes.
#[test]
fn a_failed_hook_of_an_object_leaves_its_sockets() {
    in_both_modes(|server, mode| {
        let address = server.address("object");
        for what in ["err", "exception", "panic", "late-panic"] {
            let path = format!("/sockets/object/{what}");
            let mut other = Socket::open(address, &path);
            let mut socket = Socket::open(address, &path);
            assert_eq!(other.ask("one"), "one 1");
            assert_eq!(socket.ask("two"), "two 2");
            socket.send(what);
            thread::sleep(Duration::from_millis(50));
            let is_lost = what.ends_with("panic") && mode == Panics::Abort;
            let count = if is_lost { 1 } else { 4 };
            assert_eq!(
                socket.ask("three"),
                format!("three {count}"),
                "{what} {mode:?}"
            );
            assert_eq!(
                other.ask("four"),
                format!("four {}", count + 1),
                "{what} {mode:?}"
            );

            // A failure in `websocket_close`: the frame is answered all the same.
            assert_eq!(
                socket.close(4000, what),
                (4000, what.to_owned()),
                "{mode:?}"
            );
            let answer = other.ask("five");
            assert!(answer.starts_with("five "), "{answer}");
            assert_eq!(other.close(1000, ""), (1000, String::new()));
        }
    });
}

/// Nobody tells the sockets of an object that is reset; what waits for them is dropped all the same.
#[test]
fn what_waits_for_a_socket_goes_with_its_object() {
    let address = ABORT.address("evicted");
    let mut sockets: Vec<_> = (0..20)
        .map(|i| Socket::open(address, &format!("/sockets/object/{i}?stay")))
        .collect();
    for socket in &mut sockets {
        assert_eq!(socket.ask("here"), "here");
    }
    wait_for_tasks(&ABORT, "evicted", "21");
    for i in 0..20 {
        ABORT
            .client("evicted")
            .get(&format!("/sockets/object/{i}?abort"));
    }
    for socket in &mut sockets {
        assert_eq!(socket.closed().0, 1006);
    }
    let start = Instant::now();
    while ABORT.client("evicted").get("/sockets/tasks").text() != "1" {
        ABORT.client("evicted").get("/large/garbage/1");
        // Without a pause, the collector can stand in its own way on two cores.
        thread::sleep(Duration::from_millis(30));
        assert!(start.elapsed() < Duration::from_secs(20), "tasks are left");
    }
}
