//! A workflow as people write it.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use worker_sdk::workflows::{Backoff, Event, Step};
use worker_sdk::{Env, Error, Result, workflow};

#[derive(Serialize, Deserialize, Debug, PartialEq, Clone)]
pub struct Order {
    pub item: String,
    pub amount: u32,
}

#[derive(Serialize, Deserialize, Debug, PartialEq)]
pub struct Receipt {
    pub text: String,
    pub attempts: u32,
    pub approved_by: String,
    pub instance: String,
}

struct Orders {
    env: Env,
}

#[workflow]
impl Orders {
    fn new(env: Env) -> Self {
        Self { env }
    }

    async fn run(&self, event: Event<Order>, step: Step) -> Result<Receipt> {
        let greeting = self.env.var("GREETING")?;
        let Order { item, amount } = event.payload;
        let text = step
            .run("greet", async move || {
                Ok(format!("{greeting} {item} x{amount}"))
            })
            .await?;
        step.sleep("a nap", Duration::from_secs(3_600)).await?;
        let attempts = step
            .run_attempt("flaky", async |attempt| match attempt.number {
                3 => Ok(attempt.number),
                n => Err(Error::new(format!("attempt {n} failed"))),
            })
            .retries(5)
            .delay(Duration::from_secs(60))
            .backoff(Backoff::Constant)
            .await?;
        let approval = step
            .wait_for_event::<String>("approval", "approved")
            .timeout(Duration::from_secs(60))
            .await?;
        assert_eq!(
            (&*approval.kind, approval.is_sensitive),
            ("approved", false)
        );
        Ok(Receipt {
            text,
            attempts,
            approved_by: approval.payload,
            instance: event.instance_id,
        })
    }
}
