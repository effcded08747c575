//! A tail worker: it is told what other workers did, keeps their failures, and counts what they sold.
//!
//! Deploy it, and name it in `tail_consumers` of the workers to observe, as the example `logs` does. `GET /` shows what
//! it knows, and with it addresses and logs of those workers; put a login in front of it.

use serde::{Deserialize, Serialize};
use worker_sdk::tail::{EventInfo, Events, Log, TraceItem};
use worker_sdk::{Bindings, Response, Result, event, kv};

const KEY: &str = "report";
/// The newest are kept.
const MAX_FAILURES: usize = 50;

#[derive(Bindings)]
struct App {
    statistics: kv::Namespace,
}

#[derive(Default, Serialize, Deserialize)]
struct Report {
    requests: u32,
    sold_cents: u64,
    failures: Vec<Failure>,
}

#[derive(Serialize, Deserialize)]
struct Failure {
    worker: String,
    url: String,
    error: String,
    logs: Vec<String>,
}

#[derive(Deserialize)]
struct Purchase {
    cents: u64,
}

#[event(fetch)]
async fn main(app: App) -> Result<Response> {
    Response::json(&report(&app).await?)
}

/// A busy worker would need a Durable Object in the place of KV, which does not count.
#[event(tail)]
async fn observe(events: Events, app: App) -> Result<()> {
    let mut report = report(&app).await?;
    for item in &events {
        report.requests += 1;
        let purchases = item.logs().into_iter().filter_map(|log| purchase(&log));
        report.sold_cents += purchases.map(|purchase| purchase.cents).sum::<u64>();
        report.failures.extend(failure(&item));
    }
    let too_many = report.failures.len().saturating_sub(MAX_FAILURES);
    report.failures.drain(..too_many);
    app.statistics.put_json(KEY, &report).await
}

async fn report(app: &App) -> Result<Report> {
    let report = app.statistics.get(KEY).json().await?;
    Ok(report.unwrap_or_default())
}

/// What `console_log!("purchase"; Json(…))` wrote.
fn purchase(log: &Log) -> Option<Purchase> {
    let (name, purchase): (String, Purchase) = log.values().ok()?;
    (name == "purchase").then_some(purchase)
}

fn failure(item: &TraceItem) -> Option<Failure> {
    let thrown = item.exceptions().into_iter().next()?;
    let url = match item.event() {
        Some(EventInfo::Fetch(fetch)) => fetch.url(),
        _ => String::new(),
    };
    Some(Failure {
        worker: item.script_name().unwrap_or_default(),
        url,
        error: format!("{}: {}", thrown.name, thrown.message),
        logs: item.logs().iter().map(Log::text).collect(),
    })
}
