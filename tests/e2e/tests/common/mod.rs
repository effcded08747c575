//! What the tests of the `hazards` worker share.
#![allow(dead_code, reason = "each test binary uses a part")]

use std::io::{BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use e2e::raw::{self, RawAnswer};
use e2e::{Answer, Client, Config, Panics, Project, Server, build_worker, workspace_root};

/// The `hazards` worker, in an isolate for each of `cases`, where the runtime reports lost clients.
pub(crate) fn start(cases: &[&str], panics: Panics) -> Server {
    start_built(
        cases,
        &build_worker("tests/workers/hazards", panics).unwrap(),
    )
}

/// The same, of what is built already.
pub(crate) fn start_built(cases: &[&str], build: &Path) -> Server {
    let peer = workspace_root().join("tests/workers/hazards/peer.js");
    let mut config = Config::new().worker(Project::script("peer", peer));
    for case in cases {
        let worker = Project::built(*case, build).service("PEER", "peer");
        config = config.worker(worker.flag("enable_request_signal"));
    }
    Server::start(&config).unwrap()
}

/// One isolate of the `hazards` worker.
#[derive(Clone)]
pub(crate) struct Isolate {
    pub(crate) client: Client,
    pub(crate) address: String,
}

impl Isolate {
    pub(crate) fn new(server: &Server, name: &str) -> Isolate {
        Isolate {
            client: server.client(name),
            address: server.address(name).to_owned(),
        }
    }

    #[track_caller]
    pub(crate) fn get(&self, path: &str) -> Answer {
        self.client.get(path)
    }

    /// The body of an answer that has to be good.
    #[track_caller]
    pub(crate) fn ok(&self, path: &str) -> String {
        let answer = self.client.get(path);
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        answer.text()
    }

    #[track_caller]
    pub(crate) fn number(&self, path: &str) -> u64 {
        let text = self.ok(path);
        text.parse()
            .unwrap_or_else(|_| panic!("{path} answered `{text}`, not a number"))
    }

    /// Sends a request and leaves the connection open.
    #[track_caller]
    pub(crate) fn open(&self, path: &str) -> Pending {
        self.open_with(&format!("GET {path} HTTP/1.1\r\nhost: x\r\n\r\n"))
    }

    #[track_caller]
    pub(crate) fn open_with(&self, request: &str) -> Pending {
        let mut stream = raw::connect(&self.address).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        Pending(stream)
    }

    /// Asks until `path` answers `number`, for at most `patience`.
    #[track_caller]
    pub(crate) fn wait_for(&self, path: &str, number: u64, patience: Duration) {
        let start = Instant::now();
        loop {
            let last = self.number(path);
            if last == number {
                return;
            }
            let waited = start.elapsed();
            assert!(
                waited < patience,
                "{path} is {last}, not {number}, after {waited:?}"
            );
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// Opens `count` requests to `path` and waits until all of them are pending in Rust.
    #[track_caller]
    pub(crate) fn open_many(&self, path: &str, count: u64) -> Vec<Pending> {
        let before = self.number("/live");
        let pending = (0..count).map(|_| self.open(path)).collect();
        self.wait_for("/live", before + count, Duration::from_secs(20));
        pending
    }
}

/// A request whose answer has not come yet.
pub(crate) struct Pending(TcpStream);

impl Pending {
    #[track_caller]
    pub(crate) fn answer(self) -> RawAnswer {
        raw::read_answer(self.0, false).unwrap()
    }

    #[track_caller]
    pub(crate) fn text(self) -> String {
        let answer = self.answer();
        let text = String::from_utf8_lossy(&answer.body).into_owned();
        assert_eq!(answer.status, 200, "{text}");
        text
    }

    /// The answer to a `HEAD` request.
    #[track_caller]
    pub(crate) fn head(self) -> RawAnswer {
        raw::read_answer(self.0, true).unwrap()
    }

    /// Reads until the first byte of the body.
    #[track_caller]
    pub(crate) fn first_chunk(self) -> Pending {
        let mut reader = BufReader::new(&self.0);
        let head = raw::read_head(&mut reader).unwrap();
        let mut byte = [0];
        raw::body_reader(reader, &head)
            .read_exact(&mut byte)
            .unwrap();
        self
    }

    /// How many bytes come until the other side closes the connection.
    pub(crate) fn rest(mut self) -> usize {
        let mut buffer = vec![0; 1 << 16];
        let mut total = 0;
        while let Ok(count @ 1..) = self.0.read(&mut buffer) {
            total += count;
        }
        total
    }

    #[track_caller]
    pub(crate) fn reset(self) {
        raw::reset(self.0).unwrap();
    }
}
