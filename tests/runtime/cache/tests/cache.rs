//! Storing, finding and removing responses.
#![cfg(target_family = "wasm")]

use std::time::Duration;

use worker_sdk::cache::{Cache, Key, is_storable};
use worker_sdk::http::{Blob, Method, StatusCode};
use worker_sdk::url::{SearchParams, Url};
use worker_sdk::{Body, Headers, HttpError, IntoResponse, Request, Response, Result, sleep};

const URL: &str = "https://example.com/page";

fn page(text: &'static str) -> Result<Response> {
    Response::text(text).with_header("cache-control", "max-age=60")
}

fn request(method: Method) -> Result<Request> {
    Request::new(method, URL)
}

fn conditional(name: &'static str, value: &str) -> Result<Request> {
    request(Method::GET)?.with_header(name, value)
}

async fn found(cache: &Cache, key: impl Into<Key>) -> Result<Option<String>> {
    match cache.get(key).await? {
        Some(response) => response.read_text().await.map(Some),
        None => Ok(None),
    }
}

#[worker_sdk::test]
async fn stores_and_finds() -> Result<()> {
    let cache = Cache::default();
    assert!(cache.get(URL).await?.is_none());
    let response = page("v")?
        .with_status(StatusCode::NOT_FOUND)
        .with_header("x-kept", "yes")?;
    cache.put(URL, response).await?;
    let Some(hit) = cache.get(URL).await? else {
        panic!("it was stored");
    };
    assert_eq!(hit.status(), StatusCode::NOT_FOUND);
    assert_eq!(hit.headers().get("x-kept").as_deref(), Some("yes"));
    assert_eq!(hit.headers().get("cf-cache-status").as_deref(), Some("HIT"));
    assert_eq!(hit.read_text().await?, "v");
    Ok(())
}

#[worker_sdk::test]
async fn a_hit_can_be_changed() -> Result<()> {
    let cache = Cache::default();
    cache.put(URL, page("v")?).await?;
    let Some(hit) = cache.get(URL).await? else {
        panic!("it was stored");
    };
    let hit = hit.with_header("x-cache", "HIT")?;
    assert_eq!(hit.headers().get("x-cache").as_deref(), Some("HIT"));
    assert_eq!(hit.read_text().await?, "v");
    Ok(())
}

#[worker_sdk::test]
async fn named_caches_are_apart() -> Result<()> {
    let (default, a, b) = (
        Cache::default(),
        Cache::open("a").await?,
        Cache::open("b").await?,
    );
    a.put(URL, page("in a")?).await?;
    assert_eq!(found(&a, URL).await?.as_deref(), Some("in a"));
    assert_eq!(
        found(&Cache::open("a").await?, URL).await?.as_deref(),
        Some("in a")
    );
    assert_eq!(found(&b, URL).await?, None);
    assert_eq!(found(&default, URL).await?, None);
    let error = Cache::open(&"n".repeat(1024)).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "opening a cache failed: TypeError: Cache name is too long."
    );
    Ok(())
}

#[worker_sdk::test]
async fn keys_of_each_type() -> Result<()> {
    let cache = Cache::default();
    let url = Url::parse(URL)?;
    cache.put(&url, page("v")?).await?;
    let key = Key::from(&url);
    assert!(found(&cache, &key).await?.is_some());
    assert!(found(&cache, key).await?.is_some());
    assert!(found(&cache, URL).await?.is_some());
    assert!(found(&cache, &URL.to_owned()).await?.is_some());
    assert!(found(&cache, URL.to_owned()).await?.is_some());
    assert!(found(&cache, url).await?.is_some());
    let request = request(Method::GET)?;
    assert!(found(&cache, &request).await?.is_some());
    assert!(found(&cache, request).await?.is_some());
    assert!(
        found(&cache, "https://example.com/page?other")
            .await?
            .is_none()
    );
    Ok(())
}

#[worker_sdk::test]
async fn a_key_that_is_no_url() -> Result<()> {
    let cache = Cache::default();
    let help = "(cache key `page`); use an absolute URL, such as `https://example.com/page`";
    let errors = [
        cache.get("page").await.unwrap_err(),
        cache.put("page", page("v")?).await.unwrap_err(),
        cache.delete("page").await.unwrap_err(),
    ];
    for (error, doing) in errors
        .iter()
        .zip(["looking into", "storing in", "deleting from"])
    {
        assert!(error.is_malformed());
        let message = error.to_string();
        assert!(
            message.starts_with(&format!("{doing} the cache failed: ")),
            "{message}"
        );
        assert!(message.ends_with(help), "{message}");
    }
    Ok(())
}

#[worker_sdk::test]
async fn other_methods() -> Result<()> {
    let cache = Cache::default();
    cache.put(URL, page("v")?).await?;
    let post = request(Method::POST)?;
    assert!(cache.get(&post).await?.is_none());
    assert!(cache.get(&post).ignore_method().await?.is_some());
    assert!(!cache.delete(&post).await?);
    assert!(cache.get(URL).await?.is_some());
    assert!(cache.delete(&post).ignore_method().await?);
    assert!(cache.get(URL).await?.is_none());
    let error = cache.put(&post, page("v")?).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "the answer to a `POST` request cannot be cached; use a key whose method is `GET`, such as the URL"
    );
    Ok(())
}

#[worker_sdk::test]
async fn delete() -> Result<()> {
    let cache = Cache::default();
    assert!(!cache.delete(URL).await?);
    cache.put(URL, page("v")?).await?;
    assert!(cache.delete(URL).await?);
    assert!(cache.get(URL).await?.is_none());
    Ok(())
}

#[worker_sdk::test]
async fn responses_that_are_refused() -> Result<()> {
    let cache = Cache::default();
    let partial = page("v")?.with_status(StatusCode::PARTIAL_CONTENT);
    let varying = page("v")?.with_header("vary", "accept, *")?;
    assert!(!is_storable(&partial) && !is_storable(&varying));
    assert_eq!(
        cache.put(URL, partial).await.unwrap_err().to_string(),
        "a response with status 206 is a part and cannot be cached; ask for the whole, without `range`"
    );
    assert_eq!(
        cache.put(URL, varying).await.unwrap_err().to_string(),
        "a response with `vary: *` cannot be cached, as it fits no other request; name the headers it depends on"
    );
    Ok(())
}

/// `is_storable` says what the platform does.
#[worker_sdk::test]
async fn responses_that_are_dropped() -> Result<()> {
    let cache = Cache::default();
    let cases = [
        ("set-cookie", "a=1", false),
        ("cache-control", "private", false),
        ("cache-control", "no-store", false),
        ("cache-control", "no-cache", false),
        ("cache-control", "max-age=0", false),
        ("cache-control", "s-maxage=60, max-age=0", true),
        ("vary", "accept-encoding", true),
        ("x-other", "header", true),
    ];
    for (name, value, kept) in cases {
        let response = || page("v")?.with_header(name, value);
        assert_eq!(is_storable(&response()?), kept, "{name}: {value}");
        cache.put(URL, response()?).await?;
        assert_eq!(cache.get(URL).await?.is_some(), kept, "{name}: {value}");
        cache.delete(URL).await?;
    }
    for (status, kept) in [(200, true), (404, true), (304, false), (500, false)] {
        let status = StatusCode::from_u16(status).unwrap_or_default();
        let response = || Ok::<_, worker_sdk::Error>(page("")?.with_body(()).with_status(status));
        assert_eq!(is_storable(&response()?), kept, "{status}");
        cache.put(URL, response()?).await?;
        assert_eq!(cache.get(URL).await?.is_some(), kept, "{status}");
        cache.delete(URL).await?;
    }
    Ok(())
}

#[worker_sdk::test]
async fn cookies_are_left_out_on_demand() -> Result<()> {
    let response = Response::text("v")
        .with_header("set-cookie", "a=1")?
        .with_header("cache-control", "max-age=60, private=Set-Cookie")?;
    assert!(is_storable(&response));
    let cache = Cache::default();
    cache.put(URL, response).await?;
    let Some(hit) = cache.get(URL).await? else {
        panic!("it was stored");
    };
    assert!(!hit.headers().has("set-cookie"));
    Ok(())
}

#[worker_sdk::test]
async fn kept_as_long_as_the_response_says() -> Result<()> {
    let cache = Cache::default();
    cache
        .put(
            URL,
            Response::text("v").with_header("cache-control", "max-age=1")?,
        )
        .await?;
    assert!(cache.get(URL).await?.is_some());
    sleep(Duration::from_millis(1_500)).await;
    assert!(cache.get(URL).await?.is_none());
    Ok(())
}

#[worker_sdk::test]
async fn conditions_and_ranges_of_the_key() -> Result<()> {
    let cache = Cache::default();
    cache
        .put(URL, page("0123456789")?.with_header("etag", "\"v1\"")?)
        .await?;
    let Some(hit) = cache.get(conditional("if-none-match", "\"v1\"")?).await? else {
        panic!("it was stored");
    };
    assert_eq!(hit.status(), StatusCode::NOT_MODIFIED);
    let Some(hit) = cache.get(conditional("range", "bytes=2-4")?).await? else {
        panic!("it was stored");
    };
    assert_eq!(hit.status(), StatusCode::PARTIAL_CONTENT);
    assert_eq!(
        hit.headers().get("content-range").as_deref(),
        Some("bytes 2-4/10")
    );
    assert_eq!(hit.read_text().await?, "234");
    Ok(())
}

#[worker_sdk::test]
async fn a_clone_is_stored_and_the_response_returned() -> Result<()> {
    let cache = Cache::default();
    let mut response =
        Response::new(vec![1; 1 << 20]).with_header("cache-control", "max-age=60")?;
    cache.put(URL, response.try_clone()?).await?;
    assert_eq!(response.read_bytes().await?, vec![1; 1 << 20]);
    let Some(mut hit) = cache.get(URL).await? else {
        panic!("it was stored");
    };
    // Stored again from the cache itself, unread.
    let other = Cache::open("other").await?;
    other.put(URL, hit.try_clone()?).await?;
    assert_eq!(hit.read_bytes().await?.len(), 1 << 20);
    let Some(hit) = other.get(URL).await? else {
        panic!("it was stored");
    };
    assert_eq!(hit.read_bytes().await?.len(), 1 << 20);
    Ok(())
}

/// Whoever has the error answers with the response all the same.
#[worker_sdk::test]
async fn a_response_that_cannot_be_copied_stays() -> Result<()> {
    let mut refused = page("text")?.with_status(StatusCode::NO_CONTENT);
    let error = refused.try_clone().map(drop).unwrap_err();
    assert!(error.to_string().contains("null body status"), "{error}");
    assert_eq!(refused.status(), StatusCode::NO_CONTENT);
    assert!(refused.headers().has("cache-control"));
    assert_eq!(refused.read_text().await?, "text");

    let read = Response::text("text").into_raw()?;
    Response::from_raw(read.clone()).read_text().await?;
    let mut used = page("")?
        .with_body(Body::from_raw(read))
        .with_status(StatusCode::ACCEPTED);
    assert!(used.try_clone().is_err());
    assert_eq!(used.status(), StatusCode::ACCEPTED);
    assert!(used.headers().has("cache-control"));
    assert!(used.read_text().await.is_err());

    // A response without a body may have that status, also if it was one of JavaScript.
    let raw = Response::empty()
        .with_status(StatusCode::NO_CONTENT)
        .into_raw()?;
    let mut empty = Response::from_raw(raw).with_header("x-a", "1")?;
    let copy = empty.try_clone()?;
    for response in [empty, copy] {
        assert_eq!(response.status(), StatusCode::NO_CONTENT);
        assert_eq!(response.headers().get("x-a").as_deref(), Some("1"));
        assert_eq!(response.read_text().await?, "");
    }
    Ok(())
}

/// Bodies that are neither bytes nor text of Rust, nor streams.
#[worker_sdk::test]
async fn errors_blobs_and_forms_can_be_copied() -> Result<()> {
    let blob = Blob::new("text", "text/x-own");
    let mut form = SearchParams::new();
    form.append("a", "text");
    let error = HttpError::not_found("text").into_response()?;
    for (mut response, kind) in [
        (error, "application/problem+json"),
        (Response::new(blob), "text/x-own"),
        (
            Response::new(form),
            "application/x-www-form-urlencoded;charset=UTF-8",
        ),
    ] {
        let status = response.status();
        let copy = response.try_clone()?;
        for response in [response, copy] {
            assert_eq!(response.status(), status);
            assert_eq!(
                response.headers().get("content-type").as_deref(),
                Some(kind)
            );
            assert!(response.read_text().await?.contains("text"), "{kind}");
        }
    }
    Ok(())
}

#[worker_sdk::test]
async fn a_stream_written_by_rust() -> Result<()> {
    let cache = Cache::default();
    let chunks = futures_util::stream::iter((0..8).map(|chunk| Ok(vec![chunk; 10_000])));
    let response =
        Response::new(Body::from_stream(chunks)).with_header("cache-control", "max-age=60")?;
    cache.put(URL, response).await?;
    let Some(hit) = cache.get(URL).await? else {
        panic!("it was stored");
    };
    assert_eq!(hit.read_bytes().await?.len(), 80_000);
    Ok(())
}

#[worker_sdk::test]
async fn a_new_response_replaces_the_old() -> Result<()> {
    let cache = Cache::default();
    cache.put(URL, page("old")?).await?;
    cache.put(URL, page("new")?).await?;
    assert_eq!(found(&cache, URL).await?.as_deref(), Some("new"));
    Ok(())
}

#[worker_sdk::test]
async fn nothing_happens_before_it_is_awaited() -> Result<()> {
    let cache = Cache::default();
    let put = cache.put(URL, page("v")?);
    drop(cache.put("https://example.com/dropped", page("v")?));
    assert!(cache.get(URL).await?.is_none());
    put.await?;
    assert!(cache.get(URL).await?.is_some());
    assert!(cache.get("https://example.com/dropped").await?.is_none());
    Ok(())
}

#[worker_sdk::test]
async fn a_response_that_cannot_be() -> Result<()> {
    let cache = Cache::default();
    let response = Response::text("a body").with_status(StatusCode::NO_CONTENT);
    assert!(cache.put(URL, response).await.is_err());
    let headers = Headers::new();
    let request = Request::from_parts(Method::PUT, URL, headers, "body")?;
    assert!(cache.put(request, page("v")?).await.is_err());
    Ok(())
}
