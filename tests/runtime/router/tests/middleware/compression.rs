//! Smaller answers. What the client gets is tested in `tests/e2e`.

use worker_sdk::http::{Method, StatusCode};
use worker_sdk::middleware::{Compression, ETag};
use worker_sdk::router::{Router, get as on_get};
use worker_sdk::streams::{CompressionFormat, Transform};
use worker_sdk::{Body, Headers, Response, Result};

use crate::common::{ask, request};
use crate::with;

fn text() -> String {
    "hello ".repeat(1000)
}

/// An answer with these headers.
fn answering(status: u16, fields: &'static [(&'static str, &'static str)]) -> Router {
    let answer = move || {
        let status = StatusCode::from_u16(status).unwrap();
        let body = if status.as_u16() == 204 {
            Body::empty()
        } else {
            text().into()
        };
        let mut response = Response::new(body).with_status(status);
        for (name, value) in fields {
            response = response.with_header(*name, *value)?;
        }
        Ok::<_, worker_sdk::Error>(response)
    };
    Router::new()
        .route("/", on_get(answer))
        .layer(Compression::new())
}

async fn headers(router: &Router, method: Method, accepted: &str) -> Headers {
    let request = with(method, "/", &[("accept-encoding", accepted)]);
    ask(router, request).await.unwrap().headers()
}

#[worker_sdk::test]
async fn the_client_chooses() {
    let router = answering(200, &[]);
    for (accepted, expected) in [
        ("gzip, deflate, br", Some("br")),
        ("gzip;q=0.9, br;q=0.8", Some("gzip")),
        ("deflate", Some("deflate")),
        ("gzip;q=0", None),
        ("identity", None),
        ("zstd", None),
    ] {
        let headers = headers(&router, Method::GET, accepted).await;
        assert_eq!(
            headers.get("content-encoding").as_deref(),
            expected,
            "{accepted}"
        );
        assert_eq!(headers.get("vary").as_deref(), Some("accept-encoding"));
    }
    let response = ask(&router, request(Method::GET, "/")).await.unwrap();
    assert!(!response.headers().has("content-encoding"));
    assert_eq!(response.read_text().await.unwrap(), text());
}

#[worker_sdk::test]
async fn what_passes_as_it_is() {
    let cases: [(u16, &'static [(&'static str, &'static str)]); 11] = [
        (200, &[("content-type", "image/png")]),
        (200, &[("content-type", "application/octet-stream")]),
        (200, &[("content-type", "text/event-stream; charset=utf-8")]),
        (200, &[("content-encoding", "gzip")]),
        (200, &[("content-encoding", "identity")]),
        (200, &[("cache-control", "public, No-Transform")]),
        (200, &[("content-range", "bytes 0-1/2")]),
        (206, &[]),
        (204, &[]),
        (301, &[]),
        (200, &[("content-type", "")]),
    ];
    for (status, fields) in cases {
        let router = answering(status, fields);
        let headers = headers(&router, Method::GET, "deflate").await;
        let own = fields.iter().find(|(name, _)| *name == "content-encoding");
        assert_eq!(
            headers.get("content-encoding").as_deref(),
            own.map(|(_, value)| *value),
            "{status} {fields:?}"
        );
        assert!(!headers.has("vary"), "{status} {fields:?}");
    }
}

#[worker_sdk::test]
async fn headers_of_a_compressed_answer() {
    let fields = &[
        ("content-type", "application/json"),
        ("content-length", "6000"),
        ("accept-ranges", "bytes"),
        ("etag", "\"seven\""),
        ("vary", "origin"),
    ];
    let router = answering(200, fields);
    for accepted in ["gzip", "deflate"] {
        let headers = headers(&router, Method::GET, accepted).await;
        assert!(!headers.has("content-length") && !headers.has("accept-ranges"));
        assert_eq!(headers.get("etag").as_deref(), Some("W/\"seven\""));
        assert_eq!(
            headers.get("vary").as_deref(),
            Some("origin, accept-encoding")
        );
        assert_eq!(
            headers.get("content-type").as_deref(),
            Some("application/json")
        );
    }
    // It has no body, and says how long it would be.
    let head = headers(&router, Method::HEAD, "gzip").await;
    assert!(!head.has("content-encoding"));
    assert_eq!(head.get("content-length").as_deref(), Some("6000"));
    assert_eq!(head.get("vary").as_deref(), Some("origin, accept-encoding"));
    let weak = answering(200, &[("etag", "W/\"seven\"")]);
    let etag = headers(&weak, Method::GET, "gzip").await.get("etag");
    assert_eq!(etag.as_deref(), Some("W/\"seven\""));
}

/// As the answer that the client has, whose headers it replaces.
#[worker_sdk::test]
async fn headers_of_an_answer_that_the_client_has() {
    let not_modified = async |etag: &'static str, accepted: &str, known: &str| {
        let answer = move || Response::new(text()).with_header("etag", etag);
        let router = Router::new()
            .route("/", on_get(answer))
            .layer(ETag::new())
            .layer(Compression::new());
        let fields = [("accept-encoding", accepted), ("if-none-match", known)];
        let response = ask(&router, with(Method::GET, "/", &fields)).await.unwrap();
        assert_eq!(response.status(), StatusCode::NOT_MODIFIED);
        let headers = response.headers();
        (headers.get("etag").unwrap(), headers.get("vary"))
    };
    let varies = || Some("accept-encoding".to_owned());
    for (etag, accepted, known, expected) in [
        ("\"a\"", "gzip", "W/\"a\"", ("W/\"a\"", varies())),
        ("\"a\"", "gzip", "\"b\", W/\"a\"", ("W/\"a\"", varies())),
        ("W/\"a\"", "gzip", "W/\"a\"", ("W/\"a\"", None)),
        // What is not compressed, such as an image, or nobody knows.
        ("\"a\"", "gzip", "*", ("\"a\"", None)),
        ("\"a\"", "identity", "\"a\"", ("\"a\"", None)),
        ("\"a\"", "gzip", "\"b\", \"a\"", ("\"a\"", None)),
    ] {
        let (told, vary) = not_modified(etag, accepted, known).await;
        assert_eq!((told.as_str(), vary), expected, "{accepted}: {known}");
    }
    let fields: &'static [(&'static str, &'static str)] =
        &[("etag", "\"a\""), ("cache-control", "no-transform")];
    let router = answering(200, fields)
        .layer(ETag::new())
        .layer(Compression::new());
    let asked = [("accept-encoding", "gzip"), ("if-none-match", "*")];
    let response = ask(&router, with(Method::GET, "/", &asked)).await.unwrap();
    let headers = response.headers();
    assert_eq!(headers.get("etag").as_deref(), Some("\"a\""));
    assert!(!headers.has("vary"));
}

#[worker_sdk::test]
async fn how_large_and_what() {
    let app = |compression: Compression| {
        Router::new()
            .route("/", on_get(|| "x".repeat(1023)))
            .route(
                "/announced",
                on_get(|| {
                    Response::new(Body::from_raw(Response::text("x").into_raw().unwrap()))
                        .with_header("content-type", "text/plain")?
                        .with_header("content-length", "1")
                }),
            )
            .route(
                "/stream",
                on_get(|| {
                    Response::new(Body::from_raw(Response::text("x").into_raw().unwrap()))
                        .with_header("content-type", "application/x-own")
                }),
            )
            .route("/nothing", on_get(|| ""))
            .layer(compression)
    };
    let of = async |router: &Router, path: &str| {
        let request = with(Method::GET, path, &[("accept-encoding", "gzip")]);
        ask(router, request)
            .await
            .unwrap()
            .headers()
            .has("content-encoding")
    };
    let router = app(Compression::new());
    for path in ["/", "/announced", "/stream", "/nothing"] {
        assert!(!of(&router, path).await, "{path}");
    }
    let router = app(Compression::new()
        .min_size(1023)
        .compress_if(|kind| kind == "application/x-own"));
    assert!(of(&router, "/stream").await, "its length is not known");
    assert!(!of(&router, "/").await);
    let router = app(Compression::default().min_size(0));
    assert!(of(&router, "/").await && of(&router, "/announced").await);
    assert!(!of(&router, "/nothing").await);
}

/// Deflate is written here, the others by the runtime when it sends.
#[worker_sdk::test]
async fn what_comes_out_is_what_went_in() -> Result<()> {
    let router = answering(200, &[]).layer(ETag::new());
    for (accepted, is_deflate) in [("deflate", true), ("gzip", false), ("br", false)] {
        let request = with(Method::GET, "/", &[("accept-encoding", accepted)]);
        let response = ask(&router, request).await?;
        assert_eq!(
            response.headers().get("content-type").as_deref(),
            Some("text/plain;charset=UTF-8")
        );
        let mut body = response.into_body();
        if is_deflate {
            let inflate = Transform::decompress(CompressionFormat::Deflate)?;
            body = body.into_stream()?.pipe_through(inflate)?.into();
        }
        assert_eq!(body.text().await?, text(), "{accepted}");
    }
    Ok(())
}

#[worker_sdk::test]
async fn nothing_is_compressed_twice() -> Result<()> {
    let router = answering(200, &[]).layer(Compression::new());
    let request = with(Method::GET, "/", &[("accept-encoding", "deflate")]);
    let response = ask(&router, request).await?;
    let headers = response.headers();
    assert_eq!(headers.get("content-encoding").as_deref(), Some("deflate"));
    assert_eq!(headers.get("vary").as_deref(), Some("accept-encoding"));
    let inflate = Transform::decompress(CompressionFormat::Deflate)?;
    let body: Body = response
        .into_body()
        .into_stream()?
        .pipe_through(inflate)?
        .into();
    assert_eq!(body.text().await?, text());
    Ok(())
}
