//! The same bytes go to a Rust worker and to its JavaScript twin; the answers have to be the same.

mod twins;

use twins::{agree, case, get, head, post};

#[test]
fn methods() {
    let echo = |method| head(method, "/echo?m=1", &[]);
    let empty_post = head("POST", "/echo", &["content-length: 0"]);
    agree(vec![
        case("GET", 200, echo("GET")),
        case("HEAD", 200, echo("HEAD")),
        case("HEAD of a late answer", 200, head("HEAD", "/late", &[])),
        case("HEAD of chunks", 200, head("HEAD", "/chunks", &[])),
        case("POST without a body", 200, empty_post),
        case("PUT", 200, echo("PUT")),
        case("PATCH", 200, echo("PATCH")),
        case("DELETE", 200, echo("DELETE")),
        case("OPTIONS", 200, echo("OPTIONS")),
        case("PROPFIND", 200, echo("PROPFIND")),
        case("PURGE", 200, echo("PURGE")),
        case("an unknown method", 501, echo("FROB")),
        case("a method in lower case", 501, echo("get")),
    ]);
}

#[test]
fn paths_and_queries() {
    let long = format!("/echo?{}", "key=value&".repeat(1_500));
    agree(vec![
        case("percent-encoded path", 200, get("/echo/a%2Fb%20c%C3%A4%zz")),
        case("dots in the path", 200, get("/x/../echo/./y")),
        case("two slashes", 200, get("/echo//a//")),
        case("query", 200, get("/echo?a=1&a=2&b=&c&=d&%61=%C3%A4+%2B")),
        case(
            "query with broken escapes",
            200,
            get("/echo?a=%zz&b=%&c=%C3"),
        ),
        case("query with question marks", 200, get("/echo?a=b?c=d&?e")),
        case("empty query", 200, get("/echo?")),
        case(
            "query with plus and quotes",
            200,
            get("/echo?q='a'+\"b\"<>"),
        )
        .or_refused(),
        case("long query", 200, get(&long)),
        case("unknown path", 404, get("/nothing")),
    ]);
}

/// The runtime leaves these to whoever parses the URL.
#[test]
fn paths_that_have_to_be_normalised() {
    agree(vec![
        case("encoded dots", 200, get("/echo/%2e%2e/echo")),
        case(
            "special characters",
            200,
            get("/echo/a;b=c,d:e@f!$&'()*+[]^`{}|"),
        )
        .or_refused(),
        case("backslash", 200, get("/echo\\a")),
    ]);
}

#[test]
fn request_headers() {
    let big = format!("x-test: {}", "v".repeat(64 * 1024));
    let echo = |headers: &[&str]| head("GET", "/echo", headers);
    let all = |headers: &[&str]| head("GET", "/headers", headers);
    let latin =
        [&b"GET /echo HTTP/1.1\r\nhost: twins.example\r\nx-test: caf\xe9\r\n\r\n"[..]].concat();
    agree(vec![
        case(
            "all headers",
            200,
            all(&["X-B: 2", "x-a: 1", "Accept: */*"]),
        ),
        case(
            "duplicate headers",
            200,
            all(&["x-test: 1", "X-Test: 2", "x-other: 3"]),
        ),
        case(
            "duplicate headers, joined",
            200,
            echo(&["x-test: 1", "X-Test: 2"]),
        ),
        case("several cookies", 200, all(&["cookie: a=1", "cookie: b=2"])),
        case("empty value", 200, echo(&["x-test:"])),
        case("spaces around a value", 200, echo(&["x-test:   a  b\t "])),
        case("UTF-8 value", 200, echo(&["x-test: caf\u{e9} \u{1f980}"])),
        case("Latin-1 value", 200, latin),
        case("64 KB value", 200, echo(&[&big])),
        case("an impossible name", 400, echo(&["x test: 1"])),
    ]);
}

#[test]
fn bodies_in() {
    let chunked = [
        head("POST", "/text", &["transfer-encoding: chunked"]),
        b"4\r\nchun\r\n3\r\nked\r\n0\r\n\r\n".to_vec(),
    ]
    .concat();
    let encoded = ["content-encoding: gzip", "content-length: 4"];
    let encoded = [head("POST", "/bytes", &encoded), vec![31, 139, 8, 0]].concat();
    let text = |body: &[u8]| post("/text", "text/plain", body);
    let mebibyte = vec![b'x'; 1 << 20];
    agree(vec![
        case("text", 200, text("h\u{e4}ll\u{f6} \u{1f980}".as_bytes())),
        case("empty text", 200, text(b"")),
        case(
            "text after a byte order mark",
            200,
            text(b"\xef\xbb\xbfbom"),
        ),
        case(
            "invalid UTF-8",
            200,
            text(b"a\xff\xfeb\xc3\x28 \xf0\x9f\xa6 \xed\xa0\x80 end"),
        ),
        case("text with NUL", 200, text(b"a\0b")),
        case("chunked request", 200, chunked),
        case("a megabyte of text", 200, text(&mebibyte)),
        case(
            "bytes",
            200,
            post("/bytes", "application/octet-stream", &[0, 255, 128, 7]),
        ),
        case(
            "no bytes",
            200,
            post("/bytes", "application/octet-stream", b""),
        ),
        case("compressed bytes are left as they are", 200, encoded),
        case(
            "body passed through",
            200,
            post("/through", "text/plain", b"through"),
        ),
        case("no body passed through", 200, get("/through")),
        case("body read twice", 500, post("/twice", "text/plain", b"x")),
    ]);
}

#[test]
fn json_bodies() {
    let json = |path, body: &[u8]| post(path, "application/json", body);
    agree(vec![
        case(
            "JSON",
            200,
            json("/json", br#"{"name":"a\u00e4\n\"","count":1}"#),
        ),
        case(
            "JSON with unknown fields",
            200,
            json("/json", br#"{"x":[1],"name":"","count":-2}"#),
        ),
        case(
            "JSON without its content type",
            200,
            post("/json", "text/plain", br#"{"name":"","count":1}"#),
        ),
        case(
            "malformed JSON, caught",
            400,
            json("/json-caught", br#"{"name":"#),
        ),
        case("empty body as JSON, caught", 400, json("/json-caught", b"")),
        case(
            "invalid UTF-8 as JSON, caught",
            400,
            json("/json-caught", b"{\xff}"),
        ),
        case("malformed JSON, not caught", 500, json("/json", b"{,}")),
    ]);
}

#[test]
fn form_bodies() {
    let urlencoded = |body: &[u8]| post("/form", "application/x-www-form-urlencoded", body);
    let multipart = |body: &[u8]| post("/form", "multipart/form-data; boundary=XX", body);
    let parts = b"--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\none\r\n\
        --XX\r\nContent-Disposition: form-data; name=\"f\"; filename=\"n\xc3\xa4me.txt\"\r\nContent-Type: text/csv\r\n\r\nx,y\r\n1,2\r\n\
        --XX\r\nContent-Disposition: form-data; name=\"f\"; filename=\"\"\r\n\r\n\r\n--XX--\r\n";
    agree(vec![
        case(
            "urlencoded",
            200,
            urlencoded(b"a=1&b=two+words&a=%C3%A4&c=&d"),
        ),
        case(
            "urlencoded with invalid UTF-8",
            200,
            urlencoded(b"a=%ff&b=\xff"),
        ),
        case("urlencoded, empty", 200, urlencoded(b"")),
        case("multipart", 200, multipart(parts)),
        case("multipart cut off", 500, multipart(&parts[..60])),
        case(
            "a form of another type",
            500,
            post("/form", "text/plain", b"a=1"),
        ),
    ]);
}

/// What was written for one answer may be used again for the next one with the same values.
#[test]
fn answers_with_the_same_header_values() {
    let alike = |kind: &str| get(&format!("/alike?{kind}"));
    agree(vec![
        case("the first", 200, alike("short")),
        case("the second", 200, alike("short")),
        case("the third", 200, alike("short")),
        case("long text", 200, alike("long")),
        case("names the other way round", 200, alike("names")),
        case("the first again", 200, alike("short")),
        case("bytes", 200, alike("bytes")),
        case("another status", 404, alike("long-404")),
        case("names made at run time", 200, alike("owned")),
        case("names in the same place", 200, alike("owned-too")),
        case("cookies", 200, get("/cookies")),
        case("cookies again", 200, get("/cookies")),
        case("cookies once more", 200, get("/cookies")),
    ]);
}

/// Whether a body crosses as a string or as bytes depends on its length and on what is in it.
#[test]
fn answers_of_each_length() {
    let mut cases = Vec::new();
    for kind in ["text", "bytes", "typed"] {
        for unit in ["a", "%C3%A9", "%F0%9F%A6%80"] {
            for count in [0, 7, 128, 129, 512, 513, 16_384, 16_385] {
                let path = format!("/repeated?as={kind}&unit={unit}&count={count}");
                cases.push(case(&path, 200, get(&path)));
            }
        }
    }
    agree(cases);
}

#[test]
fn answers() {
    agree(vec![
        case("null body", 200, get("/empty")),
        case("empty text", 200, get("/empty-text")),
        case("content type kept", 200, get("/html")),
        case("headers out", 200, get("/out")),
        case("several Set-Cookie", 200, get("/cookies")),
        case("201", 201, get("/status?code=201")),
        case("204", 204, get("/status?code=204")),
        case("205", 205, get("/status?code=205")),
        case("304", 304, get("/status?code=304")),
        case("418", 418, get("/status-body?code=418")),
        case("404 with a body", 404, get("/status-body?code=404")),
        case("599", 599, get("/status-body?code=599")),
        case("204 with a body", 500, get("/status-body?code=204")),
        case("an impossible status", 500, get("/status-body?code=99")),
        case("301", 301, get("/redirect?code=301")),
        case("302", 302, get("/redirect?code=302")),
        case("307", 307, get("/redirect?code=307")),
        case("an answer after a wait", 200, get("/late")),
        case("chunks", 200, get("/chunks")),
        case("an error", 500, get("/throw")),
        case("an error after a wait", 500, get("/throw-late")),
    ]);
}
