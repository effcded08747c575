//! An object that fails as it is told, behind a router.

use std::rc::Rc;

use worker_sdk::durable_objects::{Cell, State};
use worker_sdk::extract::Path;
use worker_sdk::router::{Router, get};
use worker_sdk::{Env, Result, durable_object};

use crate::subject::fail;

struct Routed {
    state: State,
    /// In memory, other than what is stored.
    count: Cell<u32>,
}

#[durable_object]
impl Routed {
    fn new(state: State) -> Self {
        Self {
            state,
            count: Cell::new(0),
        }
    }

    fn fetch() -> Router<Rc<Self>> {
        Router::new()
            .route("/count", get(Self::count))
            .route("/greeting", get(async |env: Env| env.var("GREETING")))
            .route("/{what}", get(Self::fail))
    }

    async fn count(self: Rc<Self>) -> Result<String> {
        self.count.set(self.count.get() + 1);
        let stored = self.state.storage().get::<u32>("count").await?;
        let stored = stored.unwrap_or_default() + 1;
        self.state.storage().put("count", &stored).await?;
        Ok(format!("{} {stored}", self.count.get()))
    }

    async fn fail(self: Rc<Self>, Path(what): Path<String>) -> Result<&'static str> {
        fail(&what).await?;
        Ok("done")
    }
}
