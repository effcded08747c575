//! The weather of a city, from an API that is asked once in `FRESH_SECONDS`. In between, and when the API fails, KV has the
//! last report; `age` says how old it is.
//!
//! Run it with `cargo xtask dev weather` and another `API` in `wrangler.jsonc`, then
//! `curl -i http://localhost:8787/weather/utrecht`.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use worker_sdk::fetch::Retry;
use worker_sdk::http::{StatusCode, percent_decode};
use worker_sdk::kv::Namespace;
use worker_sdk::time::Timestamp;
use worker_sdk::url::Url;
use worker_sdk::{
    Bindings, IntoResponse, Json, Request, Response, Result, console_warn, event, now,
};

/// How long a report is better than none.
const KEPT: Duration = Duration::from_secs(24 * 3600);

#[derive(Bindings)]
struct App {
    api: String,
    fresh_seconds: u32,
    reports: Namespace,
}

#[derive(Serialize, Deserialize)]
struct Weather {
    temperature: f64,
    sky: String,
}

#[derive(Serialize, Deserialize)]
struct Report {
    at: Timestamp,
    weather: Weather,
}

#[event(fetch)]
async fn main(request: Request, app: App) -> Result<Response> {
    let Some(city) = request.path().strip_prefix("/weather/") else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let city = percent_decode(city).to_lowercase();
    let known = app.reports.get(&city).json::<Report>().await?;
    if let Some(report) = &known
        && now() - report.at < Duration::from_secs(app.fresh_seconds.into())
    {
        return answer(report);
    }
    match (ask(&app.api, &city).await, known) {
        (Ok(Some(weather)), _) => {
            let report = Report { at: now(), weather };
            let put = app.reports.put_json(&city, &report);
            put.expiration_ttl(KEPT).await?;
            answer(&report)
        }
        (Ok(None), _) => (StatusCode::NOT_FOUND, "no such city").into_response(),
        (Err(error), Some(report)) => {
            console_warn!("an old report, because the API failed: {error}");
            answer(&report)
        }
        (Err(error), None) => {
            console_warn!("no report, because the API failed: {error}");
            (
                StatusCode::SERVICE_UNAVAILABLE,
                [("retry-after", "60")],
                "try again later",
            )
                .into_response()
        }
    }
}

/// `None` when the API does not know the city.
async fn ask(api: &str, city: &str) -> Result<Option<Weather>> {
    let url = Url::parse(api)?;
    url.search_params().append("city", city);
    let request = Request::get(url.href()).timeout(Duration::from_secs(5));
    let answer = Retry::attempts(2).fetch(request).await?;
    match answer.status() {
        StatusCode::NOT_FOUND => Ok(None),
        StatusCode::OK => answer.read_json().await.map(Some),
        status => Err(format!("status {status}").into()),
    }
}

fn answer(report: &Report) -> Result<Response> {
    let age = (now() - report.at).as_secs();
    ([("age", age.to_string())], Json(&report.weather)).into_response()
}
