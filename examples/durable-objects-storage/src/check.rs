//! An alarm that sets itself again: a check of an upstream, again and again.
//!
//! Each name is an object that goes on, and costs, until it is ended: put a login in front.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use worker_sdk::durable_objects::{Alarm, State};
use worker_sdk::http::{Method, StatusCode};
use worker_sdk::{Bindings, Error, IntoResponse, Request, Response, Result, durable_object, now};

/// The milliseconds between two checks: neither a loop, nor so long that nobody remembers.
const PAUSES: std::ops::RangeInclusive<u64> = 100..=86_400_000;
/// How many checks are kept.
const KEPT: usize = 20;
const PATIENCE: Duration = Duration::from_secs(10);

#[derive(Bindings)]
struct Settings {
    upstream: String,
}

#[derive(Serialize, Deserialize)]
struct Checked {
    at: f64,
    /// How often the alarm had failed before.
    retries: u32,
    /// What was wrong with the upstream.
    failure: Option<String>,
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
                storage.delete("pause").await?;
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

    /// When this fails the platform calls it again, at first after two seconds, but it gives up after six times: what fails
    /// again is written down, and the next check comes in its time.
    async fn alarm(&self, alarm: Alarm) -> Result<()> {
        let failure = self.ask().await.err();
        let storage = self.state.storage();
        // Others may have ended the checks meanwhile: an alarm set now would undo that.
        let Some(pause) = storage.kv().get("pause")? else {
            return Ok(());
        };
        let failure = match failure {
            Some(error) if !alarm.is_retry() => return Err(error),
            failure => failure.map(|error| error.to_string()),
        };
        self.keep(&Checked {
            at: now().as_millis(),
            retries: alarm.retry_count(),
            failure,
        })?;
        storage.set_alarm(Duration::from_millis(pause)).await
    }
}

impl Check {
    async fn ask(&self) -> Result<()> {
        let upstream = Request::get(self.settings.upstream.as_str());
        let answer = upstream.timeout(PATIENCE).await?;
        match answer.status() {
            status if status.is_success() => Ok(()),
            status => Err(Error::new(format!("upstream says {status}"))),
        }
    }

    /// Nothing waits in here, so nobody ends the checks in between.
    fn keep(&self, check: &Checked) -> Result<()> {
        let kv = self.state.storage().kv();
        kv.put(format!("check:{:015}", check.at), check)?;
        let all = kv.list::<Checked>().prefix("check:").reverse();
        let old: Result<Vec<_>> = all.into_iter().skip(KEPT).collect();
        for (key, _) in old? {
            kv.delete(key)?;
        }
        Ok(())
    }
}
