use serde::{Deserialize, Serialize};
use worker_sdk::extract::{Path, State};
use worker_sdk::http::StatusCode;
use worker_sdk::router::{Router, get};
use worker_sdk::sql::FromRow;
use worker_sdk::{Bindings, HttpError, Json, Result, d1, event, params};

#[derive(Bindings, Clone)]
struct App {
    #[binding("DB")]
    db: d1::Database,
}

#[derive(FromRow, Serialize)]
struct Note {
    id: u32,
    text: String,
}

#[derive(Deserialize)]
struct NewNote {
    text: String,
}

#[event(fetch)]
fn app() -> Router<App> {
    Router::new()
        .route("/notes", get(list).post(create))
        .route("/notes/{id}", get(read).delete(remove))
}

async fn list(State(app): State<App>) -> Result<Json<Vec<Note>>> {
    let notes = app.db.prepare("SELECT id, text FROM notes ORDER BY id");
    Ok(Json(notes.all().await?.rows))
}

async fn create(
    State(app): State<App>,
    Json(new): Json<NewNote>,
) -> Result<(StatusCode, Json<Note>)> {
    let insert = "INSERT INTO notes (text) VALUES (?) RETURNING id, text";
    let insert = app.db.prepare(insert).bind(params![new.text]);
    Ok((StatusCode::CREATED, Json(insert.one().await?)))
}

async fn read(State(app): State<App>, Path(id): Path<u32>) -> Result<Json<Note>, HttpError> {
    let note = app.db.prepare("SELECT id, text FROM notes WHERE id = ?");
    let note = note.bind(params![id]).first().await?;
    note.map(Json)
        .ok_or_else(|| HttpError::not_found(format!("there is no note {id}")))
}

async fn remove(State(app): State<App>, Path(id): Path<u32>) -> Result<StatusCode> {
    let delete = app.db.prepare("DELETE FROM notes WHERE id = ?");
    delete.bind(params![id]).run().await?;
    Ok(StatusCode::NO_CONTENT)
}

#[cfg(test)]
mod tests {
    use super::app;

    #[test]
    fn the_routes_fit_together() {
        app().check().unwrap();
    }
}
