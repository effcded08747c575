//! What becomes of visits before they are stored.

use serde::Serialize;
use worker_sdk::pipelines::Batch;
use worker_sdk::time::Timestamp;
use worker_sdk::{console_log, pipeline_transformation};

use crate::Visit;

/// A record, as it is stored.
#[derive(Serialize)]
struct Stored {
    page: String,
    at: Timestamp,
    country: Option<String>,
}

struct Clean;

#[pipeline_transformation]
impl Clean {
    fn new() -> Self {
        Self
    }

    fn run(&self, visits: Vec<Visit>, batch: Batch) -> Vec<Stored> {
        let count = visits.len();
        let people = visits.into_iter().filter(|visit| !is_robot(visit));
        let stored: Vec<Stored> = people.map(anonymous).collect();
        let pipeline = batch.pipeline_name;
        console_log!("{} of {count} visits pass `{pipeline}`", stored.len());
        stored
    }
}

fn is_robot(visit: &Visit) -> bool {
    let agent = visit.agent.as_deref().unwrap_or_default();
    agent.to_ascii_lowercase().contains("bot")
}

/// Without the address, and without a query, which may name somebody.
fn anonymous(visit: Visit) -> Stored {
    let page = visit.page.split('?').next().unwrap_or_default();
    Stored {
        page: page.to_owned(),
        at: visit.at,
        country: visit.country,
    }
}
