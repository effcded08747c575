//! Workflows that fail, and that go on after a restart.

use std::time::Duration;

use serde_json::{Value, json};
use worker_sdk::workflows::{Backoff, Event, Step, Workflow};
use worker_sdk::{Bindings, Env, Error, Result, kv, workflow};

use crate::faults::fault;

#[derive(Bindings)]
struct App {
    seen: kv::Namespace,
}

struct Errands {
    app: App,
}

#[workflow]
impl Errands {
    fn new(app: App) -> Self {
        Self { app }
    }

    async fn run(&self, event: Event<String>, step: Step) -> Result<String> {
        let id = event.instance_id;
        count(&self.app.seen, &format!("{id}/run")).await?;
        match event.payload.as_str() {
            "journey" => self.journey(&id, &step).await,
            how => self.failing(&id, how.to_owned(), &step).await,
        }
    }
}

impl Errands {
    /// A step that fails three times, and one that does not.
    async fn failing(&self, id: &str, how: String, step: &Step) -> Result<String> {
        let (seen, key) = (self.app.seen.clone(), format!("{id}/fail"));
        let failing = step.run("fail", async move || {
            count(&seen, &key).await?;
            fault(&how).await
        });
        let failing = failing.retries(2).delay(Duration::from_millis(5));
        let failed = failing.backoff(Backoff::Constant).await;
        step.run("go on", async || Ok("went on".to_owned())).await?;
        failed.map(|()| "fine".to_owned())
    }

    /// Two steps, of which one fails twice, an event, and a step after it. Each step tells how often it ran.
    async fn journey(&self, id: &str, step: &Step) -> Result<String> {
        let first = self.counted(step, "first", id, 1).await?;
        let flaky = self.counted(step, "flaky", id, 3).await?;
        step.wait_for_event::<()>("the ticket", "ticket").await?;
        let last = self.counted(step, "last", id, 1).await?;
        let nothing = step.wait_for_event::<()>("the train", "train");
        let nothing = nothing.timeout(Duration::from_secs(1)).await;
        let is_late = nothing.is_err_and(|error| error.is_timeout());
        Ok(format!("{first} {flaky} {last} {is_late}"))
    }

    /// A step that succeeds when it is run for the `wanted`th time.
    async fn counted(
        &self,
        step: &Step,
        name: &'static str,
        id: &str,
        wanted: usize,
    ) -> Result<usize> {
        let (seen, key) = (self.app.seen.clone(), format!("{id}/{name}"));
        let counted = step.run(name, async move || match count(&seen, &key).await? {
            run if run < wanted => Err(Error::new(format!("run {run} failed"))),
            run => Ok(run),
        });
        counted.delay(Duration::from_millis(5)).await
    }
}

/// How often this was called with `key`.
async fn count(seen: &kv::Namespace, key: &str) -> Result<usize> {
    let key = format!("errands/{key}");
    let count = seen.get(&key).json::<usize>().await?.unwrap_or_default() + 1;
    seen.put_json(&key, &count).await?;
    Ok(count)
}

/// `start/ID/PAYLOAD`, `status/ID`, `send/ID/EVENT`.
pub(crate) async fn asked(env: &Env, errand: &str) -> Result<Value> {
    let errands: Workflow<String, String> = env.get("ERRANDS")?;
    let mut words = errand.split('/');
    let mut word = || words.next().unwrap_or_default();
    let (what, id, how) = (word(), word(), word());
    if what == "start" {
        errands.create(&how.to_owned()).id(id).await?;
        return Ok(json!(id));
    }
    let instance = errands.get(id).await?;
    if what == "send" {
        instance.send_event(how, &()).await?;
    }
    let status = instance.status().await?;
    let error = status.error.map(|error| json!([error.name, error.message]));
    Ok(json!({
        "state": format!("{:?}", status.state), "error": error, "output": status.output, "runs": runs(env, id).await?,
    }))
}

/// How often the steps of an instance were run, by their names.
async fn runs(env: &Env, id: &str) -> Result<Value> {
    let seen = env.kv("SEEN")?;
    let mut keys = seen.list().prefix(format!("errands/{id}/")).keys();
    let mut runs = serde_json::Map::new();
    while let Some(key) = keys.try_next().await? {
        let name = key.name.rsplit('/').next().unwrap_or_default();
        runs.insert(
            name.to_owned(),
            seen.get(&key.name).json().await?.unwrap_or_default(),
        );
    }
    Ok(Value::Object(runs))
}
