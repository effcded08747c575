//! Documents that are found by what they are about, in Vectorize.
//!
//! Make the index with `npx wrangler vectorize create documents --dimensions=64 --metric=cosine` and
//! `npx wrangler vectorize create-metadata-index documents --property-name=language --type=string`. Run it with
//! `cargo xtask dev semantic-search`, then
//! `curl --json '[{"id":"1","language":"en","text":"a red fox"}]' http://localhost:8787/documents`, and after some seconds
//! `curl 'http://localhost:8787/search?q=fox&language=en'`.

mod embedding;

use serde::{Deserialize, Serialize};
use worker_sdk::extract::{Path, Query, State};
use worker_sdk::http::StatusCode;
use worker_sdk::router::{delete, get, post};
use worker_sdk::vectorize::{Filter, Index, Match, Matches, Vector};
use worker_sdk::{Bindings, HttpError, Json, Router, event};

#[derive(Bindings, Clone)]
struct App {
    documents: Index,
}

#[derive(Deserialize)]
struct Document {
    id: String,
    shelf: Option<String>,
    #[serde(flatten)]
    content: Content,
}

/// What is stored beside the vector.
#[derive(Serialize, Deserialize)]
struct Content {
    language: String,
    text: String,
}

#[derive(Deserialize)]
struct Search {
    q: String,
    language: Option<String>,
    shelf: Option<String>,
}

#[derive(Serialize)]
struct Found {
    id: String,
    score: f64,
    text: Option<String>,
}

type Answer<T> = worker_sdk::Result<T, HttpError>;

#[event(fetch)]
fn app() -> Router<App> {
    Router::new()
        .route("/documents", post(learn))
        .route("/documents/{id}", delete(forget))
        .route("/documents/{id}/similar", get(similar))
        .route("/search", get(search))
}

async fn learn(
    State(app): State<App>,
    Json(documents): Json<Vec<Document>>,
) -> Answer<(StatusCode, Json<Option<String>>)> {
    let vectors: Vec<_> = documents.iter().map(vector).collect::<Answer<_>>()?;
    let mutation = app.documents.upsert(vectors).await?;
    Ok((StatusCode::ACCEPTED, Json(mutation.id)))
}

fn vector(document: &Document) -> Answer<Vector> {
    let values = values(&document.content.text)?;
    let vector = Vector::new(&document.id, values).metadata(&document.content);
    Ok(match &document.shelf {
        Some(shelf) => vector.namespace(shelf),
        None => vector,
    })
}

fn values(text: &str) -> Answer<Vec<f32>> {
    embedding::of(text).ok_or_else(|| HttpError::bad_request("there are no words in the text"))
}

async fn search(State(app): State<App>, Query(search): Query<Search>) -> Answer<Json<Vec<Found>>> {
    let mut filter = Filter::new();
    if let Some(language) = search.language {
        filter = filter.eq("language", language);
    }
    let mut query = app.documents.query(values(&search.q)?).filter(filter);
    if let Some(shelf) = search.shelf {
        query = query.namespace(shelf);
    }
    Ok(found(query.top_k(3).metadata().await?))
}

async fn similar(State(app): State<App>, Path(id): Path<String>) -> Answer<Json<Vec<Found>>> {
    let query = app.documents.query_by_id(id);
    Ok(found(query.top_k(3).metadata().await?))
}

async fn forget(State(app): State<App>, Path(id): Path<String>) -> Answer<StatusCode> {
    app.documents.delete_by_ids([id]).await?;
    Ok(StatusCode::ACCEPTED)
}

fn found(matches: Matches<Content>) -> Json<Vec<Found>> {
    let one = |found: Match<Content>| Found {
        id: found.id,
        score: found.score,
        text: found.metadata.map(|content| content.text),
    };
    Json(matches.matches.into_iter().map(one).collect())
}
