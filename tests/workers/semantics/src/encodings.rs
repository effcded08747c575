//! Bodies that are compressed, a part of something, or somebody else's.

use std::sync::LazyLock;

use worker_sdk::http::{Method, StatusCode};
use worker_sdk::middleware::Compression;
use worker_sdk::router::{Router, get};
use worker_sdk::{Request, Response, Result, fetch};

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
        "/gzipped" => Response::new(GZIPPED)
            .with_encoded_body()
            .with_header("content-encoding", "gzip"),
        "/gzip-it" => Response::text("hello hello hello").with_header("content-encoding", "gzip"),
        "/part" => part(request),
        _ => {
            let url = request.query_value("url").unwrap_or_default();
            fetch(Request::new(Method::GET, &url)?).await
        }
    }
}

fn part(request: &Request) -> Result<Response> {
    Response::text("lo")
        .with_status(StatusCode::PARTIAL_CONTENT)
        .with_header("accept-ranges", "bytes")?
        .with_header("content-range", "bytes 3-4/5")?
        .with_header("x-range", request.header("range").unwrap_or_default())
}
