//! Visits of a website on their way into R2: pages report them, a pipeline collects them, and a transformation leaves out robots
//! and whatever says who somebody is, before anything is stored.
//!
//! Run it with `cargo xtask dev pipelines`, then
//! `curl --json '[{"page":"/prices?from=mail"}]' http://localhost:8787/visits`. The local simulator takes records, keeps none, and
//! calls no transformation. `npx wrangler pipelines setup` makes the stream, what it is stored in, and the pipeline between
//! them. Which class transforms its records is said where the pipeline is made, as `pipelines.Clean`; older wranglers have no
//! option for it. Where an account has none either, the SQL of the pipeline leaves out columns and rows.

mod clean;

use serde::{Deserialize, Serialize};
use worker_sdk::extract::State;
use worker_sdk::http::{Cf, StatusCode};
use worker_sdk::pipelines::Pipeline;
use worker_sdk::router::post;
use worker_sdk::time::Timestamp;
use worker_sdk::{Bindings, Headers, HttpError, Json, Result, Router, event, now};

#[derive(Bindings, Clone)]
struct App {
    visits: Pipeline,
}

/// What a page reports.
#[derive(Deserialize)]
struct Report {
    page: String,
}

/// A record, as it enters the pipeline.
#[derive(Serialize, Deserialize)]
struct Visit {
    page: String,
    at: Timestamp,
    country: Option<String>,
    agent: Option<String>,
    address: Option<String>,
}

#[event(fetch)]
fn app() -> Router<App> {
    Router::new().route("/visits", post(visits))
}

async fn visits(
    State(app): State<App>,
    headers: Headers,
    cf: Cf,
    Json(reports): Json<Vec<Report>>,
) -> Result<StatusCode, HttpError> {
    let records = reports.into_iter().map(|Report { page }| Visit {
        page,
        at: now(),
        country: cf.country(),
        agent: headers.get("user-agent"),
        address: headers.get("cf-connecting-ip"),
    });
    app.visits.send(records).await?;
    Ok(StatusCode::ACCEPTED)
}
