//! What works without a runtime, so that a worker's logic can be tested on the host.
#![cfg(not(target_family = "wasm"))]

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use worker_sdk::http::{Method, SetCookie, StatusCode, percent_decode};
use worker_sdk::time::Timestamp;
use worker_sdk::{Body, Error, Headers, IntoResponse, Response, Result};

/// What a future gives that waits for nothing.
fn now<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("it waits for the runtime"),
    }
}

#[test]
fn responses_are_built_changed_and_read() {
    let mut response = Response::text("hello")
        .with_status(StatusCode::CREATED)
        .with_header("x-one", "1")
        .unwrap()
        .with_cookie(SetCookie::new("session", "a b").path("/").http_only())
        .unwrap();
    response.headers_mut().append("x-one", "2").unwrap();
    assert_eq!(response.status(), StatusCode::CREATED);
    assert!(response.is_ok());
    let headers = response.headers();
    assert_eq!(headers.get("X-One").as_deref(), Some("1, 2"));
    assert_eq!(
        headers.get_set_cookie(),
        ["session=a%20b; Path=/; HttpOnly"]
    );
    assert_eq!(now(response.read_text()).unwrap(), "hello");
}

#[test]
fn anything_that_is_a_response() {
    let status = |response: Result<Response>| response.unwrap().status();
    assert_eq!(status("text".into_response()), StatusCode::OK);
    assert_eq!(
        status(StatusCode::NOT_FOUND.into_response()),
        StatusCode::NOT_FOUND
    );
    let tuple = (StatusCode::CONFLICT, "taken").into_response().unwrap();
    assert_eq!(tuple.status(), StatusCode::CONFLICT);
    assert_eq!(now(tuple.read_bytes()).unwrap(), b"taken");
    let wrong = Response::redirect("/", StatusCode::OK)
        .map(|_| ())
        .unwrap_err();
    assert!(wrong.to_string().contains("200"), "{wrong}");
}

#[cfg(feature = "json")]
#[test]
fn json_goes_out_and_in() {
    let response = Response::json(&["a", "b"]).unwrap();
    assert_eq!(
        response.headers().get("content-type").as_deref(),
        Some("application/json")
    );
    assert_eq!(
        now(response.read_json::<Vec<String>>()).unwrap(),
        ["a", "b"]
    );
    let malformed = now(Response::text("{").read_json::<u8>()).unwrap_err();
    assert!(malformed.is_malformed(), "{malformed}");
}

#[test]
fn bodies_of_bytes_and_text() {
    assert_eq!(now(Body::from("text").text()).unwrap(), "text");
    assert_eq!(
        now(Body::from(vec![0xef, 0xbb, 0xbf, b'a', 0xff]).text()).unwrap(),
        "a\u{fffd}"
    );
    assert_eq!(now(Body::empty().bytes()).unwrap(), b"");
    let mut stream = Body::from("chunk").into_stream().unwrap();
    assert_eq!(
        now(stream.try_next()).unwrap().as_deref(),
        Some(&b"chunk"[..])
    );
    assert_eq!(now(stream.try_next()).unwrap(), None);
}

/// A handler that takes and gives the types of the `http` crate needs no runtime at all.
async fn handle(request: http::Request<Body>) -> Result<http::Response<Body>> {
    let answer = http::Response::builder();
    match (request.method(), request.uri().path()) {
        (&Method::PUT, "/upper") => {
            let text = request.into_body().text().await?;
            Ok(answer.body(text.to_uppercase().into())?)
        }
        _ => Ok(answer.status(StatusCode::NOT_FOUND).body(Body::empty())?),
    }
}

#[test]
fn handlers_of_the_http_crate() {
    let request = http::Request::put("https://example.com/upper").body(Body::from("loud"));
    let response = now(handle(request.unwrap())).unwrap();
    assert_eq!(now(response.into_body().text()).unwrap(), "LOUD");
    let request = http::Request::get("/").body(Body::empty());
    assert_eq!(
        now(handle(request.unwrap())).unwrap().status(),
        StatusCode::NOT_FOUND
    );
}

#[test]
fn responses_of_the_http_crate() {
    let built = http::Response::builder()
        .status(202)
        .header("x-a", "1")
        .body(Body::from("b"));
    let response = Response::try_from(built.unwrap()).unwrap();
    assert_eq!(response.status(), StatusCode::ACCEPTED);
    let back = http::Response::<Body>::try_from(response).unwrap();
    assert_eq!(back.headers()["x-a"], "1");
    assert_eq!(now(back.into_body().bytes()).unwrap(), b"b");
}

#[test]
fn headers_errors_text_and_time() {
    let mut headers = Headers::new();
    headers.set("accept", "text/html").unwrap();
    assert!(headers.set("bad name", "x").is_err());
    assert!(headers.set("x", "a\nb").is_err());
    assert_eq!(
        headers.entries(),
        [("accept".to_owned(), "text/html".to_owned())]
    );
    assert_eq!(percent_decode("a%20b%C3%A9"), "a bé");
    let error = Error::new("no such user");
    assert_eq!(error.to_string(), "no such user");
    assert!(!error.is_missing_binding() && error.as_raw().is_none());
    let later = Timestamp::from_millis(0.0) + Duration::from_secs(90);
    assert_eq!(
        later - Timestamp::from_millis(30_000.0),
        Duration::from_secs(60)
    );
}
