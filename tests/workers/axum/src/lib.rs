//! A whole application of axum. Driven by `tests/e2e`.

mod bodies;
mod failures;
mod layers;
mod products;

use std::convert::Infallible;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use axum::extract::{FromRef, MatchedPath, OriginalUri, Path, Query, RawQuery, State};
use axum::response::sse::{Event, Sse};
use axum::routing::{any, get, post};
use axum::{Form, Json, Router};
use futures_util::stream::{Stream, unfold};
use http::{Method, Uri};
use serde::{Deserialize, Serialize};
use tower::{Layer, Service};
use tower_http::normalize_path::NormalizePathLayer;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use worker_sdk::__private::Application;
use worker_sdk::fetch::Fetcher;
use worker_sdk::http::Cf;
use worker_sdk::integrations::axum::serve;
use worker_sdk::{
    Bindings, Body, Context, Env, Request, Response, Result, console_log, event, sleep, websockets,
};

#[derive(Bindings, Clone)]
struct App {
    #[binding("SELF")]
    this: Fetcher,
    text: String,
}

impl FromRef<App> for Fetcher {
    fn from_ref(app: &App) -> Self {
        app.this.clone()
    }
}

#[wasm_bindgen(inline_js = "export const with_text = (env, text) => ({ ...env, TEXT: text });")]
extern "C" {
    fn with_text(env: &JsValue, text: &str) -> JsValue;
}

/// Ways to call a router: with one's own layer around it, as a service, through the `http` crate, and as the handler
/// itself, in an environment of its own.
#[event(fetch)]
async fn main(request: Request, env: Env, context: Context) -> Result<Response> {
    static MADE: LazyLock<Router<App>> = LazyLock::new(app);
    let router = || Ok::<_, worker_sdk::Error>(MADE.clone().with_state(env.bindings()?));
    match request.query() {
        Some("normalized") => {
            let service = NormalizePathLayer::trim_trailing_slash().layer(router()?);
            serve(service, request, env, context).await
        }
        Some("by-hand") => {
            let request: http::Request<Body> = request.try_into()?;
            let answer = router()?.call(request).await;
            answer
                .unwrap_or_else(|never: Infallible| match never {})
                .try_into()
        }
        Some("elsewhere") => {
            let env = Env::from_raw(with_text(env.as_raw(), "another variable"));
            MADE.answer(request, env, context).await?.await
        }
        Some("handler") => MADE.answer(request, env, context).await?.await,
        _ => serve(router()?, request, env, context).await,
    }
}

fn app() -> Router<App> {
    let inner = Router::new().route("/{*rest}", get(nested));
    Router::new()
        .route("/", get(async || "root"))
        .route("/text", get(async |State(app): State<App>| app.text))
        .route("/path/{first}/{second}", get(path))
        .route("/query", get(query))
        .route("/form", post(form))
        .route("/json", post(json))
        .route(
            "/uri",
            any(async |method: Method, uri: Uri| format!("{method} {uri}")),
        )
        .route(
            "/raw-query",
            get(async |RawQuery(query): RawQuery| format!("{query:?}")),
        )
        .route("/cf", get(async |cf: Cf| cf.country().unwrap_or_default()))
        .route("/later", get(later))
        .route("/events", get(events))
        .route("/socket", get(socket))
        .route("/slow", get(slow))
        .route("/dropped", get(dropped))
        .nest("/nested", inner)
        .merge(bodies::router())
        .merge(failures::router())
        .merge(layers::router())
        .merge(products::router())
}

async fn path(Path((first, second)): Path<(String, u32)>, matched: MatchedPath) -> String {
    format!("{first} {second} {}", matched.as_str())
}

#[derive(Deserialize, Serialize)]
struct Item {
    name: String,
    count: u32,
}

async fn query(Query(item): Query<Item>) -> Json<Item> {
    Json(item)
}

async fn form(Form(item): Form<Item>) -> Json<Item> {
    Json(item)
}

async fn json(Json(mut item): Json<Item>) -> Json<Item> {
    item.count += 1;
    Json(item)
}

async fn nested(uri: Uri, OriginalUri(original): OriginalUri, Path(rest): Path<String>) -> String {
    format!("{} {} {rest}", uri.path(), original.path())
}

async fn later(context: Context) -> &'static str {
    context.wait_until(async {
        sleep(Duration::from_millis(10)).await;
        console_log!("after the answer");
    });
    "now"
}

/// An event now, and one after the client has asked `/text` of another connection.
async fn events() -> Sse<impl Stream<Item = Result<Event>>> {
    Sse::new(unfold(0, async |count| {
        if count > 0 {
            sleep(Duration::from_millis(50)).await;
        }
        let event = Event::default().data(format!("event {count}"));
        (count < 3).then_some((Ok(event), count + 1))
    }))
}

async fn socket() -> Result<Response> {
    let (client, mut server) = websockets::pair()?;
    server.accept()?;
    server.send("hello")?;
    server.close(1000, "bye")?;
    Ok(Response::from_websocket(client))
}

static DROPPED: AtomicU32 = AtomicU32::new(0);

/// Counts when it is dropped before its end.
async fn slow() {
    struct Dropped;
    impl Drop for Dropped {
        fn drop(&mut self) {
            DROPPED.fetch_add(1, Ordering::Relaxed);
        }
    }
    let dropped = Dropped;
    console_log!("the handler waits");
    sleep(Duration::from_secs(60)).await;
    std::mem::forget(dropped);
}

async fn dropped() -> String {
    DROPPED.load(Ordering::Relaxed).to_string()
}
