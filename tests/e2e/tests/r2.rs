//! Objects of R2 as a file server answers with them.

use std::io::Write;
use std::sync::LazyLock;
use std::time::Duration;

use e2e::{Answer, Client, Config, Project, Server, build_project, raw};
use http::Request;

static SERVER: LazyLock<Server> = LazyLock::new(|| {
    let file = build_project("tests/workers/r2").unwrap();
    let files = Project::at(file).name("files").skip_build();
    Server::start(&Config::new().worker(files)).unwrap()
});

fn files() -> Client {
    SERVER.client("files")
}

fn ask(method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
    let client = files();
    let mut request = Request::builder().method(method).uri(client.url(path));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    client.send(request, ())
}

/// Stores a file and returns its etag.
fn store(path: &str, content: &[u8], headers: &[(&str, &str)]) -> String {
    let client = files();
    let mut request = Request::put(client.url(path));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let answer = client.send(request, content);
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.header("etag").to_owned()
}

#[test]
fn a_file_is_served() {
    let etag = store(
        "/a.css",
        b"body{}",
        &[
            ("content-type", "text/css"),
            ("cache-control", "max-age=60"),
        ],
    );
    for method in ["GET", "HEAD"] {
        let answer = ask(method, "/a.css", &[]);
        assert_eq!(answer.status, 200);
        assert_eq!(answer.text(), if method == "GET" { "body{}" } else { "" });
        for (name, value) in [
            ("content-length", "6"),
            ("content-type", "text/css"),
            ("cache-control", "max-age=60"),
            ("accept-ranges", "bytes"),
            ("etag", &etag),
        ] {
            assert_eq!(answer.header(name), value, "{method} {name}");
        }
        assert!(answer.header("last-modified").ends_with(" GMT"));
        assert_eq!(ask(method, "/nothing", &[]).status, 404);
    }
    let answer = ask("PATCH", "/a.css", &[]);
    assert_eq!(answer.status, 405);
}

#[test]
fn parts_of_a_file_are_served() {
    let etag = store("/range", b"0123456789", &[]);
    let cases = [
        ("bytes=2-4", 206, "234", "bytes 2-4/10"),
        ("bytes=8-99", 206, "89", "bytes 8-9/10"),
        ("bytes=-2", 206, "89", "bytes 8-9/10"),
        ("bytes=0-", 206, "0123456789", "bytes 0-9/10"),
        ("bytes=10-", 416, "range not satisfiable", "bytes */10"),
        ("bytes=0-1,3-4", 200, "0123456789", ""),
        ("pages=0-1", 200, "0123456789", ""),
    ];
    for (range, status, text, content_range) in cases {
        let answer = ask("GET", "/range", &[("range", range)]);
        assert_eq!(
            (answer.status, answer.text().as_str()),
            (status, text),
            "{range}"
        );
        assert_eq!(answer.header("content-range"), content_range, "{range}");
        assert_eq!(
            answer.header("content-length"),
            text.len().to_string(),
            "{range}"
        );
    }
    for (version, status) in [(etag.as_str(), 206), ("\"other\"", 200), ("W/\"x\"", 200)] {
        let answer = ask(
            "GET",
            "/range",
            &[("range", "bytes=2-4"), ("if-range", version)],
        );
        assert_eq!(answer.status, status, "{version}");
        assert_eq!(
            answer.text(),
            if status == 206 { "234" } else { "0123456789" }
        );
        let answer = ask(
            "GET",
            "/range",
            &[("range", "bytes=10-"), ("if-range", version)],
        );
        assert_eq!(
            answer.status,
            if status == 206 { 416 } else { 200 },
            "{version}"
        );
    }
    assert_eq!(ask("HEAD", "/range", &[("range", "bytes=2-4")]).status, 200);
    assert_eq!(
        ask("GET", "/no-range", &[("range", "bytes=2-4")]).status,
        404
    );
}

#[test]
fn conditions_are_checked() {
    let etag = store(
        "/if",
        b"content",
        &[
            ("cache-control", "no-cache"),
            ("content-type", "text/plain"),
        ],
    );
    let weak = format!("W/{etag}");
    let modified = ask("HEAD", "/if", &[]).header("last-modified").to_owned();
    let past = "Thu, 01 Jan 1970 00:00:01 GMT";
    let cases: [(&[(&str, &str)], u16); 12] = [
        (&[("if-none-match", &etag)], 304),
        (&[("if-none-match", &weak)], 304),
        (&[("if-none-match", "*")], 304),
        (&[("if-none-match", "\"x\", \"y\"")], 200),
        (
            &[("if-none-match", "\"x\""), ("if-modified-since", &modified)],
            200,
        ),
        (&[("if-modified-since", &modified)], 304),
        (&[("if-modified-since", past)], 200),
        (&[("if-match", &etag)], 200),
        (&[("if-match", "\"x\"")], 412),
        (&[("if-unmodified-since", &modified)], 200),
        (&[("if-unmodified-since", past)], 412),
        (&[("if-match", &etag), ("if-none-match", &etag)], 304),
    ];
    for (headers, status) in cases {
        for method in ["GET", "HEAD"] {
            let answer = ask(method, "/if", headers);
            assert_eq!(answer.status, status, "{method} {headers:?}");
            if status == 304 {
                assert_eq!(
                    (answer.header("etag"), answer.header("cache-control")),
                    (etag.as_str(), "no-cache")
                );
                assert_eq!(
                    (answer.header("content-type"), answer.text().as_str()),
                    ("", "")
                );
            }
        }
        let ranged = [headers, &[("range", "bytes=0-0")]].concat();
        let expected = if status == 200 { 206 } else { status };
        assert_eq!(ask("GET", "/if", &ranged).status, expected, "{ranged:?}");
    }
}

#[test]
fn compressed_content_stays_as_it_is() {
    // Not what it says, so that anybody who unpacks or packs it fails.
    store(
        "/packed",
        b"not gzip",
        &[("content-encoding", "gzip"), ("content-type", "text/plain")],
    );
    let mut stream = raw::connect(SERVER.address("files")).unwrap();
    stream
        .write_all(b"GET /packed HTTP/1.1\r\nhost: x\r\naccept-encoding: gzip\r\n\r\n")
        .unwrap();
    let answer = raw::read_answer(stream, false).unwrap();
    assert_eq!(answer.header("content-encoding"), Some(&b"gzip"[..]));
    assert_eq!(answer.body, b"not gzip");
}

#[test]
fn what_nobody_described_is_not_guessed() {
    store("/unknown", b"<script>", &[]);
    assert_eq!(
        ask("GET", "/unknown", &[]).header("content-type"),
        "application/octet-stream"
    );
}

#[test]
fn a_client_that_leaves_its_upload_leaves_nothing() {
    const PATIENCE: Duration = Duration::from_secs(20);
    let mut stream = raw::connect(SERVER.address("files")).unwrap();
    let head =
        "PUT /left HTTP/1.1\r\nhost: x\r\nx-watched: 1\r\ntransfer-encoding: chunked\r\n\r\n";
    stream.write_all(head.as_bytes()).unwrap();
    let chunk = [b"100000\r\n", vec![7; 1 << 20].as_slice(), b"\r\n"].concat();
    for _ in 0..12 {
        stream.write_all(&chunk).unwrap();
    }
    SERVER.wait_for_log("uploaded left", PATIENCE).unwrap();
    raw::reset(stream).unwrap();
    SERVER.wait_for_log("aborted left", PATIENCE).unwrap();
    assert_eq!(ask("GET", "/left", &[]).status, 404);
}
