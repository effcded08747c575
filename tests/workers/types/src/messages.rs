//! Members of requests and responses, and their conversions.

use std::future::poll_fn;
use std::pin::Pin;

use futures_util::stream;
use http::{Method, StatusCode};
use http_body::Body as _;
use worker_sdk::crypto::{Hash, digest, hex};
use worker_sdk::http::RedirectMode;
use worker_sdk::{Body, Env, Headers, Request, Response, Result};

use crate::echoed;

pub(crate) fn get(url: &str) -> Result<Request> {
    Request::new(Method::GET, url)
}

pub(crate) fn post(body: impl Into<Body>) -> Result<Request> {
    Request::from_parts(Method::POST, "http://x/", Headers::new(), body)
}

pub(crate) async fn digests() -> Result<()> {
    let cases = [
        (Hash::Md5, "900150983cd24fb0d6963f7d28e17f72"),
        (Hash::Sha1, "a9993e364706816aba3e25717850c26c9cd0d89d"),
        (
            Hash::Sha256,
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        ),
        (
            Hash::Sha384,
            "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7",
        ),
        (
            Hash::Sha512,
            "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd\
             454d4423643ce80e2a9ac94fa54ca49f",
        ),
    ];
    for (hash, expected) in cases {
        assert_eq!(hex(&digest(hash, "abc").await?), expected);
    }
    Ok(())
}

pub(crate) async fn request_members(incoming: &Request) -> Result<()> {
    assert_eq!(incoming.redirect(), RedirectMode::Manual);
    assert_eq!(get("http://x/")?.redirect(), RedirectMode::Follow);
    for redirect in [RedirectMode::Follow, RedirectMode::Manual] {
        let request = post("body")?.with_redirect(redirect)?;
        assert_eq!(
            (request.redirect(), request.method()),
            (redirect, &Method::POST)
        );
    }
    let mut request = post("twice")?;
    let mut clone = request.try_clone()?;
    assert_eq!(
        (request.text().await?, clone.text().await?),
        ("twice".into(), "twice".into())
    );
    assert!(request.is_body_used() && request.try_clone().is_err());
    Ok(())
}

pub(crate) async fn changed_headers(incoming: Request, env: &Env) -> Result<()> {
    let changed = incoming
        .with_header("X-Text", "1")?
        .with_header("x-text", "é")?;
    assert_eq!(changed.header("x-text").as_deref(), Some("é"));
    assert!(changed.header("host").is_some());
    assert_eq!(changed.redirect(), RedirectMode::Manual);
    assert_eq!(changed.cf().colo().as_deref(), Some("colo"));
    let error = changed.with_header("no name", "").unwrap_err().to_string();
    assert!(error.contains("`no name`"), "{error}");

    let mut headers = Headers::new();
    headers.append("x-many", "1")?;
    headers.append("x-many", "2")?;
    headers.set("x-text", "é")?;
    let request = Request::from_parts(Method::PUT, "http://self/echo", Headers::new(), "body")?;
    assert!(request.header("content-type").is_some());
    let request = request.with_headers(headers)?;
    assert!(request.header("content-type").is_none() && !request.is_body_used());
    let copied = post("")?.with_headers(request.headers())?;
    assert_eq!(copied.headers().entries(), request.headers().entries());
    let answer = env.service("SELF")?.fetch(request).await?;
    let header = |name| answer.headers().get(name);
    assert_eq!(header("x-many").as_deref(), Some("1, 2"));
    assert_eq!(header("x-text").as_deref(), Some("é"));
    assert_eq!(header("x-method").as_deref(), Some("PUT"));
    assert_eq!(answer.read_text().await?, "body");

    changes_of_used_ones().await
}

async fn changes_of_used_ones() -> Result<()> {
    let changes: [fn(Request) -> Result<Request>; 3] = [
        |request| request.with_headers(Headers::new()),
        |request| request.with_header("x-text", "1"),
        |request| request.with_redirect(RedirectMode::Manual),
    ];
    for change in changes {
        let mut used = post("read")?;
        used.text().await?;
        let error = change(used).err().map(|error| error.to_string());
        assert!(error.is_some_and(|error| error.starts_with("the body was read already")),);
    }
    Ok(())
}

pub(crate) async fn response_members(env: &Env) -> Result<()> {
    let moved = get("http://self/moved")?.with_redirect(RedirectMode::Manual)?;
    let moved = env.service("SELF")?.fetch(moved).await?;
    assert_eq!(
        (moved.status(), moved.is_ok(), moved.is_redirected()),
        (StatusCode::FOUND, false, false)
    );
    assert_eq!(moved.status_text(), "Found");
    let followed = env
        .service("SELF")?
        .fetch(get("http://self/moved")?)
        .await?;
    assert!(followed.is_ok() && followed.is_redirected());
    assert_eq!(followed.url(), "http://self/echo");
    let built = Response::empty().with_status_text("Fine");
    assert_eq!(
        (built.status_text().as_str(), built.url().as_str()),
        ("Fine", "")
    );
    assert!(built.is_ok() && !built.is_redirected());
    let fine = env.service("SELF")?.fetch(get("http://self/fine")?).await?;
    assert_eq!(fine.status_text(), "Fine");
    let refused = get("http://self/nothing?key=secret#top")?;
    let refused = env.service("SELF")?.fetch(refused).await?;
    let refused = refused
        .error_for_status()
        .map_err(|error| error.to_string());
    assert_eq!(
        refused.err().as_deref(),
        Some("`http://self/nothing` has the status 404 Not Found")
    );
    let lost = Response::network_error();
    assert!(lost.is_network_error() && !fine.is_network_error());
    assert!(!lost.is_ok() && lost.headers().entries().is_empty());
    let mut original =
        Response::text("twice").with_cookie(worker_sdk::http::SetCookie::new("a", "1"))?;
    let clone = original.try_clone()?;
    assert_eq!(clone.headers().get_set_cookie(), ["a=1; Path=/"]);
    assert_eq!(
        (original.read_text().await?, clone.read_text().await?),
        ("twice".into(), "twice".into())
    );
    Ok(())
}

pub(crate) async fn conversions(env: &Env) -> Result<()> {
    let request = http::Request::builder()
        .method("PUT")
        .uri("http://self/echo?a=b%20c")
        .header("x-many", "1")
        .header("x-many", "2")
        .header("x-text", "é")
        .body(Body::from("body"))?;
    let response = env.service("SELF")?.fetch(request).await?;
    let response = http::Response::<Body>::try_from(response.with_status_text("Kept"))?;
    let header = |name| response.headers().get(name).map(|value| value.as_bytes());
    assert_eq!(header("x-many"), Some(&b"1, 2"[..]));
    assert_eq!(header("x-text"), Some("é".as_bytes()));
    assert_eq!(header("x-method"), Some(&b"PUT"[..]));
    let cookies: Vec<_> = response.headers().get_all("set-cookie").iter().collect();
    assert_eq!(cookies, ["a=1", "b=2, c"]);
    let back = Response::try_from(response)?;
    assert_eq!(back.status_text(), "Kept");
    assert_eq!(back.headers().get_set_cookie(), ["a=1", "b=2, c"]);
    assert_eq!(back.read_text().await?, "body");
    Ok(())
}

pub(crate) async fn http_body(env: &Env) -> Result<()> {
    let mut body = echoed(env, "some text").await?.into_body();
    assert!(!body.is_end_stream() && body.size_hint().exact().is_none());
    let mut all = Vec::new();
    while let Some(frame) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
        all.extend(frame?.into_data().unwrap_or_default());
    }
    assert_eq!(all, b"some text");
    assert!(body.is_end_stream());
    Ok(())
}

pub(crate) async fn chunks() -> Result<()> {
    let made = [vec![1; 3], vec![], vec![2; 70_000]];
    let body = Body::from_stream(stream::iter(made.map(Ok)));
    let theirs = Response::from_raw(Response::new(body).into_raw()?);
    // Those that are there already cross as one.
    let together = vec![vec![1; 3], vec![2; 70_000]];
    assert_eq!(all_chunks(theirs.into_body()).await?, together);
    let bytes: Vec<u8> = (0..70_000).map(|at| (at % 251) as u8).collect();
    let platform = Response::from_raw(Response::bytes(bytes.clone()).into_raw()?);
    let chunks = all_chunks(platform.into_body()).await?;
    let sizes: Vec<_> = chunks.iter().map(Vec::len).collect();
    assert_eq!(sizes, [32_768, 32_768, 4_464]);
    assert_eq!(chunks.concat(), bytes);
    Ok(())
}

async fn all_chunks(body: Body) -> Result<Vec<Vec<u8>>> {
    let (mut stream, mut chunks) = (body.into_stream()?, Vec::new());
    while let Some(chunk) = stream.try_next().await? {
        chunks.push(chunk);
    }
    Ok(chunks)
}

/// Compressed already, as the header says.
pub(crate) fn encoded() -> Result<http::Response<Body>> {
    const HELLO: &[u8] = &[
        31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 203, 72, 205, 201, 201, 7, 0, 134, 166, 16, 54, 5, 0, 0, 0,
    ];
    Response::bytes(HELLO)
        .with_encoded_body()
        .with_header("content-encoding", "gzip")?
        .try_into()
}

/// Handed on with another path. The redirect is for the client: an incoming request follows none.
pub(crate) async fn proxied(
    mut request: http::Request<Body>,
    env: &Env,
) -> Result<http::Response<Body>> {
    *request.uri_mut() = "http://self/moved".parse()?;
    let onward = Request::try_from(request)?;
    assert_eq!(onward.redirect(), RedirectMode::Manual);
    assert_eq!(onward.cf().colo().as_deref(), Some("colo"));
    env.service("SELF")?.fetch(onward).await?.try_into()
}

/// Handed on to this worker itself, with a header that tells the two requests apart.
pub(crate) async fn forwarded(incoming: Request, env: &Env) -> Result<http::Response<Body>> {
    let onward = incoming.with_header("x-forwarded-by", "worker")?;
    env.service("SELF")?.fetch(onward).await?.try_into()
}
