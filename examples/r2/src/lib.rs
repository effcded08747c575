//! Files of a form in R2, served with ETags, ranges and conditions.
//!
//! Run it with `cargo xtask dev r2`, then `curl -F file=@Cargo.toml http://localhost:8787/` and
//! `curl -i http://localhost:8787/files/` with the key that it answered. Anybody may store, replace and delete files here, in
//! the name of any `x-user-id`; put a login in front of it.

use serde::Serialize;
use worker_sdk::crypto::{Hash, digest, hex};
use worker_sdk::http::{Method, StatusCode, percent_decode};
use worker_sdk::r2::{Bucket, Include, Object};
use worker_sdk::{Bindings, HttpError, IntoResponse, Json, Request, Response, Result, event};

#[derive(Bindings)]
struct App {
    files: Bucket,
}

#[derive(Serialize)]
struct Stored {
    key: String,
    name: Option<String>,
    uploader: Option<String>,
    content_type: Option<String>,
    size: u64,
    etag: String,
}

#[event(fetch)]
async fn main(request: Request, App { files }: App) -> Result<Response> {
    let path = percent_decode(request.path());
    match (request.method().clone(), path.as_str()) {
        (Method::GET, "/") => Ok(Response::html(PAGE)),
        (Method::POST, "/") => upload(files, request).await.into_response(),
        (_, "/") => (StatusCode::METHOD_NOT_ALLOWED, [("allow", "GET, POST")], ()).into_response(),
        (Method::GET, "/files/") => list(files).await,
        (method, path) => match path.strip_prefix("/files/") {
            // No object has an empty key.
            None | Some("") => StatusCode::NOT_FOUND.into_response(),
            Some(key) if method == Method::DELETE => {
                files.delete(key).await?;
                StatusCode::NO_CONTENT.into_response()
            }
            // Whoever uploaded it chose its type: shown, a page or an SVG could run scripts on this origin.
            Some(key) => files.serve(key, &request).attachment().await,
        },
    }
}

/// The file goes through as it comes, so it may be larger than the memory of the worker.
async fn upload(files: Bucket, mut request: Request) -> Result<Response, HttpError> {
    let uploader = request.header("x-user-id");
    let uploader = uploader.unwrap_or_else(|| "anonymous".to_owned());
    let mut form = request.multipart()?;
    while let Some(field) = form.try_next().await? {
        let Some(name) = field.file_name().filter(|_| field.name() == "file") else {
            continue;
        };
        let name = name.to_owned();
        let content_type = field.content_type().unwrap_or("application/octet-stream");
        let content_type = content_type.to_owned();
        let id = hex(&digest(Hash::Sha256, format!("{uploader}/{name}")).await?);
        let object = files
            .put(format!("{}-{name}", &id[..8]), field)
            .content_type(content_type)
            // The same name replaces the file, so a browser asks each time whether it still is the same.
            .cache_control("no-cache")
            .custom_metadata([("name", name), ("uploader", uploader)])
            .await?;
        return Ok((StatusCode::CREATED, Json(described(&object))).into_response()?);
    }
    Err(HttpError::bad_request("send the field `file`"))
}

async fn list(files: Bucket) -> Result<Response> {
    let include = [Include::HttpMetadata, Include::CustomMetadata];
    let page = files.list().include(include).await?;
    Json(page.objects.iter().map(described).collect::<Vec<_>>()).into_response()
}

fn described(object: &Object) -> Stored {
    Stored {
        key: object.key(),
        name: object.custom_value("name"),
        uploader: object.custom_value("uploader"),
        content_type: object.http_metadata().content_type,
        size: object.size(),
        etag: object.etag(),
    }
}

const PAGE: &str = r#"<!doctype html>
<title>Files</title>
<form method="post" enctype="multipart/form-data"><input name="file" type="file"> <button>Upload</button></form>
"#;
