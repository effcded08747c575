//! All that can be sent, and requests in steps. Whatever is fetched comes back to this worker.

use std::collections::BTreeMap;

use http::Method;
use serde_json::json;
use worker_sdk::abort::AbortSignal;
use worker_sdk::http::{RedirectMode, RequestBuilder};
use worker_sdk::url::Url;
use worker_sdk::{Body, Env, Error, Headers, Request, Response, Result, fetch};

const ECHO: &str = "http://self/echo";

pub(crate) async fn sent(env: &Env) -> Result<()> {
    let url = Url::parse(ECHO)?;
    let text = ECHO.to_owned();
    let answers = [
        fetch(ECHO).await?,
        fetch(&text).await?,
        fetch(text).await?,
        fetch(&url).await?,
        fetch(url.clone()).await?,
        fetch(Request::new(Method::GET, ECHO)?).await?,
        fetch(Request::get(&url)).await?,
        Request::get(url).await?,
        env.service("SELF")?.fetch(ECHO).await?,
        env.service("SELF")?.fetch(Request::get(ECHO)).await?,
    ];
    for answer in answers {
        assert!(answer.is_ok());
        assert_eq!(answer.headers().get("x-method").as_deref(), Some("GET"));
    }
    let converted = http::Request::put(ECHO).body(Body::from("body"))?;
    let answer = fetch(converted).await?;
    assert_eq!(answer.headers().get("x-method").as_deref(), Some("PUT"));
    assert_eq!(answer.read_text().await?, "body");
    Ok(())
}

pub(crate) async fn steps(env: &Env) -> Result<()> {
    let value = json!({"article": "a", "count": 2});
    let request = Request::post(ECHO).header("x-own", "1").json(&value);
    assert_eq!(header(&request.await?, "content-type"), "application/json");
    let request = Request::post(ECHO).json(&value);
    let answer = env.service("SELF")?.fetch(request).await?;
    assert_eq!(answer.read_json::<serde_json::Value>().await?, value);

    let own = Request::put(ECHO).header("content-type", "application/vnd.own+json");
    let answer = own
        .json(&value)
        .header("x-own", "1")
        .header("x-own", "2")
        .await?;
    let headers = ["x-method", "content-type", "x-own"].map(|name| header(&answer, name));
    assert_eq!(headers, ["PUT", "application/vnd.own+json", "2"]);

    let mut headers = Headers::new();
    headers.set("x-own", "3")?;
    let request = Request::patch(ECHO).headers(headers).body("text").build()?;
    assert_eq!(request.method(), Method::PATCH);
    assert_eq!(request.header("x-own").as_deref(), Some("3"));
    let named: [fn(&'static str) -> RequestBuilder; 3] =
        [Request::head, Request::delete, Request::get];
    for (named, method) in named.into_iter().zip(["HEAD", "DELETE", "GET"]) {
        assert_eq!(named(ECHO).build()?.method(), method);
    }
    let any = Request::builder(Method::OPTIONS, ECHO).build()?;
    assert_eq!(any.method(), Method::OPTIONS);

    let request = Request::get("http://x/a?b=1#c")
        .query("q", "a b&é")
        .query("b", "2");
    assert_eq!(request.build()?.query(), Some("b=1&q=a+b%26%C3%A9&b=2"));
    let moved = Request::get("http://self/moved").redirect(RedirectMode::Manual);
    assert_eq!(moved.await?.status(), 302);
    let aborted = AbortSignal::aborted_with(&Error::new("enough"));
    let error = Request::get(ECHO).signal(&aborted).await.err();
    assert_eq!(
        error.map(|error| error.to_string()).as_deref(),
        Some("fetch failed: Error: enough")
    );
    Ok(())
}

fn header(answer: &Response, name: &str) -> String {
    answer.headers().get(name).unwrap_or_default()
}

pub(crate) async fn wrong() {
    let keys = BTreeMap::from([([1_u8], 1)]);
    let cases = [
        (
            Request::get(ECHO).header("no name", "").header("x", "\n"),
            "`no name` is not a header name",
        ),
        (
            Request::post(ECHO).json(&keys).header("x", "\n"),
            "key must be a string",
        ),
        (Request::get("/echo"), "`/echo` is not an absolute URL"),
        (
            Request::get("/echo").query("a", "b"),
            "`/echo` is not an absolute URL",
        ),
        (
            Request::get(ECHO).body("x"),
            "building a request failed: TypeError: Request with a GET or HEAD",
        ),
    ];
    for (request, expected) in cases {
        let error = request.await.err().map(|error| error.to_string());
        let error = error.unwrap_or_default();
        assert!(error.starts_with(expected), "{error}");
    }
    assert!(fetch("nonsense").await.is_err());
}
