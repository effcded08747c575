//! A page with an API: `/api/*` is answered in Rust, everything else by the files in `public`, and a path that is no file
//! by the page itself, whose script finds out what to show.
//!
//! Run it with `cargo xtask dev assets`, then open <http://localhost:8787>.

use std::collections::BTreeMap;

use worker_sdk::extract::State;
use worker_sdk::fetch::Fetcher;
use worker_sdk::router::get;
use worker_sdk::{Bindings, HttpError, Json, Request, Response, Result, Router, event};

#[derive(Bindings, Clone)]
struct App {
    assets: Fetcher,
}

#[event(fetch)]
fn app() -> Router<App> {
    let api = Router::new()
        .route("/name", get(name))
        .fallback(|| HttpError::not_found("the API has nothing at this path"));
    Router::new().nest("/api", api).fallback(asset)
}

fn name() -> Json<BTreeMap<&'static str, &'static str>> {
    Json(BTreeMap::from([("name", "Ferris")]))
}

/// Most requests for files do not come here, but straight from the platform.
async fn asset(State(app): State<App>, request: Request) -> Result<Response> {
    app.assets.fetch(request).await
}
