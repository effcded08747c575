//! An object for tests that run inside of one.

use worker_sdk::durable_objects::{Alarm, State, Storage};
use worker_sdk::{Env, Result, durable_object, test};

struct Inside {
    state: State,
}

#[durable_object]
impl Inside {
    fn new(state: State) -> Self {
        Self { state }
    }

    async fn alarm(&self, alarm: Alarm) -> Result<()> {
        let storage = self.state.storage();
        let rings = storage.get::<u32>("rings").await?.unwrap_or_default() + 1;
        storage.put("rings", &rings).await?;
        let at = alarm.scheduled_time().map(|at| at.as_millis());
        storage.put("rang for", &at).await
    }
}

/// Runs `work` in the object of this test, with its state.
pub(crate) async fn with_state<F>(env: &Env, work: F) -> Result<()>
where
    F: AsyncFnOnce(State) -> Result<()> + 'static,
{
    let object = env.durable_object("INSIDE")?.get_by_name("inside");
    test::run_in_object(&object, async move |state| work(state).await).await
}

/// As [`with_state`], with the storage alone.
pub(crate) async fn inside<F>(env: &Env, work: F) -> Result<()>
where
    F: AsyncFnOnce(Storage) -> Result<()> + 'static,
{
    with_state(env, async move |state: State| work(state.storage()).await).await
}
