//! The default entrypoint, with an event beside it.

use serde::Deserialize;
use worker_sdk::{
    Context, Env, Request, Response, Result, ScheduledEvent, console_log, event, rpc,
    worker_entrypoint,
};

use crate::peer;

#[rpc]
pub trait Door {
    async fn open(&self) -> Result<String>;
    /// What the caller's binding says that he is.
    fn role(&self) -> Result<String>;
}

#[derive(Deserialize)]
struct Props {
    role: Option<String>,
}

struct Front {
    env: Env,
    context: Context,
}

#[worker_entrypoint(default, rpc(Door))]
impl Front {
    fn new(env: Env, context: Context) -> Self {
        Self { env, context }
    }

    async fn fetch(&self, request: Request) -> Result<Response> {
        match request.path() {
            "/peer" => Response::json(&peer::report(&self.env).await?),
            _ => Ok(Response::text("the front")),
        }
    }
}

impl Door for Front {
    async fn open(&self) -> Result<String> {
        self.env.var("GREETING")
    }

    fn role(&self) -> Result<String> {
        let props: Props = self.context.props()?;
        Ok(props.role.unwrap_or_else(|| "nobody".to_owned()))
    }
}

#[event(scheduled)]
async fn tick(event: ScheduledEvent) {
    console_log!("tick {}", event.cron());
}
