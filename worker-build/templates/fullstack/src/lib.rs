use serde::{Deserialize, Serialize};
use worker_sdk::extract::State;
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
struct Guest {
    id: u32,
    name: String,
}

#[derive(Deserialize)]
struct NewGuest {
    name: String,
}

/// The platform serves the files of the page by itself; requests to the API come here.
#[event(fetch)]
fn app() -> Router<App> {
    let api = Router::new()
        .route("/guests", get(list).post(sign))
        .fallback(|| HttpError::not_found("the API has nothing at this path"));
    Router::new().nest("/api", api)
}

async fn list(State(app): State<App>) -> Result<Json<Vec<Guest>>> {
    let guests = app.db.prepare("SELECT id, name FROM guests ORDER BY id");
    Ok(Json(guests.all().await?.rows))
}

async fn sign(
    State(app): State<App>,
    Json(new): Json<NewGuest>,
) -> Result<(StatusCode, Json<Guest>), HttpError> {
    let name = checked(&new.name).ok_or_else(|| HttpError::bad_request("a name is needed"))?;
    let insert = "INSERT INTO guests (name) VALUES (?) RETURNING id, name";
    let insert = app.db.prepare(insert).bind(params![name]);
    Ok((StatusCode::CREATED, Json(insert.one().await?)))
}

/// The name without spaces around it, if it is one.
fn checked(name: &str) -> Option<&str> {
    Some(name.trim()).filter(|name| (1..=50).contains(&name.chars().count()))
}

#[cfg(test)]
mod tests {
    use super::{app, checked};

    #[test]
    fn the_routes_fit_together() {
        app().check().unwrap();
    }

    #[test]
    fn a_name_is_not_empty() {
        assert_eq!(checked(" Ferris "), Some("Ferris"));
        assert_eq!(checked("  "), None);
    }
}
