//! What newer runtimes have. Of the pinned one is tested what it says in its place.

mod events;
mod instances;
mod steps;

use worker_sdk::workflows::{Instance, Status, Workflow};
use worker_sdk::{Bindings, Result, kv, test};

use crate::wrangler::IS_TODAYS;

#[derive(Bindings)]
struct App {
    newer: Workflow<String, String>,
    kv: kv::Namespace,
}

impl App {
    async fn start(&self, how: &str) -> Result<Instance<String>> {
        self.newer.create(&how.to_owned()).id(how).await
    }

    async fn finished(&self, how: &str) -> Result<Status<String>> {
        test::finished(&self.start(how).await?).await
    }

    async fn notes(&self) -> Result<String> {
        Ok(self.kv.get("undone").text().await?.unwrap_or_default())
    }
}

/// Whether the runtime is too old for it, and the instance failed with these words.
async fn was_too_old(instance: &Instance<String>, says: &str) -> Result<bool> {
    if IS_TODAYS {
        return Ok(false);
    }
    let error = test::finished(instance).await?.error;
    let message = error.map(|error| error.message).unwrap_or_default();
    assert!(message.contains(says), "{message}");
    Ok(true)
}
