//! Bodies on their way through axum.

use axum::Router;
use axum::body::Body as AxumBody;
use axum::extract::{Multipart, Path, Request as AxumRequest, State};
use axum::response::{IntoResponse, Response as AxumResponse};
use axum::routing::{get, post};
use futures_util::StreamExt;
use worker_sdk::fetch::Fetcher;
use worker_sdk::integrations::http::NativeRequest;
use worker_sdk::{Body, Error, Request, Response, Result};

use crate::App;

pub(crate) fn router() -> Router<App> {
    Router::new()
        .route("/echo", post(async |body: AxumBody| body))
        .route("/upper", post(upper))
        .route("/length", post(length))
        .route("/multipart", post(multipart))
        .route("/same", post(same))
        .route("/through/{*rest}", get(through).post(through))
        .route("/sent", post(sent))
        .route("/layered", post(async |body: AxumBody| Body::from(body)))
        .route("/fields", get(fields))
}

/// A body that is read and written in chunks.
async fn upper(body: AxumBody) -> AxumBody {
    AxumBody::from_stream(
        body.into_data_stream()
            .map(|chunk| chunk.map(|chunk| chunk.to_ascii_uppercase())),
    )
}

async fn length(body: axum::body::Bytes) -> String {
    body.len().to_string()
}

async fn multipart(mut form: Multipart) -> Result<String, AxumResponse> {
    let mut seen = String::new();
    while let Some(field) = form
        .next_field()
        .await
        .map_err(IntoResponse::into_response)?
    {
        let name = field.name().unwrap_or_default().to_owned();
        let text = field.text().await.map_err(IntoResponse::into_response)?;
        seen.push_str(&format!("{name}={text};"));
    }
    Ok(seen)
}

/// The stream of the platform comes out as it went in.
async fn same(request: AxumRequest) -> Result<String> {
    let native = request.extensions().get::<NativeRequest>();
    let native = native.ok_or_else(|| Error::new("no native request"))?;
    let before = Body::from_raw(native.as_raw().clone())
        .into_stream()?
        .into_raw();
    let after = Body::from(request.into_body()).into_stream()?.into_raw();
    let chunks = AxumBody::from(Body::from_raw(before.clone())).into_data_stream();
    let wrapped = Body::from(AxumBody::from_stream(chunks))
        .into_stream()?
        .into_raw();
    Ok(format!("{} {}", before == after, before == wrapped))
}

/// The request goes on to this worker itself, without the first part of its path.
async fn through(
    State(this): State<Fetcher>,
    Path(rest): Path<String>,
    mut request: AxumRequest,
) -> Result<Response> {
    *request.uri_mut() = format!("http://self/{rest}").parse()?;
    this.fetch(request).await
}

/// The same with types of this crate.
async fn sent(State(this): State<Fetcher>, request: Request) -> Result<Response> {
    let length = request.header("content-length").unwrap_or_default();
    this.fetch(
        Request::post("http://self/length")
            .header("x-length", length)
            .body(request.into_body()),
    )
    .await
}

/// Fields that occur twice, and bytes beyond ASCII.
async fn fields(request: AxumRequest) -> AxumResponse {
    let mut response = AxumResponse::new(AxumBody::empty());
    for (name, value) in request.headers() {
        if name.as_str().starts_with("x-") {
            response.headers_mut().append(name, value.clone());
        }
    }
    for cookie in ["a=1", "b=2, c"] {
        let value = http::HeaderValue::from_static(cookie);
        response.headers_mut().append("set-cookie", value);
    }
    response
}
