//! The example of webhooks, with a partner in JavaScript that signs and checks by itself.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use e2e::{Answer, Config, Server, example, stand_in};
use http::Request;
use serde_json::{Value, json};

static SERVER: LazyLock<Server> = LazyLock::new(|| {
    let config = Config::new()
        .worker(stand_in("partner", "partner.js"))
        .worker(example("webhooks").unwrap().outbound("partner"));
    Server::start(&config).unwrap()
});

type Headers = BTreeMap<String, String>;

fn post(path: &str, headers: &Headers, body: &[u8]) -> Answer {
    let client = SERVER.client("webhooks");
    let request = Request::post(client.url(path)).header("content-type", "application/json");
    let request = headers.iter().fold(request, |request, (name, value)| {
        // Each byte of the test's letters is one of the header.
        let bytes: Vec<u8> = value.chars().map(|letter| letter as u8).collect();
        request.header(name, bytes)
    });
    client.send(request, body)
}

fn detail(answer: &Answer) -> String {
    assert_eq!(answer.status, 401, "{}", answer.text());
    assert_eq!(answer.header("content-type"), "application/problem+json");
    let problem: Value = answer.json();
    problem["detail"].as_str().unwrap().to_owned()
}

const MISMATCH: &str =
    "the signature does not match; the secret is another one, or the body was changed on the way";

#[test]
fn github_is_let_in_and_nobody_else() {
    let of = |value: &str| Headers::from([("x-hub-signature-256".into(), value.into())]);
    let good = of("sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17");
    assert_eq!(post("/hooks/github", &good, b"Hello, World!").status, 204);
    let changed = post("/hooks/github", &good, b"Hello, World?");
    assert_eq!(detail(&changed), MISMATCH);
    let form = "the header `x-hub-signature-256` is malformed; it has to be `sha256=<hex>`";
    for value in ["sha256=\u{ff}\u{fe}", "sha256=\u{c3}\u{a9}", "757107"] {
        let answer = post("/hooks/github", &of(value), b"Hello, World!");
        assert_eq!(detail(&answer), form);
    }
    let answer = post("/hooks/github", &Headers::new(), b"Hello, World!");
    let missing = "the header `x-hub-signature-256` is missing; give the sender a secret, and let proxies pass the header on";
    assert_eq!(detail(&answer), missing);
    let large = vec![b'x'; 1024 * 1024 + 1];
    assert_eq!(post("/hooks/github", &good, &large).status, 413);
}

/// The headers that the partner makes.
fn signed(id: &str, age: u32, body: &str) -> Headers {
    let path = format!("/sign?id={id}&age={age}");
    let partner = SERVER.client("partner");
    partner.post(&path, "application/json", body).json()
}

#[test]
fn what_comes_twice_is_done_once() {
    let body = r#"{"article":"tea","count":5}"#;
    let first = signed("msg_1", 200, body);
    let answer = |headers: &Headers| post("/hooks/partner", headers, body.as_bytes()).text();
    assert_eq!(answer(&first), "5 in stock");
    assert_eq!(answer(&first), "known already");
    assert_eq!(answer(&signed("msg_1", 0, body)), "known already");
    assert_eq!(answer(&signed("msg_2", 0, body)), "10 in stock");
    let mut another = first.clone();
    another.insert("webhook-id".into(), "msg_3".into());
    let refused = post("/hooks/partner", &another, body.as_bytes());
    assert_eq!(detail(&refused), MISMATCH);
    let old = post(
        "/hooks/partner",
        &signed("msg_4", 400, body),
        body.as_bytes(),
    );
    assert!(
        detail(&old).starts_with("the webhook was signed 40"),
        "{}",
        detail(&old)
    );
    let other = signed("msg_5", 0, "{}");
    assert_eq!(post("/hooks/partner", &other, b"{}").status, 422);
}

#[test]
fn the_partner_is_told_of_orders() {
    let order = |article: &str| {
        let path = format!("/orders/{article}");
        post(&path, &Headers::new(), b"")
    };
    let answer = order("green%20tea%01");
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(order("lead").status, 502);
    let told: Value = SERVER.client("partner").get("/").json();
    let event = json!({"type": "order.placed", "article": "green tea\u{1}"});
    let expected = json!([{"id": answer.text(), "type": "application/json", "event": event}]);
    assert_eq!(told, expected);
}
