//! A file server on R2. Driven by `tests/e2e`, which sends it more than its memory would hold.

use futures_util::stream;
use wasm_bindgen::prelude::*;
use worker_sdk::http::{Method, StatusCode};
use worker_sdk::r2::Bucket;
use worker_sdk::{Body, Env, IntoResponse, Request, Response, Result, event};

#[wasm_bindgen(inline_js = r#"
// A bucket that says what becomes of multipart uploads.
export const watched = (bucket) => ({
  head: (key) => bucket.head(key),
  put: (key, value, options) => bucket.put(key, value, options),
  async createMultipartUpload(key, options) {
    const upload = await bucket.createMultipartUpload(key, options);
    const said = (what) => (result) => (console.log(`${what} ${key}`), result);
    return {
      key,
      uploadId: upload.uploadId,
      uploadPart: (...args) => upload.uploadPart(...args).then(said("uploaded")),
      complete: (parts) => upload.complete(parts).then(said("completed")),
      abort: () => upload.abort().then(said("aborted")),
    };
  },
});
"#)]
extern "C" {
    fn watched(bucket: &JsValue) -> JsValue;
}

const MEBIBYTE: usize = 1 << 20;

/// A lost connection to R2, thrown on, would look like one to the client.
#[event(fetch)]
async fn main(request: Request, env: Env) -> Result<Response> {
    match answer(request, env).await {
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response(),
        answer => answer,
    }
}

async fn answer(mut request: Request, env: Env) -> Result<Response> {
    let mut bucket = env.r2("FILES")?;
    if request.header("x-watched").is_some() {
        bucket = Bucket::from_raw(watched(bucket.as_raw()));
    }
    let path = request.path().to_owned();
    let key = path.trim_start_matches('/');
    match (request.method(), key) {
        (_, "pages") => Ok(Response::text(
            core::arch::wasm32::memory_size(0).to_string(),
        )),
        (&Method::GET | &Method::HEAD, _) => bucket.serve(key, &request).await,
        (&Method::PUT, _) => {
            let headers = request.headers();
            let object = bucket
                .put(key, request.into_body())
                .http_metadata(&headers)
                .await?;
            Response::text(object.size().to_string()).with_header("etag", object.http_etag())
        }
        (&Method::POST, _) if request.query().is_none() => {
            let mut form = request.multipart()?;
            let mut sizes = Vec::new();
            while let Some(field) = form.try_next().await? {
                let key = format!("{key}{}", field.file_name().unwrap_or_default());
                sizes.push(bucket.put(key, field).await?.size().to_string());
            }
            Ok(Response::text(sizes.join(" ")))
        }
        (&Method::POST, _) => {
            let object = bucket.put(key, made(&request)?).await?;
            Ok(Response::text(object.size().to_string()))
        }
        (&Method::DELETE, _) => {
            bucket.delete(key).await?;
            StatusCode::NO_CONTENT.into_response()
        }
        _ => StatusCode::METHOD_NOT_ALLOWED.into_response(),
    }
}

/// Repetitions of the bytes 0 to 250, begun anew in each mebibyte.
fn made(request: &Request) -> Result<Body> {
    let count: usize = request
        .query_value("mebibytes")
        .unwrap_or_default()
        .parse()?;
    let block: Vec<u8> = (0..MEBIBYTE).map(|at| (at % 251) as u8).collect();
    let blocks = (0..count).map(move |_| Ok(block.clone()));
    Ok(Body::from_stream(stream::iter(blocks)))
}
