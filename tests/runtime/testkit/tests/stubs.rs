//! Answers for outbound requests.

use worker_sdk::http::{Method, StatusCode};
use worker_sdk::test::{self, Recorded};
use worker_sdk::{Error, Headers, Request, Response, Result, fetch};

const API: &str = "https://api.example.com";

async fn get(target: &str) -> Result<Response> {
    fetch(Request::new(Method::GET, &format!("{API}{target}"))?).await
}

async fn text(target: &str) -> Result<String> {
    get(target).await?.read_text().await
}

#[worker_sdk::test]
async fn a_closure_answers() -> Result<()> {
    let api = test::stub("api.example.com", async |request: Request| {
        Ok(Response::text(format!("you asked for {}", request.path())))
    });
    assert_eq!(text("/users").await?, "you asked for /users");
    assert_eq!(text("/posts").await?, "you asked for /posts");
    let received = api.received();
    let urls: Vec<_> = received
        .iter()
        .map(|request| request.url.as_str())
        .collect();
    assert_eq!(
        urls,
        [
            "https://api.example.com/users",
            "https://api.example.com/posts"
        ]
    );
    assert!(received.iter().all(|request| request.method == Method::GET));
    Ok(())
}

#[worker_sdk::test]
async fn the_worker_is_answered_too() -> Result<()> {
    let _api = test::stub("api.example.com", async |_| Ok(Response::text("rain")));
    let response = test::fetch(format!("/upstream?url={API}/weather")).await?;
    assert_eq!(response.read_text().await?, "rain");
    Ok(())
}

#[worker_sdk::test]
async fn a_body_is_read_in_the_stub() -> Result<()> {
    let api = test::stub("api.example.com", async |mut request: Request| {
        let text = request.text().await?;
        worker_sdk::sleep(std::time::Duration::from_millis(1)).await;
        Ok(Response::text(text.to_uppercase()))
    });
    let request = Request::from_parts(Method::POST, API, Headers::new(), "loud")?;
    let request = request.with_header("x-key", "secret")?;
    assert_eq!(fetch(request).await?.read_text().await?, "LOUD");
    let received = api.received();
    assert_eq!(received[0].method, Method::POST);
    assert_eq!(received[0].headers.get("x-key").as_deref(), Some("secret"));
    Ok(())
}

#[worker_sdk::test]
async fn an_unexpected_host_is_an_error() {
    let _api = test::stub("api.example.com", async |_| Ok(Response::empty()));
    let request = Request::new(Method::GET, "https://other.example/x").unwrap();
    let error = fetch(request).await.map(|_| ()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "fetch failed: Error: no stub for `other.example` (`GET https://other.example/x`); \
         the stubbed hosts are `api.example.com`"
    );
}

#[worker_sdk::test]
async fn a_stub_that_fails() {
    let _api = test::stub("api.example.com", async |_| {
        Err(Error::new("no connection"))
    });
    let error = text("/").await.unwrap_err();
    assert_eq!(error.to_string(), "fetch failed: Error: no connection");
}

#[worker_sdk::test]
async fn the_newest_stub_answers() -> Result<()> {
    let old = test::stub("api.example.com", async |_| Ok(Response::text("old")));
    let new = test::stub("api.example.com", async |_| Ok(Response::text("new")));
    let _other = test::stub("other.example", async |_| Ok(Response::text("other")));
    assert_eq!(text("/").await?, "new");
    drop(new);
    assert_eq!(text("/").await?, "old");
    assert_eq!(old.received().len(), 1);
    drop(old);
    let error = text("/").await.unwrap_err().to_string();
    assert!(
        error.ends_with("the stubbed hosts are `other.example`"),
        "{error}"
    );
    Ok(())
}

#[worker_sdk::test]
async fn recorded_answers_come_in_turn() -> Result<()> {
    let busy = Response::empty().with_status(StatusCode::SERVICE_UNAVAILABLE);
    let api = Recorded::new()
        .answer(Method::GET, "/weather?city=Utrecht", busy)
        .answer(Method::GET, "/weather?city=Utrecht", Response::text("rain"))
        .answer(Method::GET, "/", Response::text("root"))
        .stub("api.example.com");
    assert_eq!(
        get("/weather?city=Utrecht").await?.status(),
        StatusCode::SERVICE_UNAVAILABLE
    );
    assert_eq!(text("/").await?, "root");
    for _ in 0..2 {
        assert_eq!(text("/weather?city=Utrecht").await?, "rain");
    }
    assert_eq!(api.received().len(), 4);
    let error = text("/weather").await.unwrap_err().to_string();
    assert!(
        error.contains("no recorded answer to `GET /weather`"),
        "{error}"
    );
    Ok(())
}
