//! Bodies larger than a worker's memory.

mod large;

use std::io::{BufReader, Write};
use std::net::TcpStream;
use std::sync::LazyLock;
use std::thread;
use std::time::{Duration, Instant};

use e2e::{Config, Panics, Project, Server, build_worker, raw, workspace_root};
use large::{
    GIBIBYTE, MEBIBYTE, MEMORY_LIMIT, Result, Upload, check, expect, or_explain, pattern, text,
};

static SERVER: LazyLock<Server> = LazyLock::new(|| {
    let build = build_worker("tests/workers/semantics", Panics::Abort).unwrap();
    let twin = workspace_root().join("tests/workers/semantics/twin.js");
    let mut config = Config::new().worker(Project::script("js", twin));
    for name in [
        "through",
        "proxied",
        "in-rust",
        "counted",
        "made",
        "form",
        "slow-reader",
        "slow-writer",
    ] {
        config = config.worker(Project::built(name, &build).service("PEER", "js"));
    }
    Server::start(&config).unwrap()
});

/// Sends a body while it reads the answer's, which has to be the same.
fn echo(worker: &str, path: &str, length: usize) {
    let start = Instant::now();
    upload(worker, path, length, |stream| same(stream, length));
    within_limits(worker, start);
}

fn upload<T>(
    worker: &str,
    path: &str,
    length: usize,
    read: impl FnOnce(TcpStream) -> Result<T>,
) -> T {
    let upload = Upload {
        worker,
        request: &format!("POST {path}"),
        length,
        is_chunked: false,
    };
    upload.send(&SERVER, raw::connect(SERVER.address(worker)).unwrap(), read)
}

/// Reads an answer whose body is the pattern.
fn same(stream: TcpStream, length: usize) -> Result<()> {
    let mut reader = BufReader::with_capacity(MEBIBYTE, stream);
    let head = raw::read_head(&mut reader)?;
    expect(&head, 200)?;
    assert_eq!(check(raw::body_reader(reader, &head))?, length);
    Ok(())
}

fn within_limits(worker: &str, start: Instant) {
    let took = start.elapsed();
    let pages: u64 = SERVER.client(worker).get("/pages").text().parse().unwrap();
    eprintln!("{worker}: {took:?}, {pages} pages");
    assert!(pages < MEMORY_LIMIT, "{pages} pages of memory");
    assert!(took < Duration::from_secs(60), "took {took:?}");
}

#[test]
fn a_gigabyte_passes_through_untouched() {
    echo("through", "/through", GIBIBYTE);
}

#[test]
fn a_gigabyte_is_proxied_to_another_worker_and_back() {
    echo("proxied", "/proxy/through", GIBIBYTE);
}

/// Smaller, because each of its chunks takes two turns of the event loop.
#[test]
fn a_quarter_is_read_and_written_by_rust() {
    echo("in-rust", "/rust-through", GIBIBYTE / 4);
}

#[test]
fn a_gigabyte_is_read_by_rust() {
    let start = Instant::now();
    let counted = upload("counted", "/rust-length", GIBIBYTE, |stream| {
        let answer = raw::read_answer(stream, false)?;
        expect(&answer, 200).map(|()| text(&answer))
    });
    let (length, chunks) = counted.split_once(' ').unwrap();
    assert_eq!(length, GIBIBYTE.to_string());
    let average = GIBIBYTE / chunks.parse::<usize>().unwrap();
    assert!(average > 8192, "{average} bytes in a chunk");
    within_limits("counted", start);
}

/// The platform parses and holds the form; the file is read by Rust as a whole.
#[test]
fn a_form_with_a_file_of_ten_megabytes() {
    let length = 10 * MEBIBYTE;
    let file = pattern().repeat(10);
    let head = "--XX\r\nContent-Disposition: form-data; name=\"file\"; filename=\"big.bin\"\r\n\
        Content-Type: application/octet-stream\r\n\r\n";
    let body = [head.as_bytes(), &file, b"\r\n--XX--\r\n"].concat();
    let client = SERVER.client("form");
    let start = Instant::now();
    let answer = client.post("/form-size", "multipart/form-data; boundary=XX", &body);
    assert_eq!(answer.text(), format!("big.bin {length} {}", sum(&file)));
    within_limits("form", start);
}

fn sum(bytes: &[u8]) -> u64 {
    bytes.iter().map(|byte| u64::from(*byte)).sum()
}

#[test]
fn a_gigabyte_is_made_by_rust() {
    let mut stream = raw::connect(SERVER.address("made")).unwrap();
    let start = Instant::now();
    let request = format!(
        "GET /rust-made?mebibytes={} HTTP/1.1\r\nhost: x\r\n\r\n",
        GIBIBYTE / MEBIBYTE
    );
    stream.write_all(request.as_bytes()).unwrap();
    or_explain(&SERVER, "made", same(stream, GIBIBYTE));
    within_limits("made", start);
}

/// What a connection of the system and of the runtime holds.
const BUFFERS: usize = 24 * MEBIBYTE;

#[test]
fn a_client_that_does_not_read_stops_what_rust_makes() {
    let mut stream = raw::connect(SERVER.address("slow-reader")).unwrap();
    let request = "GET /rust-made?mebibytes=1024 HTTP/1.1\r\nhost: x\r\n\r\n";
    stream.write_all(request.as_bytes()).unwrap();
    let head = raw::read_head(&mut BufReader::new(&stream)).unwrap();
    assert_eq!(head.status, 200);
    let made = || -> usize {
        let blocks = SERVER.client("slow-reader").get("/rust-blocks").text();
        blocks.parse().unwrap()
    };
    thread::sleep(Duration::from_millis(500));
    let first = made();
    thread::sleep(Duration::from_millis(500));
    let second = made();
    eprintln!("{first} MiB, then {second} MiB");
    assert!((1..BUFFERS / MEBIBYTE).contains(&second), "{second} MiB");
    assert_eq!(first, second, "it goes on without a reader");
    within_limits("slow-reader", Instant::now());
}

#[test]
fn a_worker_that_reads_slowly_stops_its_client() {
    let stream = raw::connect(SERVER.address("slow-writer")).unwrap();
    stream
        .set_write_timeout(Some(Duration::from_millis(300)))
        .unwrap();
    let mut sender = &stream;
    let head = format!("POST /rust-slow HTTP/1.1\r\nhost: x\r\ncontent-length: {GIBIBYTE}\r\n\r\n");
    sender.write_all(head.as_bytes()).unwrap();
    let block = pattern();
    let start = Instant::now();
    let mut sent = 0;
    while start.elapsed() < Duration::from_millis(400) {
        match sender.write(&block) {
            Ok(count) => sent += count,
            Err(_) => break,
        }
    }
    let read: usize = SERVER
        .client("slow-writer")
        .get("/rust-blocks")
        .text()
        .parse()
        .unwrap();
    eprintln!("{sent} bytes sent, {read} chunks read");
    assert!((1..=100).contains(&read), "{read} chunks");
    assert!(
        sent < BUFFERS,
        "{sent} bytes went to a worker that did not read them"
    );
    within_limits("slow-writer", start);
}
