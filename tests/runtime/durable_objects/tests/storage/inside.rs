//! Runs parts of a test inside of an object.

use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;

use worker_sdk::durable_objects::{Alarm, State, Storage};
use worker_sdk::{Env, Error, Result, durable_object};

type Work = Box<dyn FnOnce(State) -> Pin<Box<dyn Future<Output = Result<()>>>>>;

thread_local! {
    static WORK: RefCell<Option<Work>> = const { RefCell::new(None) };
}

/// An object that does what a test says.
struct Inside {
    state: State,
}

#[durable_object]
impl Inside {
    fn new(state: State) -> Self {
        Self { state }
    }

    async fn fetch(&self) -> Result<&'static str> {
        let work = WORK.take().ok_or("no work")?;
        work(self.state.clone()).await?;
        Ok("done")
    }

    async fn alarm(&self, alarm: Alarm) -> Result<()> {
        let rings = self.state.storage().get::<u32>("rings").await?;
        let rings = rings.unwrap_or_default() + 1;
        self.state.storage().put("rings", &rings).await?;
        let at = alarm.scheduled_time().map(|at| at.as_millis());
        self.state.storage().put("rang for", &at).await
    }
}

/// Runs `work` in the object of this test, with its state.
pub(crate) async fn with_state<F>(env: &Env, work: F) -> Result<()>
where
    F: AsyncFnOnce(State) -> Result<()> + 'static,
{
    WORK.set(Some(Box::new(|state| Box::pin(work(state)))));
    let object = env.durable_object("INSIDE")?.get_by_name("inside");
    let response = object.fetch("/").await?;
    match response.read_text().await?.as_str() {
        "done" => Ok(()),
        other => Err(Error::new(other)),
    }
}

/// As [`with_state`], with the storage alone.
pub(crate) async fn inside<F>(env: &Env, work: F) -> Result<()>
where
    F: AsyncFnOnce(Storage) -> Result<()> + 'static,
{
    with_state(env, async move |state: State| work(state.storage()).await).await
}
