//! Lines about requests.

use serde_json::{Value, json};
use worker_sdk::http::Method;
use worker_sdk::middleware::{Exchange, Logger, RequestIds};
use worker_sdk::router::{Router, get as on_get};
use worker_sdk::{Error, HttpError, console_log, test};

use crate::common::{ask, get, request};
use crate::with;

fn site() -> Router {
    Router::new()
        .route("/a/{id}", on_get(|| "a"))
        .route(
            "/fails",
            on_get(async || Err::<(), _>(Error::new("broken"))),
        )
        .route(
            "/wrong",
            on_get(async || Err::<(), _>(HttpError::internal("no disk"))),
        )
}

fn lines() -> Vec<String> {
    test::logs().into_iter().map(|line| line.text).collect()
}

#[worker_sdk::test]
async fn a_line_for_each_request() {
    let router = site().layer(Logger::new());
    get(&router, "/a/1?secret=1").await;
    get(&router, "/none").await;
    let _ = ask(&router, request(Method::GET, "/fails")).await;
    let lines = lines();
    assert!(
        lines[0].starts_with("GET /a/1 200 ") && lines[0].ends_with("ms"),
        "{lines:?}"
    );
    assert!(lines[1].starts_with("GET /none 404 "), "{lines:?}");
    assert!(
        lines[2].starts_with("GET /fails failed after ") && lines[2].ends_with(": broken"),
        "{lines:?}"
    );
}

#[worker_sdk::test]
async fn a_line_has_the_id_of_its_request() {
    let router = site().layer(Logger::new()).layer(RequestIds::new());
    let asked = with(Method::GET, "/a/1", &[("x-request-id", "abc")]);
    ask(&router, asked).await.unwrap();
    assert!(lines()[0].starts_with("abc GET /a/1 200 "), "{:?}", lines());
}

#[worker_sdk::test]
async fn a_line_of_json_has_what_is_known() {
    let router = site().layer(Logger::json()).layer(RequestIds::new());
    let asked = |path| with(Method::GET, path, &[("x-request-id", "abc")]);
    ask(&router, asked("/a/1?secret=1")).await.unwrap();
    ask(&router, asked("/none")).await.unwrap();
    ask(&router, asked("/wrong")).await.unwrap();
    let _ = ask(&router, asked("/fails")).await;
    let mut found: Vec<Value> = lines()
        .iter()
        .filter_map(|line| serde_json::from_str(line).ok())
        .collect();
    for line in &mut found {
        assert!(line["duration_ms"].take().is_u64());
    }
    let duration = Value::Null;
    assert_eq!(
        found,
        [
            json!({ "message": "GET /a/1 200", "method": "GET", "path": "/a/1", "route": "/a/{id}", "status": 200,
                "duration_ms": duration, "request_id": "abc" }),
            json!({ "message": "GET /none 404", "method": "GET", "path": "/none", "status": 404,
                "duration_ms": duration, "request_id": "abc" }),
            json!({ "message": "GET /wrong 500", "method": "GET", "path": "/wrong", "route": "/wrong", "status": 500,
                "duration_ms": duration, "request_id": "abc", "error": "no disk" }),
            json!({ "message": "GET /fails failed", "method": "GET", "path": "/fails", "route": "/fails",
                "duration_ms": duration, "request_id": "abc", "error": "broken" }),
        ]
    );
}

#[worker_sdk::test]
async fn a_line_of_ones_own() {
    fn log(exchange: &Exchange<'_>) {
        if exchange.path() != "/a/1" {
            let status = exchange
                .response()
                .map(|response| response.status().as_u16());
            console_log!("{} {status:?} {:?}", exchange.method(), exchange.failure());
        }
    }
    let router = site().layer(Logger::with(log));
    get(&router, "/a/1").await;
    get(&router, "/a/2").await;
    let _ = ask(&router, request(Method::GET, "/fails")).await;
    assert_eq!(
        lines(),
        [
            "GET Ok(200) None",
            "GET Err(Error(broken)) Some(\"broken\")"
        ]
    );
}
