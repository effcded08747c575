//! What goes wrong, chosen by the payload.

use std::fmt;
use std::time::Duration;

use worker_sdk::time::Timestamp;
use worker_sdk::workflows::{Attempt, Backoff, Event, Step, non_retryable};
use worker_sdk::{Bindings, Error, Result, kv, now, workflow};

#[derive(Bindings)]
struct App {
    kv: kv::Namespace,
}

#[derive(Debug)]
struct Refused(Error);

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the order was refused")
    }
}

impl std::error::Error for Refused {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.0)
    }
}

struct Steps {
    app: App,
}

#[workflow]
impl Steps {
    fn new(app: App) -> Self {
        Self { app }
    }

    async fn run(&self, event: Event<String>, step: Step) -> Result<String> {
        match event.payload.as_str() {
            "final" => self.count(&step, "final").await,
            "wrapped" => self.count(&step, "wrapped").await,
            "thrown" => self.count(&step, "thrown").await,
            "always" => self.count(&step, "always").await,
            "panic" => {
                step.run("panic", async || panic!("the step fell over"))
                    .retries(0)
                    .await
            }
            "err" => Err(Error::named("RangeError", "run failed")),
            "timeout" => {
                let event = step.wait_for_event::<()>("nobody", "nothing");
                match event.timeout(Duration::from_secs(1)).await {
                    Err(error) if error.is_timeout() => Ok(format!("timeout: {}", error.message())),
                    other => Ok(format!("{other:?}")),
                }
            }
            "slow" => {
                let slow = step.run("slow", async || {
                    worker_sdk::sleep(Duration::from_secs(5)).await;
                    Ok(())
                });
                let slow = slow.retries(0).timeout(Duration::from_millis(50)).await;
                Ok(slow.map_or_else(|error| error.message(), |()| "in time".to_owned()))
            }
            "until" => {
                let past = step.sleep_until("past", Timestamp::from_millis(0.0)).await;
                step.sleep_until("soon", now() + Duration::from_millis(20))
                    .await?;
                Ok(past.map_or_else(|error| error.message(), |()| "no error".to_owned()))
            }
            "caught" => {
                let failed = step.run("fails", async || {
                    Err::<u8, _>(Error::named("TypeError", "no luck"))
                });
                let error = failed.retries(0).await.err().map(|error| error.to_string());
                Ok(error.unwrap_or_default())
            }
            "restart" => {
                let first = self.counted(&step, "first").await?;
                step.wait_for_event::<()>("go on", "go").await?;
                let second = self.counted(&step, "second").await?;
                Ok(format!("{first} {second}"))
            }
            "config" => {
                let told = async |attempt: Attempt| {
                    let config = attempt.config().map(|config| format!("{config:?}"));
                    Ok(config.unwrap_or_default())
                };
                let plain = step.run_attempt("plain", told).await?;
                let tuned = step
                    .run_attempt("tuned", told)
                    .retries(2)
                    .delay(Duration::from_millis(1_500))
                    .backoff(Backoff::Linear)
                    .timeout(Duration::from_secs(60));
                Ok(format!("{plain}\n{}", tuned.await?))
            }
            "names" => {
                let packed = async |attempt: Attempt| match (attempt.count, attempt.number) {
                    (2, 1) => Err(Error::new("the box is torn")),
                    (count, number) => Ok(format!("{} {count} {number}", attempt.step)),
                };
                let first = step.run_attempt("pack", packed).await?;
                let second = step.run_attempt("pack", packed).await?;
                let shipped = step.run_attempt("ship", packed).await?;
                Ok([first, second, shipped].join(", "))
            }
            other => Ok(other.to_owned()),
        }
    }

    /// A step that counts how often it was run.
    async fn counted(&self, step: &Step, name: &'static str) -> Result<u32> {
        let kv = self.app.kv.clone();
        let work = async move || {
            let count = kv.get(name).text().await?.unwrap_or_default().len() as u32 + 1;
            kv.put(name, "x".repeat(count as usize)).await?;
            Ok(count)
        };
        step.run(name, work).await
    }

    /// A step that counts its attempts, and fails.
    async fn count(&self, step: &Step, how: &'static str) -> Result<String> {
        let kv = self.app.kv.clone();
        let work = async move || {
            let count = kv.get(how).text().await?.unwrap_or_default();
            kv.put(how, format!("{count}x")).await?;
            match how {
                "final" => Err(non_retryable("there is nothing to retry")),
                "wrapped" => Err(Error::new(Refused(non_retryable("nothing to pay")))),
                "thrown" => worker_sdk::fetch("no URL")
                    .await
                    .map_err(non_retryable)
                    .map(|answer| answer.status().to_string()),
                _ => Err(Error::new("never")),
            }
        };
        step.run(how, work)
            .retries(2)
            .delay(Duration::from_secs(60))
            .await
    }
}
