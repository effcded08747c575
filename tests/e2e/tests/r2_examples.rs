//! The examples that live on R2.

use std::sync::LazyLock;
use std::thread;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use e2e::{Answer, Config, Server, example};
use http::Request;
use serde_json::{Value, json};

static SERVER: LazyLock<Server> = LazyLock::new(|| {
    let example = |name: &str| example(name).unwrap();
    let links = example("r2-links").var("LINK_KEY", "not to be guessed");
    let s3 = links
        .clone()
        .name("with-s3")
        .var("ACCOUNT_ID", "account")
        .var("R2_ACCESS_KEY_ID", "ID")
        .var("R2_SECRET_ACCESS_KEY", "SECRET");
    let config = Config::new()
        .worker(example("r2"))
        .worker(example("r2-multipart"))
        .worker(links)
        .worker(s3);
    Server::start(&config).unwrap()
});

fn send(worker: &str, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
    let client = SERVER.client(worker);
    let mut request = Request::builder().method(method).uri(client.url(path));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    client.send(request, body)
}

#[test]
fn a_file_of_a_form_is_kept_and_served() {
    let content: Vec<u8> = (0..100_000u32).map(|at| (at % 251) as u8).collect();
    let body = [
        b"--XX\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a \xC3\xA4.bin\"\r\n\
          Content-Type: application/x-test\r\n\r\n"
            .as_slice(),
        &content,
        b"\r\n--XX--\r\n",
    ]
    .concat();
    let headers = [
        ("content-type", "multipart/form-data; boundary=XX"),
        ("x-user-id", "ada"),
    ];
    let answer = send("r2", "POST", "/", &headers, &body);
    assert_eq!(answer.status, 201, "{}", answer.text());
    let stored: Value = answer.json();
    let key = stored["key"].as_str().unwrap();
    assert!(key.ends_with("-a ä.bin"), "{key}");
    assert_eq!(
        stored,
        json!({
            "key": key, "name": "a ä.bin", "uploader": "ada", "content_type": "application/x-test",
            "size": 100_000, "etag": stored["etag"],
        })
    );
    let path = format!("/files/{}", key.replace(' ', "%20").replace('ä', "%C3%A4"));
    let etag = format!("\"{}\"", stored["etag"].as_str().unwrap());
    let get = |name, value| send("r2", "GET", &path, &[(name, value)], b"");
    let answer = get("x-nothing", "");
    assert_eq!((answer.status, answer.body == content), (200, true));
    assert_eq!(answer.header("content-type"), "application/x-test");
    assert_eq!(answer.header("cache-control"), "no-cache");
    assert_eq!(answer.header("etag"), etag);
    let name = format!("{}-a%20%C3%A4.bin", &key[..8]);
    assert_eq!(
        answer.header("content-disposition"),
        format!("attachment; filename*=UTF-8''{name}")
    );
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    assert_eq!(get("if-none-match", &etag).status, 304);
    let part = get("range", "bytes=250-252");
    assert_eq!((part.status, part.body), (206, vec![250, 0, 1]));
    assert_eq!(
        send("r2", "GET", "/files/", &[], b"").json::<Value>(),
        json!([stored])
    );
    assert_eq!(send("r2", "DELETE", &path, &[], b"").status, 204);
    assert_eq!(get("x-nothing", "").status, 404);
}

#[test]
fn what_is_no_file_is_refused() {
    let post = |content_type, body: &[u8]| {
        send("r2", "POST", "/", &[("content-type", content_type)], body)
    };
    for (content_type, body, status, detail) in [
        (
            "text/plain",
            "no form",
            415,
            "the content type of the body is `text/plain`; send `multipart/form-data` with its `boundary`",
        ),
        (
            "multipart/form-data; boundary=x",
            "--x\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\ntext\r\n--x--",
            400,
            "send the field `file`",
        ),
        (
            "multipart/form-data; boundary=x",
            "--x\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nhalf",
            400,
            "the form ends before its last boundary; send all of it, up to the boundary with two hyphens behind",
        ),
    ] {
        let answer = post(content_type, body.as_bytes());
        assert_eq!(answer.status, status);
        assert_eq!(answer.json::<Value>()["detail"], detail);
    }
    let half = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nhalf";
    let answer = post("multipart/form-data; boundary=x", half.as_bytes());
    assert_ne!(answer.status, 201);
    let listed: Value = send("r2", "GET", "/files/", &[], b"").json();
    let names = listed.as_array().unwrap().iter().map(|file| &file["name"]);
    assert!(
        names.into_iter().all(|name| name != "a"),
        "half a file is none"
    );
    for (method, path, allowed) in [("PUT", "/", "GET, POST"), ("POST", "/files/a", "GET, HEAD")] {
        let answer = send("r2", method, path, &[], b"");
        assert_eq!((answer.status, answer.header("allow")), (405, allowed));
    }
    for (method, path) in [
        ("GET", "/other"),
        ("HEAD", "/files/"),
        ("DELETE", "/files/"),
    ] {
        let answer = send("r2", method, path, &[], b"");
        assert_eq!(answer.status, 404, "{method} {path}");
    }
    assert!(
        SERVER
            .client("r2")
            .get("/")
            .text()
            .contains("multipart/form-data")
    );
}

/// The least that a part may have.
const PART: usize = 5 << 20;

fn multipart(method: &str, path: &str, body: &[u8]) -> Answer {
    send("r2-multipart", method, path, &[], body)
}

fn begin(key: &str) -> String {
    let answer = send(
        "r2-multipart",
        "POST",
        &format!("/{key}?uploads"),
        &[("content-type", "video/mp4")],
        b"",
    );
    let created: Value = answer.json();
    assert_eq!(created["key"], key);
    created["uploadId"].as_str().unwrap().to_owned()
}

fn parts() -> Vec<Vec<u8>> {
    let part =
        |first: usize, length: usize| (first..first + length).map(|at| (at % 251) as u8).collect();
    vec![part(0, PART), part(PART, PART), part(2 * PART, 1_000)]
}

#[test]
fn parts_become_one_object() {
    let id = begin("film.mp4");
    let upload = |number: usize, body: &[u8]| {
        multipart(
            "PUT",
            &format!("/film.mp4?uploadId={id}&partNumber={number}"),
            body,
        )
    };
    let all: Vec<Value> = thread::scope(|scope| {
        let sent = parts().into_iter().enumerate();
        let sent = sent.map(|(at, part)| scope.spawn(move || upload(at + 1, &part).json()));
        let sent: Vec<_> = sent.collect();
        sent.into_iter().map(|part| part.join().unwrap()).collect()
    });
    assert_eq!(multipart("GET", "/film.mp4", b"").status, 404);
    let list = serde_json::to_vec(&all).unwrap();
    let answer = multipart("POST", &format!("/film.mp4?uploadId={id}"), &list);
    assert_eq!(answer.status, 201, "{}", answer.text());
    let object = multipart("GET", "/film.mp4", b"");
    assert!(object.body == parts().concat());
    assert_eq!(object.header("content-type"), "video/mp4");
    assert_eq!(
        object.header("content-disposition"),
        "attachment; filename=\"film.mp4\""
    );
    assert_eq!(object.header("etag"), answer.header("etag"));
}

#[test]
fn an_upload_is_aborted() {
    let id = begin("never");
    let path = format!("/never?uploadId={id}");
    let first: Value = multipart("PUT", &format!("{path}&partNumber=1"), b"a part").json();
    assert_eq!(multipart("DELETE", &path, b"").status, 204);
    let list = serde_json::to_vec(&[first]).unwrap();
    let answer = multipart("POST", &path, &list);
    assert!(
        matches!(answer.status, 400 | 404),
        "{} {}",
        answer.status,
        answer.text()
    );
    assert_eq!(
        multipart("PUT", &format!("{path}&partNumber=2"), b"more").status,
        404
    );
    assert_eq!(multipart("GET", "/never", b"").status, 404);
}

#[test]
fn wrong_parts_are_refused() {
    let id = begin("wrong");
    let path = format!("/wrong?uploadId={id}");
    for number in ["0", "10001", "many"] {
        let answer = multipart("PUT", &format!("{path}&partNumber={number}"), b"part");
        assert_eq!(answer.status, 400, "{number}");
        let number = if number == "many" { "0" } else { number };
        assert_eq!(
            answer.text(),
            format!("a multipart upload has no part {number}; use 1 to 10000")
        );
    }
    let list = br#"[{"partNumber": 1, "etag": "another"}]"#;
    let answer = multipart("POST", &path, list);
    assert_eq!(answer.status, 400);
    assert!(
        answer
            .text()
            .contains("One or more of the specified parts could not be found"),
        "{}",
        answer.text()
    );
    assert_eq!(multipart("POST", &path, b"no list").status, 400);
    assert_eq!(
        multipart("PUT", "/wrong?uploadId=other&partNumber=1", b"part").status,
        404
    );
}

#[test]
fn links_are_good_for_some_time() {
    assert_eq!(
        send("r2-links", "PUT", "/notes.txt", &[], b"secret notes").status,
        201
    );
    let link = |seconds| {
        let url = SERVER
            .client("r2-links")
            .get(&format!("/link?key=notes.txt&seconds={seconds}"))
            .text();
        url.split_once("/notes.txt")
            .map(|(_, query)| format!("/notes.txt{query}"))
            .unwrap()
    };
    let get = |path: &str| SERVER.client("r2-links").get(path);
    let good = link(60);
    let answer = get(&good);
    assert_eq!(
        (answer.status, answer.text().as_str()),
        (200, "secret notes"),
        "{good}"
    );
    assert_eq!(answer.header("cache-control"), "private");
    for bad in [
        "/notes.txt".to_owned(),
        good.replace("notes", "other"),
        good.replace("until=", "until=9"),
        good.replace("signature=", "signature=0"),
        good.split("&signature").next().unwrap().to_owned(),
    ] {
        assert_eq!(get(&bad).status, 403, "{bad}");
    }
    let short = link(1);
    thread::sleep(Duration::from_secs(3));
    assert_eq!(get(&short).status, 410);
    for method in ["GET", "PUT"] {
        assert_eq!(send("r2-links", method, "/", &[], b"").status, 404);
    }
    for nothing in ["/link", "/link?key=", "/s3-link?key="] {
        assert_eq!(get(nothing).status, 403, "{nothing}");
    }
}

#[test]
fn links_lead_to_the_keys_that_were_named() {
    let client = SERVER.client("r2-links");
    for key in ["%2541", "half/50%25", "a%20b%3F%23.txt"] {
        let put = send("r2-links", "PUT", &format!("/{key}"), &[], key.as_bytes());
        assert_eq!(put.status, 201);
        let link = client.get(&format!("/link?key={key}")).text();
        let path = link.strip_prefix(&client.url("")).unwrap();
        assert!(path.starts_with(&format!("/{key}?")), "{path}");
        assert_eq!(client.get(path).text(), key);
    }
    for key in ["..", "a/./b", "a/%2e%2e/b"] {
        let refused = client.get(&format!("/link?key={key}"));
        assert_eq!(refused.status, 400, "{key}");
    }
}

#[test]
fn links_are_good_for_a_day_at_most() {
    let until = |seconds| {
        let url = SERVER
            .client("r2-links")
            .get(&format!("/link?key=a&seconds={seconds}"))
            .text();
        let (_, rest) = url.split_once("until=").unwrap();
        rest.split('&').next().unwrap().parse::<u64>().unwrap()
    };
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    let left = until(u64::MAX) - now.as_secs();
    assert!((86_390..=86_410).contains(&left), "{left}");
    let url = SERVER
        .client("with-s3")
        .get("/s3-link?key=a&seconds=604800")
        .text();
    assert!(url.contains("&X-Amz-Expires=86400&"), "{url}");
}

#[test]
fn links_to_the_s3_interface() {
    let path = "/s3-link?key=a%20b.txt&seconds=60";
    assert_eq!(SERVER.client("r2-links").get(path).status, 501);
    let url = SERVER.client("with-s3").get(path).text();
    let start = "https://account.r2.cloudflarestorage.com/files/a%20b.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=ID%2F";
    assert!(url.starts_with(start), "{url}");
    assert!(url.contains("&X-Amz-Expires=60&"), "{url}");
    assert!(
        url.split("X-Amz-Signature=")
            .nth(1)
            .is_some_and(|mac| mac.len() == 64),
        "{url}"
    );
}
