//! Errors and refusals.

use axum::Router;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use worker_sdk::{Error, HttpError, Result};

use crate::App;

pub(crate) fn router() -> Router<App> {
    Router::new()
        .route("/fail", get(fail))
        .route("/problem", get(problem))
        .route("/replaced", get(fail).layer(from_fn(replace)))
}

async fn fail() -> Result<()> {
    Err(Error::named("TypeError", "the shelf is empty"))
}

async fn problem() -> Result<(), HttpError> {
    Err(HttpError::new(StatusCode::IM_A_TEAPOT, "no coffee"))
}

async fn replace(request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    match response.status().is_server_error() {
        true => (StatusCode::BAD_GATEWAY, "replaced").into_response(),
        false => response,
    }
}
