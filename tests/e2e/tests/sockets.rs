//! TCP sockets of a worker, against servers of the test.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::LazyLock;
use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

use e2e::{
    Certificate, Config, Panics, Project, Server, build_worker, is_todays_wrangler, workspace_root,
};

static CERTIFICATE: LazyLock<Certificate> = LazyLock::new(|| Certificate::new("sockets").unwrap());

static SERVER: LazyLock<Server> = LazyLock::new(|| {
    let build = build_worker("tests/workers/sockets", Panics::Abort).unwrap();
    let project = Project::built("sockets", build).trust(CERTIFICATE.file());
    Server::start(&Config::new().worker(project)).unwrap()
});

/// Accepts connections, each of which is served as `serve` says.
fn listen(serve: impl Fn(TcpStream) + Send + Clone + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let serve = serve.clone();
            let stream = stream.unwrap();
            thread::spawn(move || serve(stream));
        }
    });
    address
}

/// An address where nobody listens.
fn nobody() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().to_string()
}

fn ask(path: &str, address: &str) -> String {
    ask_with(path, address, "")
}

fn ask_with(path: &str, address: &str, more: &str) -> String {
    let client = SERVER.client("sockets");
    client
        .get(&format!("{path}?address={address}{more}"))
        .text()
}

fn read_to_end(stream: &mut TcpStream) -> String {
    let mut text = String::new();
    stream.read_to_string(&mut text).unwrap();
    text
}

#[test]
fn addresses() {
    let address = listen(|mut stream| drop(read_to_end(&mut stream)));
    assert_eq!(ask("/info", &address), format!("{address} Off"));
}

#[test]
fn nobody_listens() {
    let address = nobody();
    assert_eq!(
        ask("/info", &address),
        format!(
            "failed: connecting to `{address}` failed: Error: proxy request failed, cannot connect to the specified address"
        )
    );
    let failed = ask("/later", &address);
    assert!(
        failed.starts_with("failed: writing to a socket failed: "),
        "{failed}"
    );
}

#[test]
fn addresses_that_are_none() {
    let failed = ask("/info", "localhost");
    assert_eq!(
        failed,
        "failed: connecting to `localhost` failed: TypeError: Specified address is missing port."
    );
}

#[test]
fn bytes_written_before_the_connection() {
    let address = listen(|mut stream| {
        let said = read_to_end(&mut stream);
        stream.write_all(format!("{said} bird").as_bytes()).unwrap();
    });
    assert_eq!(ask("/later", &address), "early bird");
}

/// Short reads, short writes, and both at once.
#[test]
fn pieces_of_any_size() {
    let address = listen(|mut stream| {
        let (mut piece, mut length) = (vec![0; 10_000], 1);
        stream.set_nodelay(true).unwrap();
        loop {
            length = length * 7 % 9_973;
            let Ok(count @ 1..) = stream.read(&mut piece[..length]) else {
                return;
            };
            if stream.write_all(&piece[..count]).is_err() {
                return;
            }
        }
    });
    thread::scope(|scope| {
        for seed in 0..12_usize {
            let address = &address;
            scope.spawn(move || {
                let size = [1, 100, 5_000, 400_000][seed % 4];
                let answer = ask_with("/echo", address, &format!("&size={size}&seed={seed}"));
                assert_eq!(answer, format!("{size} bytes, all the same"));
            });
        }
    });
}

#[test]
fn the_end_of_one_direction() {
    let address = listen(|mut stream| {
        let said = read_to_end(&mut stream);
        stream
            .write_all(format!("answer to {said}").as_bytes())
            .unwrap();
    });
    for path in ["/finish", "/half-open"] {
        assert_eq!(
            ask(path, &address),
            "answer to question, writing refused: true"
        );
    }
}

#[test]
fn an_answer_after_the_last_word_of_the_other_side() {
    let (sender, heard) = channel();
    let address = listen(move |mut stream| {
        stream.write_all(b"question").unwrap();
        stream.shutdown(Shutdown::Write).unwrap();
        sender.send(read_to_end(&mut stream)).unwrap();
    });
    assert_eq!(ask("/late-answer", &address), "question");
    let heard = heard.recv_timeout(Duration::from_secs(10)).unwrap();
    assert_eq!(heard, "answer to question");
}

#[test]
fn a_dropped_socket_is_closed() {
    let (sender, heard) = channel();
    let address = listen(move |mut stream| {
        stream
            .set_read_timeout(Some(Duration::from_secs(10)))
            .unwrap();
        sender.send(stream.read(&mut [0]).is_ok()).unwrap();
    });
    assert_eq!(ask("/drop", &address), "Socket { .. }");
    assert_eq!(heard.recv_timeout(Duration::from_secs(12)), Ok(true));
}

#[test]
fn who_does_not_read_holds_the_writer_back() {
    let address = listen(|stream| {
        thread::sleep(Duration::from_secs(10));
        drop(stream);
    });
    let blocks: usize = ask("/fill", &address).parse().unwrap();
    assert!((1..400).contains(&blocks), "{blocks} blocks of 64 KiB");
}

#[test]
fn a_read_that_is_given_up_loses_nothing() {
    let address = listen(|mut stream| {
        stream.read_exact(&mut [0; 2]).unwrap();
        stream.write_all(b"everything").unwrap();
    });
    assert_eq!(
        ask("/cancelled-read", &address),
        "given up: true, then everything"
    );
}

#[test]
fn the_end_of_both_directions() {
    let address = listen(|mut stream| {
        stream.read_exact(&mut [0; 2]).unwrap();
        stream.write_all(b"bye").unwrap();
    });
    assert_eq!(ask("/closed", &address), "early: false, then bye");
}

/// Older runtimes make no difference between a connection that is lost and one that has ended.
#[test]
fn a_lost_connection_is_an_error_or_looks_like_the_end() {
    let address = listen(|stream| {
        thread::sleep(Duration::from_millis(100));
        e2e::raw::reset(stream).unwrap();
    });
    let lost = "failed: reading from a socket failed: Error: Network connection lost.";
    let expected = if is_todays_wrangler() { lost } else { "" };
    assert_eq!(ask("/read", &address), expected);
}

/// A Node process with servers that know TLS.
struct Secure {
    child: Child,
    ports: Vec<u16>,
}

impl Secure {
    fn start() -> Secure {
        let script = workspace_root().join("tests/e2e/tests/js/tls.cjs");
        let mut child = Command::new("node")
            .arg(script)
            .arg(CERTIFICATE.folder())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let output = child.stdout.take().unwrap();
        BufReader::new(output).read_line(&mut line).unwrap();
        let ports = serde_json::from_str(&line).unwrap();
        Secure { child, ports }
    }

    fn address(&self, server: usize) -> String {
        format!("localhost:{}", self.ports[server])
    }
}

impl Drop for Secure {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        self.child.wait().unwrap();
    }
}

#[test]
fn encryption() {
    let secure = Secure::start();
    let (direct, upgrading, early) = (secure.address(0), secure.address(1), secure.address(2));
    assert_eq!(ask("/tls", &direct), "hello to you");
    assert_eq!(ask("/start-tls", &upgrading), "hello to you, On");
    assert_eq!(
        ask_with("/start-tls", &upgrading, "&name=localhost"),
        "hello to you, On"
    );
    let failed = ask_with("/start-tls", &upgrading, "&name=example.com");
    let what = match is_todays_wrangler() {
        true => "failed: starting TLS failed: ",
        false => "failed: writing to a socket failed: ",
    };
    assert!(failed.starts_with(what), "{failed}");
    assert_eq!(
        ask("/start-tls-with-bytes", &early),
        "failed: starting TLS failed: the other side sent 10 unread bytes before it, which anybody could have put there; \
         read them, or close the socket"
    );
    let failed = ask("/start-tls-on-plain", &upgrading);
    assert_eq!(
        failed,
        "failed: starting TLS failed: TypeError: The `secureTransport` socket option must be set to 'starttls' for startTls \
         to be used."
    );
}
