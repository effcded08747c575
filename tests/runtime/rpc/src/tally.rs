//! A Durable Object with remote methods.

use std::rc::Rc;

use worker_sdk::durable_objects::{Cell, State};
use worker_sdk::{Result, durable_object};

use crate::interfaces::{Counter, Resets};

struct Tally {
    state: State,
    value: Cell<u32>,
}

#[durable_object(rpc(Counter, Resets))]
impl Tally {
    async fn new(state: State) -> Self {
        Self {
            state,
            value: Cell::new(0),
        }
    }

    fn fetch(&self) -> String {
        self.value.get().to_string()
    }
}

impl Counter for Tally {
    async fn count(&self, by: u32) -> Result<u32> {
        self.value.set(self.value.get() + by);
        Ok(self.value.get())
    }

    fn peek(&self) -> u32 {
        self.value.get()
    }

    fn total(&self) -> u32 {
        self.value.get()
    }
}

impl Resets for Tally {
    async fn reset(self: Rc<Self>, reason: String) -> Result<()> {
        self.state.abort(reason);
        Ok(())
    }
}
