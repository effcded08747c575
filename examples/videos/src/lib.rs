//! Videos of Stream: uploaded from addresses, listed, given captions, and shown on pages that only those can watch who get them
//! from this worker.
//!
//! Run it with `cargo xtask dev videos`, then
//! `curl --json '{"url":"https://example.com/beach.mp4","name":"Beach"}' http://localhost:8787/videos`, and open
//! `http://localhost:8787/videos/…` with the id. The player works when the worker is deployed; the local simulator has none.
//! Anybody may upload and watch here, and both are paid for; put a login in front of it.

use maud::{DOCTYPE, html};
use serde::{Deserialize, Serialize};
use worker_sdk::extract::{Path, State};
use worker_sdk::http::{Html, StatusCode};
use worker_sdk::router::{get, put};
use worker_sdk::stream::{Details, ErrorKind, Stream};
use worker_sdk::{Bindings, Body, Error, HttpError, IntoResponse, Json, Response, Router, event};

#[derive(Bindings, Clone)]
struct App {
    stream: Stream,
}

#[derive(Deserialize)]
struct NewVideo {
    url: String,
    name: String,
}

/// What Stream keeps for us beside each video.
#[derive(Default, Serialize, Deserialize)]
struct Meta {
    #[serde(default)]
    name: String,
}

#[derive(Serialize)]
struct Video {
    id: String,
    name: String,
    state: String,
    seconds: Option<u64>,
}

type Answer<T> = worker_sdk::Result<T, HttpError>;

#[event(fetch)]
fn app() -> Router<App> {
    Router::new()
        .route("/videos", get(list).post(upload))
        .route("/videos/{id}", get(watch).delete(delete))
        .route("/videos/{id}/captions", get(captions))
        .route("/videos/{id}/captions/{language}", put(add_captions))
}

async fn upload(
    State(App { stream }): State<App>,
    Json(NewVideo { url, name }): Json<NewVideo>,
) -> Answer<(StatusCode, Json<Video>)> {
    let upload = stream.upload(url).meta(&Meta { name });
    let details = upload.require_signed_urls(true).await.map_err(refused)?;
    Ok((StatusCode::CREATED, Json(video(details)?)))
}

async fn list(State(App { stream }): State<App>) -> Answer<Json<Vec<Video>>> {
    let videos = stream.videos().list().limit(100).await.map_err(refused)?;
    let videos: Answer<_> = videos.into_iter().map(video).collect();
    Ok(Json(videos?))
}

fn video(details: Details) -> Answer<Video> {
    let meta: Option<Meta> = details.meta()?;
    Ok(Video {
        name: meta.unwrap_or_default().name,
        state: details.status.state.as_str().to_owned(),
        seconds: details.duration.map(|duration| duration.as_secs()),
        id: details.id,
    })
}

async fn watch(State(App { stream }): State<App>, Path(id): Path<String>) -> Answer<Response> {
    let handle = stream.video(id);
    let details = handle.details().await.map_err(refused)?;
    // The token stands in place of the id, and ends after an hour.
    let token = handle.generate_token().await.map_err(refused)?;
    let manifest = details.hls_playback_url.replace(&details.id, &token);
    let player = manifest.replace("manifest/video.m3u8", "iframe");
    let is_ready = details.ready_to_stream && !manifest.is_empty();
    let name = video(details)?.name;
    let page = html! {
        (DOCTYPE)
        title { (name) }
        h1 { (name) }
        @if is_ready {
            iframe src=(player) width="640" height="360" allowfullscreen {}
        } @else {
            meta http-equiv="refresh" content="5";
            p { "This video is being prepared." }
        }
    };
    let response = Html(page.into_string()).into_response()?;
    Ok(response.with_header("cache-control", "private, no-store")?)
}

async fn delete(State(App { stream }): State<App>, Path(id): Path<String>) -> Answer<StatusCode> {
    stream.video(id).delete().await.map_err(refused)?;
    Ok(StatusCode::NO_CONTENT)
}

async fn captions(
    State(App { stream }): State<App>,
    Path(id): Path<String>,
) -> Answer<Json<Vec<String>>> {
    let captions = stream.video(id).captions().list().await.map_err(refused)?;
    let languages = captions.into_iter().map(|caption| caption.language);
    Ok(Json(languages.collect()))
}

async fn add_captions(
    State(App { stream }): State<App>,
    Path((id, language)): Path<(String, String)>,
    file: Body,
) -> Answer<StatusCode> {
    let captions = stream.video(id).captions();
    captions.upload(language, file).await.map_err(refused)?;
    Ok(StatusCode::NO_CONTENT)
}

/// What the client can do something about.
fn refused(error: Error) -> HttpError {
    let (status, detail) = match error.stream_kind() {
        Some(ErrorKind::NotFound) => (StatusCode::NOT_FOUND, "there is nothing of this name"),
        Some(ErrorKind::BadRequest | ErrorKind::InvalidUrl) => {
            (StatusCode::BAD_REQUEST, "Stream cannot take this")
        }
        Some(ErrorKind::MaxFileSize) => (StatusCode::PAYLOAD_TOO_LARGE, "the file is too large"),
        Some(ErrorKind::QuotaReached) => (
            StatusCode::INSUFFICIENT_STORAGE,
            "there is no room for more videos",
        ),
        Some(ErrorKind::Stream) => (
            StatusCode::UNPROCESSABLE_ENTITY,
            "Stream cannot do this with the video",
        ),
        Some(ErrorKind::RateLimited) => (StatusCode::TOO_MANY_REQUESTS, "ask again later"),
        _ => return HttpError::internal(error),
    };
    HttpError::new(status, detail).with_source(error)
}
