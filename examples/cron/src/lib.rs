//! Several cron patterns in one worker: services are checked with a deadline, sessions that are too old are removed, and
//! a report is written.
//!
//! Run it with `cargo xtask dev cron`, then `curl -X PUT 'http://localhost:8787/session:ada?expires=1' -d x` and
//! `curl 'http://localhost:8787/cdn-cgi/handler/scheduled?cron=0+3+*+*+*'` (`local` instead of `handler` in newer wranglers).
//! Anybody may read and write any key here; put a login in front of it.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use worker_sdk::http::{Method, StatusCode};
use worker_sdk::task::spawn;
use worker_sdk::time::{Timestamp, timeout};
use worker_sdk::{
    Bindings, Error, Json, Request, Response, Result, ScheduledEvent, event, fetch, kv,
};

#[derive(Bindings)]
struct App {
    store: kv::Namespace,
    services: Json<BTreeMap<String, String>>,
    deadline_ms: u32,
}

/// Kept beside a session, so that listing them is enough. What must not be read any more has a time to live instead.
#[derive(Serialize, Deserialize)]
struct Lifetime {
    expires: f64,
}

#[event(scheduled)]
async fn main(event: ScheduledEvent, app: App) -> Result<()> {
    match event.cron() {
        "*/15 * * * *" => app.check_services().await,
        "0 3 * * *" => app.clean_up(event.scheduled_time()).await,
        "0 9 * * MON" => app.report(event.scheduled_time()).await,
        other => {
            event.no_retry();
            let problem = format!("no work for the pattern `{other}`; add it to `main`");
            Err(Error::new(problem))
        }
    }
}

impl App {
    /// All at the same time. One that does not answer in time is as bad as one that is down.
    async fn check_services(self) -> Result<()> {
        let deadline = Duration::from_millis(self.deadline_ms.into());
        let checks = self.services.0.into_iter().map(|(name, url)| {
            let answer = async move { fetch(url).await };
            (name, spawn(timeout(deadline, answer)))
        });
        for (name, check) in checks.collect::<Vec<_>>() {
            let state = match check.await? {
                Ok(Ok(answer)) if answer.status().is_success() => "healthy",
                _ => "unhealthy",
            };
            self.store.put(format!("health:{name}"), state).await?;
        }
        Ok(())
    }

    async fn clean_up(&self, now: Timestamp) -> Result<()> {
        let sessions = self.store.list().prefix("session:").limit(50);
        let mut pages = sessions.metadata::<Lifetime>().pages();
        while let Some(page) = pages.try_next().await? {
            let is_old = |lifetime: &Lifetime| lifetime.expires < now.as_millis();
            let keys = page.keys.into_iter();
            let expired = keys.filter(|key| key.metadata.as_ref().is_some_and(is_old));
            self.store.delete_many(expired.map(|key| key.name)).await?;
        }
        Ok(())
    }

    async fn report(&self, now: Timestamp) -> Result<()> {
        let mut report = String::from("unhealthy");
        let mut checks = self.store.list().prefix("health:").keys();
        while let Some(check) = checks.try_next().await? {
            if self.store.get(&check.name).text().await?.as_deref() == Some("unhealthy") {
                report += check.name.trim_start_matches("health");
            }
        }
        self.store.put(format!("report:{now}"), report).await
    }
}

/// Keys as a client reads and writes them.
#[event(fetch)]
async fn serve(mut request: Request, app: App) -> Result<Response> {
    let key = request.path().trim_start_matches('/').to_owned();
    if *request.method() == Method::PUT {
        let Some(Ok(expires)) = request.query_value("expires").map(|at| at.parse()) else {
            return Ok(Response::text("say when it `expires`").with_status(StatusCode::BAD_REQUEST));
        };
        let value = app.store.put(&key, request.text().await?);
        value.metadata(&Lifetime { expires }).await?;
    }
    let value = app.store.get(&key).text().await?;
    let missing = || Response::text("no such key").with_status(StatusCode::NOT_FOUND);
    Ok(value.map_or_else(missing, Response::text))
}
