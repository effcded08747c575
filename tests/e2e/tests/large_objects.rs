//! Objects larger than a worker's memory, up and down.

mod large;

use std::io::{BufReader, Write};
use std::net::TcpStream;
use std::sync::LazyLock;
use std::thread;
use std::time::{Duration, Instant};

use e2e::{Config, Project, Server, build_project, raw};
use http::Request;
use large::{GIBIBYTE, MEBIBYTE, MEMORY_LIMIT, check, pattern};

/// Enough to see that memory does not grow.
const QUARTER: usize = GIBIBYTE / 4;
/// The simulator of R2 writes everything to the disk.
const PATIENCE: Duration = Duration::from_secs(300);

static SERVER: LazyLock<Server> = LazyLock::new(|| {
    let file = build_project("tests/workers/r2").unwrap();
    let mut config = Config::new();
    for name in ["whole", "chunked", "made"] {
        config = config.worker(Project::at(&file).name(name).skip_build());
    }
    Server::start(&config).unwrap()
});

/// Each worker has an object of its own in the bucket that they share.
fn send(mut stream: TcpStream, worker: &str, length: usize, is_chunked: bool) {
    let framing = match is_chunked {
        true => "transfer-encoding: chunked".to_owned(),
        false => format!("content-length: {length}"),
    };
    let head = format!("PUT /{worker} HTTP/1.1\r\nhost: x\r\n{framing}\r\n\r\n");
    stream.write_all(head.as_bytes()).unwrap();
    let block = pattern();
    for _ in 0..length / MEBIBYTE {
        if is_chunked {
            stream.write_all(b"100000\r\n").unwrap();
        }
        stream.write_all(&block).unwrap();
        if is_chunked {
            stream.write_all(b"\r\n").unwrap();
        }
    }
    if is_chunked {
        stream.write_all(b"0\r\n\r\n").unwrap();
    }
}

fn connect(worker: &str) -> TcpStream {
    let stream = raw::connect(SERVER.address(worker)).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream.set_write_timeout(Some(PATIENCE)).unwrap();
    stream
}

fn assert_stored(stream: TcpStream, length: usize) {
    let answer = raw::read_answer(stream, false).unwrap();
    assert_eq!(String::from_utf8_lossy(&answer.body), length.to_string());
}

fn up(worker: &str, length: usize, is_chunked: bool) {
    let stream = connect(worker);
    let sender = stream.try_clone().unwrap();
    thread::scope(|scope| {
        scope.spawn(|| send(sender, worker, length, is_chunked));
        assert_stored(stream, length);
    });
}

fn down(worker: &str, length: usize) {
    let mut stream = connect(worker);
    let request = format!("GET /{worker} HTTP/1.1\r\nhost: x\r\n\r\n");
    stream.write_all(request.as_bytes()).unwrap();
    let mut reader = BufReader::with_capacity(MEBIBYTE, stream);
    let head = raw::read_head(&mut reader).unwrap();
    assert_eq!(head.status, 200);
    assert_eq!(
        head.header("content-length"),
        Some(length.to_string().as_bytes())
    );
    assert_eq!(check(raw::body_reader(reader, &head)), length);
}

fn within_limits(worker: &str, start: Instant) {
    let took = start.elapsed();
    let pages: u64 = SERVER.client(worker).get("/pages").text().parse().unwrap();
    eprintln!("{worker}: {took:?}, {pages} pages");
    assert!(pages < MEMORY_LIMIT, "{pages} pages of memory");
    let request = Request::delete(SERVER.client(worker).url(&format!("/{worker}")));
    assert_eq!(SERVER.client(worker).send(request, ()).status, 204);
}

#[test]
fn a_gigabyte_up_and_down() {
    let start = Instant::now();
    up("whole", GIBIBYTE, false);
    down("whole", GIBIBYTE);
    within_limits("whole", start);
}

#[test]
fn a_quarter_of_unknown_length() {
    let start = Instant::now();
    up("chunked", QUARTER, true);
    down("chunked", QUARTER);
    within_limits("chunked", start);
}

#[test]
fn a_quarter_that_rust_makes() {
    let start = Instant::now();
    let (mut stream, count) = (connect("made"), QUARTER / MEBIBYTE);
    let head =
        format!("POST /made?mebibytes={count} HTTP/1.1\r\nhost: x\r\ncontent-length: 0\r\n\r\n");
    stream.write_all(head.as_bytes()).unwrap();
    assert_stored(stream, QUARTER);
    down("made", QUARTER);
    within_limits("made", start);
}
