//! An alarm that sets itself again: a check of an upstream, again and again.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use worker_sdk::durable_objects::{Alarm, State};
use worker_sdk::http::Method;
use worker_sdk::{Bindings, Error, Request, Response, Result, durable_object, fetch, now};

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
                let pause: u64 = request.text().await?.trim().parse()?;
                storage.put("pause", &pause).await?;
                storage.set_alarm(Duration::from_millis(pause)).await?;
                Ok(Response::text("begun"))
            }
            Method::DELETE => {
                storage.delete_alarm().await?;
                Ok(Response::text("ended"))
            }
            _ => {
                let last = storage
                    .list::<Checked>()
                    .prefix("check:")
                    .reverse()
                    .limit(20);
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
        let pause = kv.get("pause")?.unwrap_or(60_000);
        storage.set_alarm(Duration::from_millis(pause)).await
    }
}
