//! An alarm that sets itself again: a check of an upstream, again and again.
//!
//! Each name is an object that goes on, and costs, until it is ended: put a login in front.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use worker_sdk::durable_objects::{Alarm, State};
use worker_sdk::http::{Method, StatusCode};
use worker_sdk::{
    Bindings, Error, IntoResponse, Request, Response, Result, durable_object, fetch, now,
};

/// The milliseconds between two checks: neither a loop, nor so long that nobody remembers.
const PAUSES: std::ops::RangeInclusive<u64> = 100..=86_400_000;
/// How many checks are kept.
const KEPT: usize = 20;

#[derive(Bindings)]
struct Settings {
    upstream: String,
}

#[derive(Serialize, Deserialize)]
struct Checked {
    at: f64,
    /// How often the alarm had failed before.
    retries: u32,
}

struct Check {
    state: State,
    settings: Settings,
}

#[durable_object]
impl Check {
    fn new(state: State, settings: Settings) -> Self {
        Self { state, settings }
    }

    /// `POST` begins, with the milliseconds between two checks; `DELETE` ends; `GET` gives the last checks.
    async fn fetch(&self, mut request: Request) -> Result<Response> {
        let storage = self.state.storage();
        match *request.method() {
            Method::POST => {
                let pause = request.text().await?.trim().parse();
                let Some(pause) = pause.ok().filter(|pause| PAUSES.contains(pause)) else {
                    let wanted = "send the milliseconds between two checks, 100 to 86400000";
                    return (StatusCode::BAD_REQUEST, wanted).into_response();
                };
                storage.put("pause", &pause).await?;
                storage.set_alarm(Duration::from_millis(pause)).await?;
                Ok(Response::text("begun"))
            }
            Method::DELETE => {
                storage.delete_alarm().await?;
                Ok(Response::text("ended"))
            }
            _ => {
                let last = storage.list::<Checked>().prefix("check:").reverse();
                let last: Vec<Checked> = last.await?.into_iter().map(|(_, check)| check).collect();
                Response::json(&last)
            }
        }
    }

    /// When this fails the platform calls it again, at first after two seconds.
    async fn alarm(&self, alarm: Alarm) -> Result<()> {
        let answer = fetch(self.settings.upstream.as_str()).await?;
        if !answer.status().is_success() {
            return Err(Error::new(format!("upstream says {}", answer.status())));
        }
        let storage = self.state.storage();
        let kv = storage.kv();
        let check = Checked {
            at: now().as_millis(),
            retries: alarm.retry_count(),
        };
        kv.put(format!("check:{:015}", check.at), &check)?;
        let old = storage.list::<Checked>().prefix("check:").reverse().await?;
        let old = old.into_iter().skip(KEPT).map(|(key, _)| key);
        storage.delete_many(old).await?;
        let pause = kv.get("pause")?.unwrap_or(60_000);
        storage.set_alarm(Duration::from_millis(pause)).await
    }
}
