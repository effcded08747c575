//! Layers of `tower-http`, and middleware of axum.

use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::http::header::{AUTHORIZATION, HeaderName, HeaderValue};
use axum::http::{Method, StatusCode};
use axum::middleware::{Next, from_fn, map_response};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use tower::ServiceBuilder;
use tower_http::compression::CompressionLayer;
use tower_http::cors::{Any, CorsLayer};
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::propagate_header::PropagateHeaderLayer;
use tower_http::sensitive_headers::SetSensitiveHeadersLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::set_status::SetStatusLayer;
use tower_http::validate_request::ValidateRequestHeaderLayer;
use worker_sdk::{Env, Result, sleep, timeout};

use crate::App;

pub(crate) fn router() -> Router<App> {
    let allowed = CorsLayer::new()
        .allow_origin(Any)
        .allow_methods([Method::PUT]);
    let outer = ServiceBuilder::new()
        .layer(SetSensitiveHeadersLayer::new([AUTHORIZATION]))
        .layer(PropagateHeaderLayer::new(HeaderName::from_static(
            "x-request-id",
        )))
        .layer(SetResponseHeaderLayer::if_not_present(
            HeaderName::from_static("x-layer"),
            HeaderValue::from_static("outer"),
        ));
    Router::new()
        .route("/cors", get(async || "read").layer(allowed))
        .route(
            "/limited",
            post(async |text: String| text).layer(RequestBodyLimitLayer::new(8)),
        )
        .route(
            "/compressed",
            get(async || "words ".repeat(1000)).layer(CompressionLayer::new()),
        )
        .route(
            "/accepting",
            get(async || "json").layer(ValidateRequestHeaderLayer::accept("application/json")),
        )
        .route(
            "/accepted",
            get(async || "").layer(SetStatusLayer::new(StatusCode::ACCEPTED)),
        )
        .route(
            "/in-time",
            get(async || sleep(Duration::from_secs(60)).await).layer(from_fn(in_time)),
        )
        .route(
            "/wrapped",
            get(async || "x")
                .layer(from_fn(with_environment))
                .layer(map_response(mapped)),
        )
        .layer(outer)
}

/// What `tower-http` has for it needs the clock of tokio.
async fn in_time(request: Request, next: Next) -> Response {
    match timeout(Duration::from_millis(20), next.run(request)).await {
        Ok(response) => response,
        Err(_) => StatusCode::REQUEST_TIMEOUT.into_response(),
    }
}

/// Awaits a binding before the handler and the platform after it.
async fn with_environment(env: Env, request: Request, next: Next) -> Result<Response> {
    let text = env
        .service("SELF")?
        .fetch("http://self/text")
        .await?
        .read_text()
        .await?;
    let mut response = next.run(request).await;
    sleep(Duration::from_millis(1)).await;
    response.headers_mut().insert("x-text", text.parse()?);
    Ok(response)
}

async fn mapped(mut response: Response) -> Response {
    response
        .headers_mut()
        .insert("x-mapped", HeaderValue::from_static("yes"));
    response
}
