//! A workflow, for callers in TypeScript.

use worker_sdk::workflows::{Event, Step};
use worker_sdk::{Result, workflow};

use crate::interfaces::{Shade, Sum};

struct Shipping;

#[workflow]
impl Shipping {
    fn new() -> Self {
        Self
    }

    async fn run(&self, event: Event<Sum>, _step: Step) -> Result<Shade> {
        Ok(Shade::Named(event.payload.total.to_string()))
    }
}
