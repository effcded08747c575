//! The examples that ask other servers.

use std::io::{BufReader, Read, Write};
use std::sync::LazyLock;
use std::thread;
use std::time::{Duration, Instant};

use e2e::{Config, Server, example, raw, stand_in};
use http::Request;
use serde_json::{Value, json};

static SERVER: LazyLock<Server> = LazyLock::new(|| {
    let config = Config::new().worker(stand_in("api", "api.js"));
    let examples = ["proxy", "weather", "html-rewriter", "event-source"];
    let config = examples.into_iter().fold(config, |config, name| {
        config.worker(example(name).unwrap().outbound("api"))
    });
    // Reports are old after a second.
    let old = example("weather").unwrap().name("old-weather");
    let old = old.var("FRESH_SECONDS", 1).outbound("api");
    Server::start(&config.worker(old)).unwrap()
});

#[test]
fn headers_are_changed_in_both_directions() {
    let client = SERVER.client("proxy");
    let request = Request::post(client.url("/items/7?full"))
        .header("accept", "application/json")
        .header("cookie", "session=1")
        .header("authorization", "secret");
    let answer = client.send(request, "new");
    assert_eq!(answer.status, 201);
    assert_eq!(answer.header("etag"), "\"1\"");
    for hidden in ["server", "set-cookie"] {
        assert!(answer.headers.get(hidden).is_none(), "{hidden}");
    }
    let value: Value = answer.json();
    assert_eq!(
        (&value["path"], &value["method"], &value["body"]),
        (&json!("/items/7?full"), &json!("POST"), &json!("new"))
    );
    assert_eq!(value["seen"]["accept"], "application/json");
    assert!(value["seen"]["x-forwarded-host"].is_string());
    assert_eq!(value["seen"]["cookie"], Value::Null);
    assert_eq!(value["seen"]["authorization"], Value::Null);
    assert!(value["proxied_at"].as_str().unwrap().ends_with('Z'));
}

#[test]
fn a_broken_api_is_a_bad_gateway() {
    for path in ["/items/broken", "/items/lost"] {
        let answer = SERVER.client("proxy").get(path);
        assert_eq!(answer.status, 502, "{path}");
        assert_eq!(
            answer.json::<Value>(),
            json!({"error": "the API does not answer"})
        );
    }
}

#[test]
fn what_is_not_json_goes_through() {
    let client = SERVER.client("proxy");
    let ask = |method: &str, path: &str| {
        let request = Request::builder().method(method).uri(client.url(path));
        client.send(request.header("if-none-match", "\"1\""), ())
    };
    let head = ask("HEAD", "/items/7");
    assert_eq!((head.status, head.header("etag")), (201, "\"1\""));
    assert_eq!(head.header("content-type"), "application/json");
    let gone = ask("DELETE", "/items/gone");
    assert_eq!((gone.status, gone.text().as_str()), (204, ""));
    let known = ask("GET", "/items/known");
    assert_eq!((known.status, known.header("etag")), (304, "\"1\""));
    let page = ask("GET", "/items/page");
    assert_eq!(
        (page.status, page.text().as_str()),
        (404, "<p>not here</p>")
    );
    assert_eq!(page.header("content-type"), "text/html");
    assert!(page.headers.get("server").is_none());
}

#[test]
fn never_more_requests_than_allowed() {
    let asking: Vec<_> = (0..24)
        .map(|number| {
            thread::spawn(move || {
                SERVER
                    .client("proxy")
                    .get(&format!("/items/{number}"))
                    .status
            })
        })
        .collect();
    for thread in asking {
        assert_eq!(thread.join().unwrap(), 201);
    }
    assert_eq!(SERVER.client("api").get("/most").text(), "4");
}

#[test]
fn the_weather_is_asked_once() {
    let client = SERVER.client("weather");
    for _ in 0..3 {
        let answer = client.get("/weather/Utrecht");
        assert_eq!(answer.status, 200);
        assert!(answer.header("age").parse::<u64>().unwrap() < 60);
        assert_eq!(
            answer.json::<Value>(),
            json!({"temperature": 11.5, "sky": "rain 1"})
        );
    }
    assert_eq!(client.get("/weather/Atlantis").status, 404);
    let delft = || SERVER.client("old-weather").get("/weather/delft");
    assert_eq!(delft().header("age"), "0");
    thread::sleep(Duration::from_millis(1_200));
    let api = SERVER.client("api");
    api.get("/down?yes");
    let old = delft();
    assert_eq!(
        (old.status, old.json::<Value>()),
        (200, json!({"temperature": 11.5, "sky": "rain 1"}))
    );
    assert_ne!(old.header("age"), "0");
    assert_eq!(client.get("/weather/utrecht").status, 200);
    let unknown = client.get("/weather/new%20york");
    assert_eq!((unknown.status, unknown.header("retry-after")), (503, "60"));
    api.get("/down");
    assert_eq!(delft().json::<Value>()["sky"], "rain 4");
    let asked: Value = api.get("/asked").json();
    assert_eq!(
        asked,
        json!({"utrecht": 1, "atlantis": 1, "new york": 2, "delft": 4}),
        "a failure is tried twice"
    );
}

#[test]
fn pages_are_rewritten() {
    let client = SERVER.client("html-rewriter");
    for (path, head) in [
        (
            "/",
            "<title>t</title><meta name=\"description\" content=\"Pages that are &quot;rewritten&quot; while they pass\">",
        ),
        (
            "/described",
            "<meta name=description content=\"Pages that are &quot;rewritten&quot; while they pass\">",
        ),
    ] {
        let answer = client.get(path);
        let policy = answer.header("content-security-policy").to_owned();
        let nonce = policy
            .strip_prefix("script-src 'nonce-")
            .unwrap()
            .strip_suffix("'; base-uri 'none'")
            .unwrap();
        assert_eq!(nonce.len(), 36);
        assert_eq!(
            answer.text(),
            format!(
                "<!doctype html><html><head>{head}</head><body><script>1</script>\
                 <script src=/app.js nonce=\"{nonce}\"></script><script src=//evil.example/app.js></script>\
                 <svg><script src=/app.js>2</script></svg></body></html>"
            )
        );
    }
    for (path, text) in [
        ("/plain", "<!-- kept -->"),
        ("/shouted", ""),
        ("/drawing", "<svg/>"),
    ] {
        let answer = client.get(path);
        assert_eq!(answer.text(), text, "{path}");
        let policy = answer.headers.get("content-security-policy");
        assert!(policy.is_some(), "{path}");
    }
}

/// The first half arrives before the second is sent.
#[test]
fn pages_are_streamed() {
    let mut stream = raw::connect(SERVER.address("html-rewriter")).unwrap();
    stream
        .write_all(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n")
        .unwrap();
    let mut reader = BufReader::new(stream);
    let head = raw::read_head(&mut reader).unwrap();
    let mut body = raw::body_reader(reader, &head);
    let mut first = [0; 40];
    body.read_exact(&mut first).unwrap();
    let start = Instant::now();
    let mut rest = String::new();
    body.read_to_string(&mut rest).unwrap();
    assert!(rest.ends_with("</html>"), "{rest}");
    let waited = start.elapsed().as_millis();
    assert!(waited > 250, "the rest came after {waited} ms");
}

fn listeners() -> String {
    SERVER.client("event-source").get("/listeners").text()
}

/// The handler is not async: its request is over when the events begin.
#[test]
fn events_until_the_client_leaves() {
    let worker = SERVER.worker("event-source");
    let request = Request::get("/clock").header("last-event-id", "41");
    let mut events = worker.open(request, "").unwrap();
    for id in ["42", "43"] {
        let tick = events.event().unwrap().unwrap();
        assert_eq!(
            (tick.event.as_str(), tick.id.as_deref()),
            ("tick", Some(id))
        );
        assert!(tick.data.starts_with("20"), "{tick:?}");
    }
    assert_eq!(listeners(), "1");
    drop(events);
    let start = Instant::now();
    while listeners() != "0" {
        assert!(
            start.elapsed() < Duration::from_secs(30),
            "it still listens"
        );
        thread::sleep(Duration::from_millis(20));
    }
}
