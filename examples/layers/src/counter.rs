//! How many answers came from each layer.

use std::collections::BTreeMap;

use worker_sdk::durable_objects::State;
use worker_sdk::{Result, durable_object, rpc};

#[rpc]
pub(crate) trait Counter {
    async fn add(&self, source: String) -> Result<()>;
    async fn all(&self) -> Result<BTreeMap<String, u32>>;
}

struct Answers {
    state: State,
}

#[durable_object(rpc(Counter))]
impl Answers {
    fn new(state: State) -> Self {
        Self { state }
    }
}

impl Counter for Answers {
    /// Nothing waits in here, so no other call comes in between.
    async fn add(&self, source: String) -> Result<()> {
        let answers = self.state.storage().kv();
        let before: u32 = answers.get(&source)?.unwrap_or(0);
        answers.put(&source, &(before + 1))
    }

    async fn all(&self) -> Result<BTreeMap<String, u32>> {
        self.state.storage().kv().list().into_iter().collect()
    }
}
