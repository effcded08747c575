//! The examples of service bindings, workflows and dynamic workers.

use std::sync::LazyLock;
use std::time::{Duration, Instant};

use e2e::{Config, Server, example};
use http::Request;
use serde_json::{Value, json};

static SERVER: LazyLock<Server> = LazyLock::new(|| {
    let config = ["service-bindings", "workflows", "dynamic-workers"]
        .into_iter()
        .fold(Config::new(), |config, name| {
            config.worker(example(name).unwrap())
        });
    Server::start(&config).unwrap()
});

#[test]
fn a_shop_calls_a_bank_and_errors_keep_their_type() {
    let client = SERVER.client("service-bindings");
    let pay = |query: &str| {
        let answer = client.post(&format!("/pay?{query}"), "text/plain", "");
        (answer.status, answer.text())
    };
    assert_eq!(client.get("/balance?from=ada").text(), "1000");
    assert_eq!(
        pay("from=ada&cents=600"),
        (200, "paid; 400 cents are left".to_owned())
    );
    assert_eq!(
        pay("from=ada&cents=500"),
        (402, "ada has 400 cents; 100 are missing".to_owned())
    );
    assert_eq!(client.get("/balance?from=ada").text(), "400");
    assert_eq!(
        pay("from=ada&cents=much"),
        (400, "say how many `cents`".to_owned())
    );
}

#[test]
fn an_order_that_is_none_is_refused() {
    let client = SERVER.client("workflows");
    let answer = client.post("/orders/6", "application/json", "x");
    assert_eq!(answer.status, 400, "{}", answer.text());
}

#[test]
fn an_order_is_tried_again_waits_and_is_approved() {
    let client = SERVER.client("workflows");
    let order = json!({"item": "tea"}).to_string();
    assert_eq!(
        client.post("/orders/7", "application/json", order).status,
        201
    );
    assert_eq!(
        client.post("/orders/7/approve", "text/plain", "").status,
        202
    );
    let done = finished("/orders/7");
    let receipt = json!({"item": "tea", "attempts": 3, "approved_by": "the manager"});
    assert_eq!(
        done,
        json!({"state": "complete", "receipt": receipt, "error": null})
    );
}

#[test]
fn an_order_of_nothing_fails_at_once() {
    let client = SERVER.client("workflows");
    let order = json!({"item": ""}).to_string();
    assert_eq!(
        client.post("/orders/8", "application/json", order).status,
        201
    );
    let failed = finished("/orders/8");
    assert_eq!(
        (&failed["state"], &failed["receipt"]),
        (&json!("errored"), &Value::Null)
    );
}

fn finished(path: &str) -> Value {
    let client = SERVER.client("workflows");
    let start = Instant::now();
    loop {
        let status: Value = client.get(path).json();
        let state = status["state"].as_str().unwrap_or_default();
        if ["complete", "errored"].contains(&state) || start.elapsed() > Duration::from_secs(20) {
            return status;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn stored(name: &str, source: &str) {
    let client = SERVER.client("dynamic-workers");
    let url = client.url(&format!("/functions/{name}"));
    let request = Request::builder().method("PUT").uri(url);
    assert_eq!(client.send(request, source).status, 204);
}

fn ran(name: &str, body: &str) -> (u16, String) {
    let client = SERVER.client("dynamic-workers");
    let answer = client.post(&format!("/run/{name}"), "text/plain", body);
    (answer.status, answer.text())
}

#[test]
fn a_function_of_a_user_is_loaded_once_for_each_version() {
    assert_eq!(ran("count", "").0, 404);
    let counting = |word: &str| {
        format!(
            "let calls = 0; export default {{ async fetch(request, env) {{ calls += 1; \
             return new Response(`${{await request.text()}} {word} ${{env.NAME}} ${{calls}}`); }} }};"
        )
    };
    stored("count", &counting("from"));
    assert_eq!(ran("count", "hello"), (200, "hello from count 1".into()));
    assert_eq!(ran("count", "again"), (200, "again from count 2".into()));
    stored("count", &counting("of"));
    assert_eq!(ran("count", "new"), (200, "new of count 1".into()));
}

#[test]
fn a_function_of_a_user_fails_alone_and_has_no_network() {
    stored(
        "throws",
        "export default { fetch() { throw new RangeError('too far'); } };",
    );
    let (status, problem) = ran("throws", "");
    let problem: Value = serde_json::from_str(&problem).unwrap();
    assert_eq!((status, &problem["reason"]), (502, &json!("too far")));
    stored(
        "asks",
        "export default { fetch: () => fetch('https://example.com/') };",
    );
    let (status, problem) = ran("asks", "");
    assert_eq!(status, 502);
    assert!(
        problem.contains("not permitted to access the internet"),
        "{problem}"
    );
}

#[test]
fn a_page_of_a_user_is_none_of_ours() {
    stored(
        "page",
        "export default { fetch: () => new Response('<script>alert(1)</script>', { status: 201, headers: { \
         'content-type': 'text/html', 'set-cookie': 'session=2', 'content-security-policy': 'default-src *', \
         'service-worker-allowed': '/', 'access-control-allow-origin': '*' } }) };",
    );
    let answer = SERVER.client("dynamic-workers").get("/run/page");
    assert_eq!(
        (answer.status, answer.text().as_str()),
        (201, "<script>alert(1)</script>")
    );
    for (name, value) in [
        ("content-type", "text/html"),
        ("content-security-policy", "sandbox"),
        ("x-content-type-options", "nosniff"),
    ] {
        assert_eq!(answer.header(name), value, "{name}");
    }
    for name in [
        "set-cookie",
        "service-worker-allowed",
        "access-control-allow-origin",
    ] {
        assert!(answer.headers.get(name).is_none(), "{name}");
    }
}

#[test]
fn a_function_of_a_user_does_not_learn_who_calls() {
    stored(
        "names",
        "export default { fetch: ({ headers }) => new Response([...headers.keys()].join()) };",
    );
    let client = SERVER.client("dynamic-workers");
    let request = Request::builder().method("POST");
    let request = request
        .uri(client.url("/run/names"))
        .header("content-type", "text/plain")
        .header("cookie", "session=1")
        .header("authorization", "Bearer 1");
    let seen = client.send(request, "hello").text();
    assert!(seen.contains("content-type"), "{seen}");
    assert!(
        !seen.contains("cookie") && !seen.contains("authorization"),
        "{seen}"
    );
}
