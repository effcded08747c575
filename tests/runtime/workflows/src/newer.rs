//! What newer runtimes alone can do with steps, chosen by the payload.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use worker_sdk::workflows::{Attempt, Backoff, Event, Rollback, RollbackContext, Step};
use worker_sdk::{Bindings, Error, Result, kv, workflow};

#[derive(Bindings)]
struct App {
    kv: kv::Namespace,
}

struct Newer {
    app: App,
}

#[workflow]
impl Newer {
    fn new(app: App) -> Self {
        Self { app }
    }

    async fn run(&self, event: Event<String>, step: Step) -> Result<String> {
        match event.payload.as_str() {
            "event" => Ok(format!("{:?} {:?}", event.workflow_name, event.schedule)),
            "undone" => self.undone(&step).await,
            "ended" => {
                let reserved = step.run("reserve", async || Ok("a shelf".to_owned()));
                reserved.rollback(self.undo()).await?;
                step.wait_for_event::<()>("nobody", "nothing").await?;
                Ok("nobody ended it".to_owned())
            }
            "delayed" => delayed(&step).await,
            "panics" => {
                let failing = step.run("panics", async || Err::<u8, _>(Error::new("no answer")));
                let failed = failing.delay_with(|_| panic!("no delay")).await;
                Ok(failed.map_or_else(|error| error.to_string(), |_| "no error".to_owned()))
            }
            "sensitive" => {
                let told = async |attempt: Attempt| {
                    Ok(attempt.config().is_some_and(|config| config.is_sensitive))
                };
                let kept = step.run_attempt("the card", told).sensitive().await?;
                let shown = step.run_attempt("the name", told).await?;
                Ok(format!("{kept} {shown}"))
            }
            "followed" => {
                step.sleep("a nap", Duration::from_millis(20)).await?;
                let pack = async |attempt: Attempt| match attempt.number {
                    1 => Err(Error::named("TypeError", "no box")),
                    _ => Ok(7),
                };
                let packed = step.run_attempt("pack", pack).retries(1);
                packed.delay(Duration::from_millis(15)).await?;
                step.wait_for_event::<()>("the carrier", "picked-up")
                    .await?;
                Ok("shipped".to_owned())
            }
            "counted" => {
                let first = self.counted(&step, "first").await?;
                step.wait_for_event::<()>("go on", "go").await?;
                let second = self.counted(&step, "second").await?;
                let third = self.counted(&step, "second").await?;
                Ok(format!("{first} {second} {third}"))
            }
            other => Ok(other.to_owned()),
        }
    }

    /// Three steps that can be undone, of which the last fails.
    async fn undone(&self, step: &Step) -> Result<String> {
        let soon = Duration::from_millis(1);
        for place in ["a shelf", "a drawer"] {
            let reserved = step.run("reserve", async move || Ok(place.to_owned()));
            reserved.rollback(self.undo()).await?;
        }
        step.run("look", async || Ok(1)).await?;
        let paid = async || Err(Error::named("RangeError", "out of money"));
        let paid = step.run("pay", paid).retries(1).delay(soon);
        paid.rollback(self.undo().retries(1).delay(soon)).await
    }

    /// How often a step was run.
    async fn counted(&self, step: &Step, name: &'static str) -> Result<u32> {
        let kv = self.app.kv.clone();
        let work = async move |attempt: Attempt| {
            let key = format!("{name} {}", attempt.count);
            let count = kv.get(&key).json::<u32>().await?.unwrap_or_default() + 1;
            kv.put(&key, &*count.to_string()).await?;
            Ok(count)
        };
        step.run_attempt(name, work).await
    }

    /// Notes what it is told. That of the step that failed itself fails at first.
    fn undo(&self) -> Rollback<String> {
        let kv = self.app.kv.clone();
        Rollback::new(async move |undo: RollbackContext<String>| {
            let attempt = &undo.attempt;
            let error = undo.error.map(|error| error.to_string());
            let note = format!(
                "{} {} {} {:?} after {}",
                attempt.step,
                attempt.count,
                attempt.number,
                undo.output,
                error.unwrap_or_default()
            );
            let notes = kv.get("undone").text().await?.unwrap_or_default();
            kv.put("undone", format!("{notes}{note}\n")).await?;
            match undo.output {
                None if !notes.contains("pay") => Err(Error::new("the bank is closed")),
                _ => Ok(()),
            }
        })
    }
}

async fn delayed(step: &Step) -> Result<String> {
    let asked = Rc::new(RefCell::new(Vec::new()));
    let asks = asked.clone();
    let synced = async |attempt: Attempt| match attempt.number {
        3 => Ok(attempt
            .config()
            .map(|config| (config.retries, config.delay))),
        _ => Err(Error::named("RangeError", "too many")),
    };
    let config = step
        .run_attempt("sync", synced)
        .delay_with(move |retry| {
            let error = retry.error.map(|error| error.to_string());
            let attempt = retry.attempt;
            asks.borrow_mut().push(format!(
                "{} {} {}",
                attempt.step,
                attempt.number,
                error.unwrap_or_default()
            ));
            Duration::from_millis(1)
        })
        .backoff(Backoff::Constant)
        .await?;
    Ok(format!("{}; {config:?}", asked.borrow().join(", ")))
}
