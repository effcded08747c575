//! Objects larger than a worker's memory, up and down.

mod large;

use std::io::{BufReader, Write};
use std::net::TcpStream;
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use e2e::{Config, Project, Server, build_project, raw};
use http::Request;
use large::{
    GIBIBYTE, MEBIBYTE, MEMORY_LIMIT, Result, Upload, check, expect, or_explain, pattern, text,
};

/// Enough to see that memory does not grow.
const QUARTER: usize = GIBIBYTE / 4;
/// The simulator of R2 writes everything to the disk.
const PATIENCE: Duration = Duration::from_secs(300);

static SERVER: LazyLock<Server> = LazyLock::new(|| {
    let file = build_project("tests/workers/r2").unwrap();
    let mut config = Config::new();
    for name in ["whole", "chunked", "made", "form"] {
        config = config.worker(Project::at(&file).name(name).skip_build());
    }
    Server::start(&config).unwrap()
});

/// The runtime has one thread for all workers and their storage. With three of the tests at once, it closed a new connection after 20
/// seconds, without an answer and without a request for the worker.
fn alone() -> MutexGuard<'static, ()> {
    static ONE: Mutex<()> = Mutex::new(());
    ONE.lock().unwrap_or_else(PoisonError::into_inner)
}

fn connect(worker: &str) -> TcpStream {
    let stream = raw::connect(SERVER.address(worker)).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream.set_write_timeout(Some(PATIENCE)).unwrap();
    stream
}

fn stored(stream: TcpStream, length: usize) -> Result<()> {
    let answer = raw::read_answer(stream, false)?;
    expect(&answer, 200)?;
    match text(&answer) {
        stored if stored == length.to_string() => Ok(()),
        stored => Err(format!("{stored} bytes are stored").into()),
    }
}

/// Each worker has an object of its own in the bucket that they share.
fn up(worker: &str, length: usize, is_chunked: bool) {
    let upload = Upload {
        worker,
        request: &format!("PUT /{worker}"),
        length,
        is_chunked,
    };
    upload.send(&SERVER, connect(worker), |stream| stored(stream, length));
}

fn down(worker: &str, length: usize) {
    or_explain(&SERVER, worker, read(worker, length));
}

fn read(worker: &str, length: usize) -> Result<()> {
    let mut stream = connect(worker);
    write!(stream, "GET /{worker} HTTP/1.1\r\nhost: x\r\n\r\n")?;
    let mut reader = BufReader::with_capacity(MEBIBYTE, stream);
    let head = raw::read_head(&mut reader)?;
    expect(&head, 200)?;
    assert_eq!(
        head.header("content-length"),
        Some(length.to_string().as_bytes())
    );
    assert_eq!(check(raw::body_reader(reader, &head))?, length);
    Ok(())
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
    let _one = alone();
    let start = Instant::now();
    up("whole", GIBIBYTE, false);
    down("whole", GIBIBYTE);
    within_limits("whole", start);
}

#[test]
fn a_quarter_of_unknown_length() {
    let _one = alone();
    let start = Instant::now();
    up("chunked", QUARTER, true);
    down("chunked", QUARTER);
    within_limits("chunked", start);
}

#[test]
fn a_quarter_that_rust_makes() {
    let _one = alone();
    let start = Instant::now();
    let (mut stream, count) = (connect("made"), QUARTER / MEBIBYTE);
    let head =
        format!("POST /made?mebibytes={count} HTTP/1.1\r\nhost: x\r\ncontent-length: 0\r\n\r\n");
    stream.write_all(head.as_bytes()).unwrap();
    or_explain(&SERVER, "made", stored(stream, QUARTER));
    down("made", QUARTER);
    within_limits("made", start);
}

/// As a page sends a file: within a form, between other fields.
#[test]
fn a_quarter_in_a_form() {
    let _one = alone();
    let start = Instant::now();
    let mut stream = connect("form");
    let answer = send_form(&mut stream).and_then(|()| {
        let answer = raw::read_answer(stream, false)?;
        expect(&answer, 200)?;
        Ok(text(&answer))
    });
    let sizes = or_explain(&SERVER, "form", answer);
    assert_eq!(sizes, format!("3 {QUARTER} 5"));
    down("form", QUARTER);
    within_limits("form", start);
}

fn send_form(stream: &mut TcpStream) -> Result<()> {
    let file = |name: &str| {
        format!(
            "--form\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n"
        )
    };
    let begin = file("-1") + "one\r\n" + &file("");
    let end = "\r\n".to_owned() + &file("-3") + "three\r\n--form--\r\n";
    let length = begin.len() + QUARTER + end.len();
    write!(
        stream,
        "POST /form HTTP/1.1\r\nhost: x\r\ncontent-length: {length}\r\ncontent-type: multipart/form-data; boundary=form\r\n\r\n"
    )?;
    stream.write_all(begin.as_bytes())?;
    let block = pattern();
    for _ in 0..QUARTER / MEBIBYTE {
        stream.write_all(&block)?;
    }
    Ok(stream.write_all(end.as_bytes())?)
}
