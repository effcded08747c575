//! A worker that is a router, with state from the environment.

use std::cell::Cell;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use worker_sdk::durable_objects;
use worker_sdk::extract::{Path, State};
use worker_sdk::fetch::Fetch;
use worker_sdk::middleware::{Cache, Next};
use worker_sdk::rate_limiting::Counter;
use worker_sdk::router::{MethodRouter, Router, get, put};
use worker_sdk::sessions::Object;
use worker_sdk::{
    Bindings, Context, Env, HttpError, Request, Response, Result, durable_object, event, fetch, kv,
};

static MADE: AtomicU32 = AtomicU32::new(0);

#[derive(Clone, Debug)]
pub struct App {
    greeting: String,
    pages: kv::Namespace,
}

/// As the derive does it, and counted.
impl Bindings for App {
    fn from_env(env: &Env) -> Result<Self> {
        MADE.fetch_add(1, Ordering::Relaxed);
        Ok(Self {
            greeting: env.var("GREETING")?,
            pages: env.kv("PAGES")?,
        })
    }
}

#[derive(Bindings, Debug)]
pub struct Words {
    greeting: String,
}

#[event(fetch)]
fn app() -> Router<App> {
    Router::new()
        .route("/", get(home))
        .route("/made", get(|| MADE.load(Ordering::Relaxed).to_string()))
        .route("/words", get(|words: Words| words.greeting))
        .route("/behind", get(behind))
        .route("/fails", get(fails))
        .route("/pages/{*path}", put(write).get(read))
        .route("/upstream/now", get(|| fetch("https://origin.example/now")))
        .route("/upstream/async", get(async || fetch("no URL")))
        .route("/upstream/{user}", get(one_of_two))
        .route(
            "/upstream/behind/layer",
            get(|| fetch("https://origin.example/layer")).layer(marked),
        )
}

fn home(State(app): State<App>) -> String {
    app.greeting
}

async fn write(Path(path): Path<String>, State(app): State<App>, text: String) -> Result<()> {
    app.pages.put(path, text).await
}

async fn read(Path(path): Path<String>, State(app): State<App>) -> Result<String, HttpError> {
    let page = app.pages.get(path.as_str()).text().await?;
    page.ok_or_else(|| HttpError::not_found(format!("there is no page `{path}`")))
}

fn behind(context: Context, State(app): State<App>) -> &'static str {
    context.wait_until(app.pages.put("behind", "written"));
    "soon"
}

async fn one_of_two(Path(user): Path<String>) -> Result<Fetch, HttpError> {
    match user.as_str() {
        "nobody" => Err(HttpError::unauthorized("who are you?")),
        "cached" => Ok(Response::text("from the cache").into()),
        user => Ok(fetch(format!("https://origin.example/{user}"))),
    }
}

async fn marked(request: Request, next: Next) -> Result<Response> {
    next.run(request).await?.with_header("x-marked", "1")
}

async fn fails() -> Result<&'static str> {
    Err("the handler has failed")?
}

/// Counts the requests of a client.
struct Limits(Counter);

#[durable_object]
impl Limits {
    fn new(state: durable_objects::State) -> Result<Self> {
        Counter::new(&state).map(Self)
    }

    async fn fetch(&self, request: Request) -> Result<Response> {
        self.0.fetch(&request).await
    }

    async fn alarm(&self) -> Result<()> {
        self.0.alarm().await
    }
}

/// Answers with its id and how often it was asked, behind caches.
struct Cached {
    env: Env,
    router: Router,
}

#[durable_object]
impl Cached {
    fn new(state: durable_objects::State, env: Env) -> Self {
        let cache = || Cache::new().ttl(Duration::from_secs(60));
        let keyed = cache().key(|_| "https://own.example/key".to_owned());
        let router = Router::new()
            .route("/", counted(state.id()).layer(cache()))
            .route("/keyed", counted(state.id()).layer(keyed));
        Self { env, router }
    }

    async fn fetch(&self, request: Request) -> Result<Response> {
        let env = self.env.clone();
        self.router.handle_with(request, env, ()).await
    }
}

fn counted(id: durable_objects::Id) -> MethodRouter {
    let asked = Cell::new(0);
    get(move || {
        asked.set(asked.get() + 1);
        format!("{id} {}", asked.get())
    })
}

/// Keeps a session.
struct SessionObject(Object);

#[durable_object]
impl SessionObject {
    fn new(state: durable_objects::State) -> Self {
        Self(Object::new(&state))
    }

    async fn fetch(&self, request: Request) -> Result<Response> {
        self.0.fetch(request).await
    }

    async fn alarm(&self) -> Result<()> {
        self.0.alarm().await
    }
}
