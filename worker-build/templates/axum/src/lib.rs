use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::{HeaderValue, X_CONTENT_TYPE_OPTIONS};
use axum::routing::get;
use axum::{Json, Router};
use serde::{Deserialize, Serialize};
use tower_http::set_header::SetResponseHeaderLayer;
use worker_sdk::{Bindings, Result, event, kv};

#[derive(Bindings, Clone)]
struct App {
    #[binding("NOTES")]
    notes: kv::Namespace,
}

#[derive(Deserialize, Serialize)]
struct Note {
    text: String,
}

#[event(fetch)]
fn app() -> Router<App> {
    let nosniff = HeaderValue::from_static("nosniff");
    let nosniff = SetResponseHeaderLayer::overriding(X_CONTENT_TYPE_OPTIONS, nosniff);
    Router::new()
        .route("/notes", get(list))
        .route("/notes/{name}", get(read).put(write).delete(remove))
        .layer(nosniff)
}

async fn list(State(app): State<App>) -> Result<Json<Vec<String>>> {
    let page = app.notes.list().await?;
    Ok(Json(page.keys.into_iter().map(|key| key.name).collect()))
}

async fn read(
    State(app): State<App>,
    Path(name): Path<String>,
) -> Result<std::result::Result<Json<Note>, StatusCode>> {
    let note = app.notes.get(&name).json().await?;
    Ok(note.map(Json).ok_or(StatusCode::NOT_FOUND))
}

async fn write(
    State(app): State<App>,
    Path(name): Path<String>,
    Json(note): Json<Note>,
) -> Result<StatusCode> {
    app.notes.put_json(&name, &note).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn remove(State(app): State<App>, Path(name): Path<String>) -> Result<StatusCode> {
    app.notes.delete(&name).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[cfg(test)]
mod tests {
    use super::app;

    #[test]
    fn the_routes_fit_together() {
        // Routes that contradict each other panic.
        let _ = app();
    }
}
