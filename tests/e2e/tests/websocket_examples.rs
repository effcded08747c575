//! The examples that speak WebSocket.

mod websocket;

use std::collections::HashSet;
use std::net::TcpListener;
use std::sync::{Arc, Barrier, LazyLock};
use std::thread;
use std::time::{Duration, Instant};

use e2e::{Config, Server, example};
use serde_json::{Value, json};
use tungstenite::handshake::server::{Request, Response};
use worker_e2e::{Result, WebSocket, http};

static SERVER: LazyLock<Server> = LazyLock::new(|| {
    let names = ["websockets", "chat", "hibernation"];
    let config = names.into_iter().fold(Config::new(), |config, name| {
        config.worker(example(name).unwrap())
    });
    Server::start(&config).unwrap()
});

#[track_caller]
fn open(worker: &str, path: &str) -> WebSocket {
    let mut socket = SERVER.worker(worker).websocket(path).unwrap();
    socket.set_patience(Duration::from_secs(60));
    socket
}

#[track_caller]
fn ask(socket: &mut WebSocket, question: &str) -> String {
    socket.send(question).unwrap();
    text(socket)
}

#[track_caller]
fn text(socket: &mut WebSocket) -> String {
    socket.receive_text().unwrap()
}

#[track_caller]
fn event(socket: &mut WebSocket) -> Value {
    socket.receive_json().unwrap()
}

/// How the other side answers a close frame.
#[track_caller]
fn close(socket: &mut WebSocket, code: u16, reason: &str) -> String {
    socket.close(code, reason).unwrap().to_string()
}

#[test]
fn an_echo_a_calculator_and_a_clock() {
    let mut echo = open("websockets", "/echo");
    assert_eq!(ask(&mut echo, "grün"), "grün");
    assert_eq!(close(&mut echo, 1000, "bye"), "1000 (bye)");

    let mut calculator = open("websockets", "/calculator");
    assert_eq!(
        ask(&mut calculator, r#"{"add": [20, 22]}"#),
        r#"{"result":42.0}"#
    );
    assert_eq!(
        ask(&mut calculator, r#"{"multiply": [6, 7]}"#),
        r#"{"result":42.0}"#
    );
    calculator.send("6 * 7").unwrap();
    let error = event(&mut calculator)["error"].take();
    assert!(
        error
            .as_str()
            .unwrap()
            .starts_with("the message is not JSON"),
        "{error}"
    );
    assert_eq!(ask(&mut calculator, r#"{"add": [1]}"#), r#"{"result":1.0}"#);

    let mut clock = open("websockets", "/clock");
    assert!(text(&mut clock).ends_with('Z'));
    clock.send("5").unwrap();
    let start = Instant::now();
    for _ in 0..10 {
        assert!(text(&mut clock).starts_with("20"));
    }
    assert!(start.elapsed() < Duration::from_secs(5));
    clock.send("0").unwrap();
    let start = Instant::now();
    for _ in 0..10 {
        text(&mut clock);
    }
    let waited = start.elapsed().as_millis();
    assert!(waited >= 700, "ten ticks in {waited} ms");
    clock.send("soon").unwrap();
    let frame = clock.closed().unwrap().to_string();
    assert_eq!(frame, "1003 (say a number of milliseconds)");

    assert_eq!(SERVER.client("websockets").get("/echo").status, 426);
}

/// A server that takes nobody without the key of the proxy.
fn feed() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for stream in listener.incoming() {
            thread::spawn(move || {
                #[allow(clippy::result_large_err, reason = "the shape of a callback")]
                let greet = |request: &Request, mut response: Response| {
                    let key = request.headers().get("authorization");
                    assert_eq!(key.unwrap(), "Bearer the key");
                    assert!(
                        request.uri().query().is_none(),
                        "the token is not for the server"
                    );
                    if let Some(protocol) = request.headers().get("sec-websocket-protocol") {
                        let headers = response.headers_mut();
                        headers.insert("sec-websocket-protocol", protocol.clone());
                    }
                    Ok(response)
                };
                let mut socket = tungstenite::accept_hdr(stream.unwrap(), greet).unwrap();
                socket.send("live".into()).unwrap();
                while let Ok(message) = socket.read() {
                    if message.is_text() {
                        socket.send(message).unwrap();
                    }
                }
            });
        }
    });
    format!("http://{address}/live")
}

#[test]
fn a_proxy_adds_authentication() {
    let proxy = example("websocket-proxy").unwrap().var("UPSTREAM", feed());
    let server = Server::start(&Config::new().worker(proxy)).unwrap();
    let worker = server.worker("websocket-proxy");
    let open_with = |path: &str, headers: &[(&str, &str)]| -> Result<WebSocket> {
        let request = http::Request::get(path);
        let request = headers.iter().fold(request, |request, (name, value)| {
            request.header(*name, *value)
        });
        worker.websocket_with(request)
    };
    let status = |path: &str, headers: &[(&str, &str)]| {
        let error = open_with(path, headers).unwrap_err();
        error.answer().map(|answer| answer.status)
    };

    let with_query = worker.websocket("/?token=let%20me%20in").unwrap();
    let header = [
        ("authorization", "Bearer let me in"),
        ("sec-websocket-protocol", "feed.v1"),
    ];
    let with_header = open_with("/", &header).unwrap();
    assert_eq!(with_header.protocol(), Some("feed.v1"));
    for mut socket in [with_query, with_header] {
        assert_eq!(text(&mut socket), "live");
        assert_eq!(ask(&mut socket, "there and back"), "there and back");
        assert_eq!(close(&mut socket, 4000, "bye"), "4000 (bye)");
    }

    for path in ["/", "/?token=", "/?token=let%20me"] {
        assert_eq!(status(path, &[]), Some(401), "{path}");
    }
    let wrong = [("authorization", "Basic let me in")];
    assert_eq!(status("/", &wrong), Some(401));
    assert_eq!(
        server
            .client("websocket-proxy")
            .get("/?token=let%20me%20in")
            .status,
        426
    );
}

#[test]
fn a_proxy_with_an_empty_token_takes_nobody() {
    let proxy = example("websocket-proxy").unwrap().var("TOKEN", "");
    let server = Server::start(&Config::new().worker(proxy)).unwrap();
    for path in ["/", "/?token="] {
        let refused = server
            .worker("websocket-proxy")
            .websocket(path)
            .unwrap_err();
        let answer = refused.answer().map(|answer| answer.status);
        assert_eq!(answer, Some(401), "{path}");
    }
}

fn member(room: &str, name: &str) -> WebSocket {
    open("chat", &format!("/rooms/{room}?name={name}"))
}

#[test]
fn members_join_talk_type_and_leave() {
    let mut ada = member("lobby", "Ada");
    assert_eq!(
        event(&mut ada),
        json!({"type": "joined", "name": "Ada", "members": 1})
    );
    let mut bob = member("lobby", "Bob");
    assert_eq!(
        event(&mut bob),
        json!({"type": "joined", "name": "Bob", "members": 2})
    );
    assert_eq!(
        event(&mut ada),
        json!({"type": "joined", "name": "Bob", "members": 2})
    );
    let mut eve = member("attic", "Eve");
    assert_eq!(event(&mut eve)["members"], 1, "a room is not the others");

    bob.send(r#"{"type": "typing"}"#).unwrap();
    assert_eq!(event(&mut ada), json!({"type": "typing", "name": "Bob"}));
    bob.send(r#"{"type": "say", "text": "hello, <all> 🦀"}"#)
        .unwrap();
    let said = json!({"type": "said", "id": 1, "name": "Bob", "text": "hello, <all> 🦀"});
    assert_eq!(event(&mut ada), said);
    for nonsense in ["{", "hello", r#"{"type": "shout"}"#] {
        bob.send(nonsense).unwrap();
        let error = event(&mut bob);
        assert_eq!(
            error["type"], "error",
            "the sender gets errors, not its own words"
        );
    }
    bob.send(vec![0xFF, 0]).unwrap();
    assert_eq!(event(&mut bob)["type"], "error");

    assert_eq!(close(&mut bob, 1000, "bye"), "1000 (bye)");
    assert_eq!(event(&mut ada), json!({"type": "left", "name": "Bob"}));
    let mut carol = member("lobby", "Carol");
    assert_eq!(
        event(&mut carol)["members"],
        2,
        "who has left does not count"
    );
    assert_eq!(event(&mut ada)["name"], "Carol");
    drop(carol);
    assert_eq!(event(&mut ada), json!({"type": "left", "name": "Carol"}));
}

#[test]
fn what_was_said_can_be_read() {
    let mut ada = member("archive", "Ada");
    text(&mut ada);
    for i in 0..120 {
        let line = json!({"type": "say", "text": format!("line {i}")});
        ada.send_json(&line).unwrap();
    }
    assert_eq!(close(&mut ada, 1000, ""), "1000");
    let page = |query: &str| {
        let path = format!("/rooms/archive/messages{query}");
        let lines: Vec<Value> = SERVER.client("chat").get(&path).json();
        let ids = lines.iter().map(|line| line["id"].as_i64().unwrap());
        assert!(
            lines
                .iter()
                .all(|line| line["name"] == "Ada" && line["at"].as_f64() > Some(1e12))
        );
        ids.collect::<Vec<_>>()
    };
    assert_eq!(page(""), (71..=120).collect::<Vec<_>>());
    assert_eq!(page("?before=4"), [1, 2, 3]);
    assert_eq!(page("?limit=2"), [119, 120]);
    assert_eq!(page("?limit=9999").len(), 100);
    let client = SERVER.client("chat");
    let nobody: Vec<Value> = client.get("/rooms/empty/messages").json();
    assert!(nobody.is_empty());
    assert_eq!(client.get("/rooms/").status, 404);
    assert_eq!(client.get("/rooms/archive").status, 426);
}

/// The runtime evicts objects that nobody has called for ten seconds.
#[test]
fn what_was_said_survives_eviction() {
    let server = Server::start(&Config::new().worker(example("chat").unwrap())).unwrap();
    let mut ada = server
        .worker("chat")
        .websocket("/rooms/archive?name=Ada")
        .unwrap();
    text(&mut ada);
    let line = json!({"type": "say", "text": "remember me"});
    ada.send_json(&line).unwrap();
    assert_eq!(close(&mut ada, 1000, ""), "1000");
    let (made, patience) = ("a room is made", Duration::from_secs(10));
    server.wait_for_log(made, patience).unwrap();
    let made = || {
        let logs = server.logs();
        let made = logs.iter().filter(|log| log.text == made);
        made.count()
    };
    assert_eq!(made(), 1);
    let start = Instant::now();
    while made() < 2 {
        assert!(start.elapsed() < Duration::from_secs(60), "it stays");
        thread::sleep(Duration::from_secs(11));
        let lines: Value = server.client("chat").get("/rooms/archive/messages").json();
        assert_eq!(lines[0]["text"], "remember me");
    }
}

/// Sends a frame with a code that nobody has given a meaning.
fn break_the_protocol(worker: &str, path: &str) {
    let mut socket = websocket::Socket::open(SERVER.address(worker), path);
    socket.raw(&websocket::frame(0x83, 1, b"x"));
    assert_eq!(socket.closed().0, 1002);
}

#[test]
fn who_breaks_the_protocol_is_lost_and_announced() {
    let mut ada = member("cellar", "Ada");
    text(&mut ada);
    break_the_protocol("chat", "/rooms/cellar?name=Eve");
    assert_eq!(event(&mut ada)["type"], "joined");
    assert_eq!(event(&mut ada), json!({"type": "left", "name": "Eve"}));
    let _bob = member("cellar", "Bob");
    let joined = event(&mut ada);
    assert_eq!(joined["name"], "Bob", "she left once: {joined}");
    assert_eq!(joined["members"], 2);

    break_the_protocol("hibernation", "/broken");
    let patience = Duration::from_secs(30);
    let lost = SERVER.wait_for_log("a client was lost: ", patience);
    assert!(lost.unwrap().text.contains("rotocol"));
}

/// 200 members, each of whom reads what 101 lines by different members are.
#[test]
fn twenty_thousand_deliveries_none_lost_or_doubled() {
    const MEMBERS: usize = 200;
    const LINES: usize = 101;
    let joined = Arc::new(Barrier::new(MEMBERS));
    let members: Vec<_> = (0..MEMBERS)
        .map(|i| {
            let joined = joined.clone();
            thread::Builder::new()
                .stack_size(256 << 10)
                .spawn(move || {
                    let mut socket = member("stadium", &format!("m{i}"));
                    joined.wait();
                    let says = i < LINES;
                    if says {
                        let line = json!({"type": "say", "text": format!("line of m{i}")});
                        socket.send_json(&line).unwrap();
                    }
                    let mut heard = HashSet::new();
                    while heard.len() < LINES - usize::from(says) {
                        let event = event(&mut socket);
                        if event["type"] == "said" {
                            let name = event["name"].as_str().unwrap().to_owned();
                            assert_eq!(event["text"], format!("line of {name}"));
                            assert!(heard.insert(name), "twice");
                        }
                    }
                    assert!(!heard.contains(&format!("m{i}")), "its own words");
                    // All have been told by now, and nothing comes again.
                    joined.wait();
                    socket.send("?").unwrap();
                    while let event = event(&mut socket)
                        && event["type"] != "error"
                    {
                        assert_ne!(event["type"], "said");
                    }
                    let code = close(&mut socket, 1000, "");
                    (heard.len(), code)
                })
                .unwrap()
        })
        .collect();
    let mut deliveries = 0;
    for member in members {
        let (heard, code) = member.join().unwrap();
        deliveries += heard;
        assert_eq!(code, "1000");
    }
    assert_eq!(deliveries, LINES * (MEMBERS - 1));
}

/// The platform evicts an object about ten seconds after its last event.
#[test]
fn an_object_sleeps_and_its_sockets_go_on() {
    let mut first = open("hibernation", "/sleeper");
    let mut second = open("hibernation", "/sleeper");
    let answer = |socket: &mut WebSocket| {
        socket.send("hello").unwrap();
        let answer = event(socket);
        let field = |name: &str| answer[name].as_u64().unwrap();
        [
            field("messages"),
            field("in_memory"),
            field("made"),
            field("sockets"),
        ]
    };
    assert_eq!(answer(&mut first), [1, 1, 1, 2]);
    assert_eq!(answer(&mut first), [2, 2, 1, 2]);
    assert_eq!(answer(&mut second), [1, 3, 1, 2]);

    thread::sleep(Duration::from_secs(14));
    // Does not wake the object, and is seen by it later.
    assert_eq!(ask(&mut first, "ping"), "pong");

    assert_eq!(
        answer(&mut second),
        [2, 1, 2, 2],
        "made anew, with what was kept"
    );
    assert_eq!(answer(&mut first), [3, 2, 2, 2]);
    first.send("when").unwrap();
    assert!(event(&mut first)["last_ping"].as_f64() > Some(1e12));
    second.send("when").unwrap();
    assert_eq!(event(&mut second)["last_ping"], Value::Null);
    assert_eq!(close(&mut first, 4000, "bye"), "4000 (bye)");
    let left = SERVER
        .wait_for_log("a client left after", Duration::from_secs(30))
        .unwrap();
    assert!(left.text.ends_with("with code 4000"), "{left:?}");
    assert_eq!(close(&mut second, 1000, ""), "1000");
}
