//! Events for the crate's own worker.

use wasm_bindgen::JsValue;
use worker_sdk::http::{Method, StatusCode};
use worker_sdk::time::Timestamp;
use worker_sdk::{Body, Headers, Request, Result, test};

#[worker_sdk::test]
async fn a_path() -> Result<()> {
    let response = test::fetch("/greeting").await?;
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(response.read_text().await?, "hello");
    assert_eq!(
        test::fetch("/nowhere").await?.status(),
        StatusCode::NOT_FOUND
    );
    Ok(())
}

#[worker_sdk::test]
async fn a_path_is_on_a_host_of_tests() -> Result<()> {
    let text = test::fetch("/echo?a=1").await?.read_text().await?;
    assert_eq!(text, "GET https://worker.test/echo?a=1 ");
    Ok(())
}

#[worker_sdk::test]
async fn a_whole_request() -> Result<()> {
    let url = "http://example.com:8080/echo";
    let request = Request::from_parts(Method::PUT, url, Headers::new(), "body")?;
    let text = test::fetch(request).await?.read_text().await?;
    assert_eq!(text, "PUT http://example.com:8080/echo body");
    Ok(())
}

#[worker_sdk::test]
async fn neither_path_nor_url() {
    let error = test::fetch("greeting").await.map(|_| ()).unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("`greeting` is not an absolute URL"),
        "{error}"
    );
}

#[worker_sdk::test]
async fn an_error_of_the_worker() {
    let error = test::fetch("/err").await.map(|_| ()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the worker's `fetch` failed: Error: out of paper"
    );
}

#[worker_sdk::test]
async fn a_panic_of_the_worker() -> Result<()> {
    let error = test::fetch("/panic").await.map(|_| ()).unwrap_err();
    assert!(error.is_named("RustPanic"), "{error}");
    assert!(
        error.to_string().ends_with("the worker fell over"),
        "{error}"
    );
    assert_eq!(test::fetch("/greeting").await?.status(), StatusCode::OK);
    Ok(())
}

#[worker_sdk::test]
async fn the_stack_of_a_panic_is_that_of_the_workers_own_functions() {
    test::fetch("/panic/deep").await.unwrap_err();
    let logs = test::logs();
    let log = logs.iter().map(|log| &log.text);
    let panic = log.clone().find(|text| text.starts_with("RustPanic: "));
    let frames: Vec<_> = panic.unwrap().lines().skip(2).collect();
    assert!(
        frames[0].contains("runtime_testkit::shop_core::total"),
        "{frames:#?}"
    );
    let is_of_std = |frame: &&str| frame.contains(" core::") || frame.contains(" std::");
    assert!(!frames.iter().any(is_of_std), "{frames:#?}");
}

#[worker_sdk::test]
async fn a_due_event() -> Result<()> {
    let due = Timestamp::from_millis(1_767_236_400_000.0);
    let event = test::scheduled("0 3 * * *").at(due).await?;
    assert!(event.is_ok(), "{event:?}");
    assert_eq!(event.outcome(), "ok");
    assert!(!event.no_retry());
    assert!(event.error().is_none());
    let logs = test::logs();
    let texts: Vec<_> = logs.iter().map(|log| log.text.as_str()).collect();
    assert_eq!(texts, ["0 3 * * * at 2026-01-01T03:00:00.000Z"]);
    Ok(())
}

#[worker_sdk::test]
async fn events_that_fail() -> Result<()> {
    let event = test::scheduled("fail").await?;
    assert!(!event.is_ok());
    assert_eq!(event.outcome(), "exception");
    assert!(!event.no_retry());
    assert_eq!(
        event.error().map(|error| error.to_string()).as_deref(),
        Some("Error: no time today")
    );
    assert!(test::scheduled("once").await?.no_retry());
    Ok(())
}

#[worker_sdk::test]
async fn what_was_logged() -> Result<()> {
    assert!(test::logs().is_empty());
    worker_sdk::console_log!("from {}", "the test");
    test::fetch("/log").await?;
    let logs: Vec<_> = test::logs()
        .into_iter()
        .map(|log| (log.level, log.text))
        .collect();
    let expected = [("log", "from the test"), ("warn", "an old client")];
    assert_eq!(
        logs,
        expected.map(|(level, text)| (level.to_owned(), text.to_owned()))
    );
    Ok(())
}

#[worker_sdk::test]
async fn work_behind_the_answer() -> Result<()> {
    test::fetch("/later").await?;
    assert!(test::logs().is_empty());
    test::settled().await?;
    assert_eq!(test::logs().len(), 1);
    Ok(())
}

/// What products ask of the runner.
#[worker_sdk::test]
async fn the_seam_to_the_host() -> Result<()> {
    let binding = JsValue::from_str("NAMED");
    let answer = test::host("migrations", &binding).await?;
    assert!(answer.is_object());
    let error = test::host("levitate", &binding).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "the runner failed: Error: the test runner has no method `levitate`"
    );
    Ok(())
}

#[worker_sdk::test]
async fn a_method_and_a_body() -> Result<()> {
    let request = Request::put("/echo").body("body");
    let text = test::fetch(request).await?.read_text().await?;
    assert_eq!(text, "PUT https://worker.test/echo body");
    let target = format!("/echo?{}", 1);
    let request = Request::delete(target.as_str());
    let text = test::fetch(request).await?.read_text().await?;
    assert_eq!(text, "DELETE https://worker.test/echo?1 ");
    let text = test::fetch(&target).await?.read_text().await?;
    assert_eq!(text, "GET https://worker.test/echo?1 ");
    Ok(())
}

#[worker_sdk::test]
async fn the_types_of_the_http_crate() -> Result<()> {
    for (target, url) in [
        ("https://example.com/echo", "https://example.com/echo"),
        ("/echo?a", "https://worker.test/echo?a"),
    ] {
        let request = http::Request::put(target).body(Body::from("body"))?;
        let text = test::fetch(request).await?.read_text().await?;
        assert_eq!(text, format!("PUT {url} body"));
    }
    Ok(())
}
