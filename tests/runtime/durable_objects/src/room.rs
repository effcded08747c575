//! An object that tells what it is and what it got.

use worker_sdk::durable_objects::{Cell, State};
use worker_sdk::{Env, Error, Request, Response, Result, durable_object};

#[derive(Debug)]
pub struct Room {
    state: State,
    env: Env,
    visits: Cell<u32>,
}

#[durable_object]
impl Room {
    fn new(state: State, env: Env) -> Self {
        Self {
            state,
            env,
            visits: Cell::new(0),
        }
    }

    async fn fetch(&self, mut request: Request) -> Result<Response> {
        self.visits.set(self.visits.get() + 1);
        match request.path() {
            "/visits" => Ok(Response::text(self.visits.get().to_string())),
            "/id" => Ok(Response::text(self.state.id().to_string())),
            "/greeting" => Ok(Response::text(self.env.var("GREETING")?)),
            "/echo" => {
                let line = format!("{} {}", request.method(), request.url());
                Ok(Response::text(format!("{line} {}", request.text().await?)))
            }
            "/err" => Err(Error::new("out of paper")),
            path => Ok(Response::text(format!("no page at {path}"))),
        }
    }
}
