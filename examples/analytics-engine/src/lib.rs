//! Measures each answer of an API: which page it was for, from where and with which version of the worker, how it ended,
//! and how long it was.
//!
//! Run it with `cargo xtask dev analytics-engine`, then `curl -i http://localhost:8787/articles/7`. The local simulator
//! keeps no points. Deployed, the platform's SQL API says how often each page was asked for in the last day, and what it sent:
//!
//! ```sql
//! SELECT index1 AS page, SUM(_sample_interval) AS requests, SUM(_sample_interval * double2) AS bytes
//! FROM visits WHERE timestamp > NOW() - INTERVAL '1' DAY GROUP BY page ORDER BY requests DESC
//! ```

use worker_sdk::analytics_engine::{DataPoint, Dataset};
use worker_sdk::http::StatusCode;
use worker_sdk::version_metadata::Version;
use worker_sdk::{Bindings, Request, Response, Result, console_warn, event};

#[derive(Bindings)]
struct App {
    visits: Dataset,
    version: Version,
}

struct Answer {
    /// The pattern of the page, as there are too many pages to tell them apart.
    page: &'static str,
    status: StatusCode,
    text: String,
}

#[event(fetch)]
async fn main(request: Request, App { visits, version }: App) -> Result<Response> {
    let Answer { page, status, text } = answer(request.path());
    let visit = DataPoint::new()
        .index(page)
        .blob(request.method().as_str())
        .blob(request.cf().country())
        .blob(version.id.as_str())
        .double(status.as_u16())
        .double(text.len() as f64);
    // Nobody should miss an answer because it could not be counted.
    if let Err(error) = visits.write_data_point(&visit) {
        console_warn!("{error}");
    }
    Response::text(text)
        .with_status(status)
        .with_header("x-version", version.id)
}

fn answer(path: &str) -> Answer {
    let article = path.strip_prefix("/articles/").map(str::parse::<u32>);
    let (page, status, text) = match (path, article) {
        ("/", _) => ("/", StatusCode::OK, "welcome".to_owned()),
        (_, Some(Ok(id))) => ("/articles/{id}", StatusCode::OK, format!("article {id}")),
        _ => ("none", StatusCode::NOT_FOUND, "there is nothing".to_owned()),
    };
    Answer { page, status, text }
}
