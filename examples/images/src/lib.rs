//! Photos in R2, made as wide as a page needs them and in the best format that the browser knows, when they are asked for.
//!
//! Run it with `cargo xtask dev images`, then `curl -T photo.jpg http://localhost:8787/beach` and open
//! `http://localhost:8787/beach?width=320`. Anybody may store photos here; put a login in front of it.

use worker_sdk::cache::Cache;
use worker_sdk::http::{Method, StatusCode};
use worker_sdk::images::{Fit, Format, Images, Transform};
use worker_sdk::r2::{Bucket, Object};
use worker_sdk::{Bindings, Context, IntoResponse, Request, Response, Result, event};

/// The widths that there are. Each new one is paid for, so visitors should not choose freely.
const WIDTHS: [u32; 3] = [320, 640, 1200];
const MAX_BYTES: usize = 20 << 20;

#[derive(Bindings)]
struct App {
    images: Images,
    photos: Bucket,
}

#[event(fetch)]
async fn main(request: Request, app: App, context: Context) -> Result<Response> {
    let name = request.path().trim_start_matches('/').to_owned();
    match *request.method() {
        _ if name.is_empty() => (StatusCode::NOT_FOUND, "name a photo").into_response(),
        Method::GET | Method::HEAD => show(&name, &request, app, context).await,
        Method::PUT => store(&name, request, app).await,
        _ => (
            StatusCode::METHOD_NOT_ALLOWED,
            [("allow", "GET, HEAD, PUT")],
            (),
        )
            .into_response(),
    }
}

async fn store(name: &str, mut request: Request, app: App) -> Result<Response> {
    let length = request.header("content-length");
    match length.and_then(|length| length.parse::<usize>().ok()) {
        None => return StatusCode::LENGTH_REQUIRED.into_response(),
        Some(length) if length > MAX_BYTES => {
            return (StatusCode::PAYLOAD_TOO_LARGE, "send at most 20 MB").into_response();
        }
        Some(_) => {}
    }
    let photo = request.bytes().await?;
    // Whatever the client calls it. An SVG has no width: it could run scripts, and needs no other sizes.
    let info = match app.images.info(photo.clone()).await {
        Ok(info) if info.width.is_some() => info,
        Err(error) if error.images_code().is_none() => return Err(error),
        _ => return (StatusCode::UNSUPPORTED_MEDIA_TYPE, "send a photo").into_response(),
    };
    app.photos
        .put(name, photo)
        .content_type(info.format)
        .await?;
    StatusCode::CREATED.into_response()
}

async fn show(name: &str, request: &Request, app: App, context: Context) -> Result<Response> {
    let width = request
        .query_value("width")
        .unwrap_or_else(|| "1200".to_owned());
    let Some(width) = WIDTHS.into_iter().find(|known| known.to_string() == width) else {
        return (
            StatusCode::BAD_REQUEST,
            format!("the widths are {WIDTHS:?}"),
        )
            .into_response();
    };
    let Some(photo) = app.photos.head(name).await? else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let format = format_for(&request.header("accept").unwrap_or_default());
    let cache = Cache::default();
    let key = cache_key(&photo, width, format);
    if let Some(known) = cache.get(&key).await? {
        return known.with_header("x-cache", "HIT");
    }
    let Some(photo) = app.photos.get(name).await? else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let narrow = Transform::new().width(width).fit(Fit::ScaleDown);
    let image = app.images.input(photo.into_body()).transform(narrow);
    let mut image = image
        .output(format)
        .quality(80)
        .await?
        .into_response()?
        .with_header("cache-control", "public, max-age=86400")?
        .with_header("vary", "accept")?;
    context.wait_until(cache.put(&key, image.try_clone()?));
    image.with_header("x-cache", "MISS")
}

fn format_for(accept: &str) -> Format {
    match accept {
        _ if accept.contains("image/avif") => Format::Avif,
        _ if accept.contains("image/webp") => Format::Webp,
        _ => Format::Jpeg,
    }
}

/// A photo that was replaced has another ETag, so the cache need not be told.
fn cache_key(photo: &Object, width: u32, format: Format) -> String {
    format!("https://photos.example/{}/{width}/{format:?}", photo.etag())
}
