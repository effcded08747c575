//! Pages that leptos renders on the server. What is there is sent at once; posts follow when KV has answered.
//!
//! Run it with `cargo xtask dev leptos-pages`, store a post with `curl -X PUT localhost:8787/posts/1 -d 'Salt & pepper'`,
//! then open <http://localhost:8787/>.

use any_spawner::{CustomExecutor, Executor, PinnedFuture, PinnedLocalFuture};
use futures_util::StreamExt;
use leptos::prelude::*;
use worker_sdk::extract::Path;
use worker_sdk::http::StatusCode;
use worker_sdk::kv::Namespace;
use worker_sdk::router::{get, put};
use worker_sdk::{Bindings, Body, Response, Result, Router, event};

#[derive(Bindings, Clone)]
struct App {
    posts: Namespace,
}

/// Tasks of leptos run in the request that is rendered.
struct Workers;

impl CustomExecutor for Workers {
    fn spawn(&self, future: PinnedFuture<()>) {
        worker_sdk::spawn(future);
    }

    fn spawn_local(&self, future: PinnedLocalFuture<()>) {
        worker_sdk::spawn(future);
    }

    fn poll_local(&self) {}
}

#[event(start)]
fn start() -> Result<()> {
    Executor::init_custom_executor(Workers).map_err(worker_sdk::Error::new)
}

#[event(fetch)]
fn posts() -> Router {
    Router::new()
        .route("/", get(page))
        .route("/posts/{name}", put(store))
}

async fn store(Path(name): Path<String>, App { posts }: App, title: String) -> Result<StatusCode> {
    posts.put(&name, "").metadata(&title).await?;
    Ok(StatusCode::CREATED)
}

fn page(App { posts }: App) -> Result<Response> {
    let owner = Owner::new();
    let html = owner.with(|| view! { <Page posts/> }.to_html_stream_in_order());
    let html = html.map(move |part| {
        let _alive = &owner;
        Ok(part)
    });
    Response::new(Body::from_stream(html)).with_header("content-type", "text/html;charset=utf-8")
}

#[component]
fn Page(posts: Namespace) -> impl IntoView {
    view! {
        <!DOCTYPE html>
        <title>"Posts"</title>
        <h1>"Posts"</h1>
        <Suspense>
            <ul>{Suspend::new(async move { titles(&posts).await.map(items) })}</ul>
        </Suspense>
    }
}

fn items(titles: Vec<String>) -> impl IntoView {
    titles
        .into_iter()
        .map(|title| view! { <li>{title}</li> })
        .collect_view()
}

async fn titles(posts: &Namespace) -> Result<Vec<String>> {
    let list = posts.list().metadata().await?;
    Ok(list
        .keys
        .into_iter()
        .filter_map(|post| post.metadata)
        .collect())
}
