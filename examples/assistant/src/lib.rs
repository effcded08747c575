//! An assistant that knows a documentation: AI Search finds what fits a question, and a model answers from it, word by word.
//! What the model is told, and whether readers see where an answer comes from, is a flag of Flagship: it changes without a
//! deployment, for a part of the readers first. A flag that cannot be evaluated keeps nobody from an answer.
//!
//! This needs an account, as neither product has a local simulator. Make the index with `npx wrangler ai-search create docs`,
//! of a website or of a bucket of R2, and an app of Flagship in the dashboard, whose id goes into `wrangler.jsonc`; a flag
//! `assistant`, whose variations are objects with `prompt` and `shows_sources`, need not be there. Run it with
//! `cargo xtask dev assistant`, then open `http://localhost:8787/`, or `curl 'http://localhost:8787/search?q=cache'`. Anybody may
//! ask here, and answers are paid for; put a login or a limit in front of it.

mod page;
mod settings;

use std::collections::BTreeSet;

use futures_util::{StreamExt, stream};
use serde::{Deserialize, Serialize};
use worker_sdk::ai::{Chat, ErrorKind, Message};
use worker_sdk::ai_search::{AnswerStream, Chunk, Instance, Retrieval, SearchOptions};
use worker_sdk::event_source::{Event, Sse};
use worker_sdk::extract::{Query, State};
use worker_sdk::flagship::Flagship;
use worker_sdk::http::StatusCode;
use worker_sdk::router::get;
use worker_sdk::{
    Bindings, Error, HttpError, Json, Response, Result, Router, console_error, event,
};

use settings::Settings;

const MAX_BYTES: usize = 2000;

#[derive(Bindings, Clone)]
struct App {
    docs: Instance,
    flags: Flagship,
}

#[derive(Deserialize)]
struct Question {
    q: String,
}

/// A part of the documentation.
#[derive(Serialize)]
struct Passage {
    document: String,
    score: f64,
    text: String,
}

type Answer<T> = Result<T, HttpError>;

#[event(fetch)]
fn app() -> Router<App> {
    Router::new()
        .route("/", get(page))
        .route("/search", get(search))
        .route("/answer", get(answer))
}

async fn page(settings: Settings) -> Result<Response> {
    // Another reader may have other settings.
    Response::html(page::html(&settings)).with_header("cache-control", "private, no-store")
}

async fn search(
    State(App { docs, .. }): State<App>,
    Query(question): Query<Question>,
) -> Answer<Json<Vec<Passage>>> {
    let options = SearchOptions::new().retrieval(Retrieval::new().max_num_results(5));
    let search = docs.search(question.checked()?).options(options);
    let found = search.await.map_err(refused)?;
    Ok(Json(found.chunks.into_iter().map(passage).collect()))
}

fn passage(chunk: Chunk) -> Passage {
    Passage {
        document: chunk.item.key,
        score: chunk.score,
        text: chunk.text,
    }
}

async fn answer(
    State(App { docs, .. }): State<App>,
    settings: Settings,
    Query(question): Query<Question>,
) -> Answer<Sse> {
    let question = Message::user(question.checked()?);
    let chat = Chat::new([Message::system(settings.prompt), question]);
    let asked = docs.chat_completions_stream(&chat).await;
    let mut answer = asked.map_err(refused)?;
    let sources = match settings.shows_sources {
        true => Some(sources(&mut answer).await?),
        false => None,
    };
    Ok(events(sources, answer))
}

/// The names of the documents, which come before the first word.
async fn sources(answer: &mut AnswerStream) -> Answer<Event> {
    let chunks = answer.sources().await.map_err(refused)?;
    let names: BTreeSet<&str> = chunks.iter().map(|chunk| chunk.item.key.as_str()).collect();
    Ok(Event::json(&names)?.name("sources")?)
}

/// A page that listens asks again when the connection ends, so the end is an event of its own.
fn events(sources: Option<Event>, answer: AnswerStream) -> Sse {
    let words = answer.map(|word| word.map_or_else(broken_off, |word| Ok(Event::new(word))));
    let end = Event::new("").name("end");
    Sse::new(
        stream::iter(sources.map(Ok))
            .chain(words)
            .chain(stream::iter([end])),
    )
}

/// The answer has begun, so it is too late for a status.
fn broken_off(error: Error) -> Result<Event> {
    console_error!("{error}");
    Event::new("The answer broke off.").name("failure")
}

impl Question {
    fn checked(self) -> Answer<String> {
        match self.q.is_empty() || self.q.len() > MAX_BYTES {
            true => Err(HttpError::bad_request("ask with `?q=`, in 2000 bytes")),
            false => Ok(self.q),
        }
    }
}

fn refused(error: Error) -> HttpError {
    match error.ai_kind() {
        Some(ErrorKind::SearchNotFound) => HttpError::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "there is no index of the documentation yet",
        )
        .with_source(error),
        _ => HttpError::internal(error),
    }
}
