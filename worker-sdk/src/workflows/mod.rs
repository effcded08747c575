//! Workflows: work in steps that survives failures, restarts and long waits.
//!
//! [`#[workflow]`](macro@crate::workflow) makes a type a workflow: its `run` gets the [`Event`] that it was started with, and
//! a [`Step`] that makes the steps. Each step is tried again when it fails, and its result is kept, so that it is not done
//! twice. A [`Workflow`] binding starts instances, asks how they are doing, and sends them events.
//!
//! A panic in a step is a failed attempt where panics unwind, as they do in a release build that `worker-build doctor` says so
//! of. Where a panic ends the instance, each workflow that runs in it fails for good, also when another request panicked:
//! [`Instance::restart`] begins it again with its first step.
//!
//! ```no_run
//! # mod worker {
//! use std::time::Duration;
//!
//! use serde::{Deserialize, Serialize};
//! use worker_sdk::workflows::{Event, Step};
//! use worker_sdk::{Env, Result, workflow};
//!
//! #[derive(Serialize, Deserialize)]
//! struct Order {
//!     item: String,
//! }
//!
//! struct Shipping {
//!     env: Env,
//! }
//!
//! #[workflow]
//! impl Shipping {
//!     fn new(env: Env) -> Self {
//!         Self { env }
//!     }
//!
//!     async fn run(&self, event: Event<Order>, step: Step) -> Result<String> {
//!         let stock = self.env.kv("STOCK")?;
//!         let item = event.payload.item;
//!         let place = step
//!             .run("find the item", async move || stock.get(&item).text().await)
//!             .retries(3)
//!             .await?;
//!         step.sleep("pack it", Duration::from_secs(3_600)).await?;
//!         let carrier = step.wait_for_event::<String>("the carrier", "picked-up").await?;
//!         Ok(format!("{place:?} by {}", carrier.payload))
//!     }
//! }
//! # }
//! # fn main() {}
//! ```
//!
//! ```jsonc
//! // wrangler.jsonc
//! "workflows": [{ "binding": "SHIPPING", "name": "shipping", "class_name": "Shipping" }]
//! ```
//!
//! An instance has at most 1,024 steps on the free plan, and 10,000 on the paid one, where `"limits": { "steps": 25000 }` in
//! its entry of the configuration allows more; a result or a payload has at most 1 MiB. The
//! [limits](https://developers.cloudflare.com/workflows/reference/limits/) are the platform's to change. Use a queue for
//! single messages that are to be handled once each, and a Durable Object's alarm for one thing at one time.
//!
//! See <https://developers.cloudflare.com/workflows/>.

mod attempt;
mod batch;
mod binding;
mod config;
mod error;
mod event;
mod events;
mod restart;
mod retries;
mod rollback;
mod step;
mod sys;

pub use crate::durable_objects::LocationHint;
pub use attempt::Attempt;
pub use batch::{Created, Deleted, NotCreated, NotDeleted};
pub(crate) use binding::skip_waiting;
pub use binding::{Create, Instance, State, Status, Workflow};
pub use config::StepConfig;
pub use error::non_retryable;
pub use event::{Event, Failure, Received, Schedule};
pub use events::{Events, InstanceEvent, Subscribe};
pub use restart::{RestartFrom, StepKind};
pub use retries::Backoff;
pub use rollback::{Rollback, RollbackContext};
pub use step::{Retry, Run, Step, WaitForEvent};
