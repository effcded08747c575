//! Multipart uploads to R2: clients send parts, one request each, at the same time and again after a failure.
//!
//! Run it with `cargo xtask dev r2-multipart`, then
//! `curl -X POST 'http://localhost:8787/film.mp4?uploads'`, for each part of 5 MiB or more
//! `curl -T part-1 'http://localhost:8787/film.mp4?uploadId=…&partNumber=1'`, and with what they answered
//! `curl 'http://localhost:8787/film.mp4?uploadId=…' --json '[{"partNumber": 1, "etag": "…"}]'`. Anybody may store and
//! replace files here; put a login in front of it.

use serde::{Deserialize, Serialize};
use worker_sdk::http::{Method, StatusCode, percent_decode};
use worker_sdk::r2::{Bucket, ErrorKind, MultipartUpload, UploadedPart};
use worker_sdk::{Bindings, IntoResponse, Json, Request, Response, Result, event};

#[derive(Bindings)]
struct App {
    files: Bucket,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Created {
    key: String,
    upload_id: String,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Part {
    part_number: u32,
    etag: String,
}

#[event(fetch)]
async fn main(request: Request, App { files }: App) -> Result<Response> {
    let key = percent_decode(request.path().trim_start_matches('/'));
    let (status, error) = match answer(&files, &key, request).await {
        Err(error) if error.r2_kind() == Some(ErrorKind::NoSuchUpload) => {
            (StatusCode::NOT_FOUND, error)
        }
        Err(error) if error.is_malformed() || error.r2_kind().is_some() => {
            (StatusCode::BAD_REQUEST, error)
        }
        answer => return answer,
    };
    (status, error.to_string()).into_response()
}

async fn answer(files: &Bucket, key: &str, request: Request) -> Result<Response> {
    let upload = match request.query_value("uploadId") {
        Some(id) => Some(files.resume_multipart_upload(key, &id)?),
        None => None,
    };
    match (request.method().clone(), upload) {
        (Method::POST, Some(upload)) => complete(&upload, request).await,
        (Method::POST, None) => create(files, key, request).await,
        (Method::PUT, Some(upload)) => part(&upload, request).await,
        (Method::DELETE, Some(upload)) => {
            upload.abort().await?;
            StatusCode::NO_CONTENT.into_response()
        }
        // Whoever uploaded it chose its type: shown, a page or an SVG could run scripts on this origin.
        _ => files.serve(key, &request).attachment().await,
    }
}

async fn create(files: &Bucket, key: &str, request: Request) -> Result<Response> {
    let headers = request.headers();
    let upload = files
        .create_multipart_upload(key)
        .http_metadata(&headers)
        .await?;
    let (key, upload_id) = (upload.key(), upload.upload_id());
    Json(Created { key, upload_id }).into_response()
}

/// The part goes on as it comes in.
async fn part(upload: &MultipartUpload, request: Request) -> Result<Response> {
    let number = request.query_value("partNumber").unwrap_or_default();
    let part = upload
        .upload_part(number.parse().unwrap_or(0), request.into_body())
        .await?;
    let (part_number, etag) = (part.part_number, part.etag);
    Json(Part { part_number, etag }).into_response()
}

async fn complete(upload: &MultipartUpload, mut request: Request) -> Result<Response> {
    let parts: Vec<Part> = request.json().await?;
    let parts = parts
        .into_iter()
        .map(|part| UploadedPart::new(part.part_number, part.etag));
    let object = upload.complete(parts).await?;
    (StatusCode::CREATED, [("etag", object.http_etag())], ()).into_response()
}
