//! Bodies that are compressed, a part of something, or somebody else's.

use std::sync::LazyLock;

use worker_sdk::http::{Method, StatusCode};
use worker_sdk::middleware::Compression;
use worker_sdk::router::{Router, get};
use worker_sdk::{Body, Request, Response, Result, fetch};

/// A type that the simulator does not compress by itself, as the platform and it do with text.
const OWN: &str = "application/x-own";

pub(crate) static COMPRESSED: LazyLock<Router> = LazyLock::new(|| {
    let text = || ([("content-type", OWN)], "hello ".repeat(1000));
    Router::new()
        .route("/compressed", get(text))
        .layer(Compression::new().compress_if(|kind| kind == OWN))
});

const GZIPPED: &[u8] = &[
    31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 203, 72, 205, 201, 201, 7, 0, 134, 166, 16, 54, 5, 0, 0, 0,
];

pub(crate) async fn route(path: &str, request: &Request) -> Result<Response> {
    match path {
        "/gzipped" => gzipped(),
        "/gzip-it" => Response::text("hello hello hello").with_header("content-encoding", "gzip"),
        "/part" => part(request),
        _ => {
            let url = request.query_value("url").unwrap_or_default();
            fetch(Request::new(Method::GET, &url)?).await
        }
    }
}

fn gzipped() -> Result<Response> {
    Response::new(GZIPPED)
        .with_encoded_body()
        .with_header("content-encoding", "gzip")
}

/// A compressed answer that is changed before it is handed on.
pub(crate) async fn handed_on(request: &Request) -> Result<Response> {
    let change = request.query().unwrap_or_default();
    let url = match change {
        "identity" => "http://a.example/plain",
        _ => "http://a.example/gzipped",
    };
    let asked = || Request::get(url).encoded_response_body();
    let mut response = asked().await?;
    let response = match change {
        "identity" => response.with_header("content-encoding", "gzip")?,
        "header" => response,
        "status" => response.with_status(StatusCode::NOT_FOUND),
        "clone" => response.try_clone()?,
        "cloned-request" => fetch(asked().build()?.try_clone()?.with_header("x-a", "b")?).await?,
        "http-request" => fetch(http::Request::<Body>::try_from(asked().build()?)?).await?,
        "http-response" => http::Response::<Body>::try_from(response)?.try_into()?,
        "own-original" => {
            let mut own = gzipped()?;
            let _clone = own.try_clone()?;
            own
        }
        _ => gzipped()?.try_clone()?,
    };
    response.with_header("x-added", "1")
}

fn part(request: &Request) -> Result<Response> {
    Response::text("lo")
        .with_status(StatusCode::PARTIAL_CONTENT)
        .with_header("accept-ranges", "bytes")?
        .with_header("content-range", "bytes 3-4/5")?
        .with_header("x-range", request.header("range").unwrap_or_default())
}
