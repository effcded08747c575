//! The default entrypoint, with an event beside it.

use serde::{Deserialize, Serialize};
use worker_sdk::service_bindings::Service;
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
    /// What this worker says that he is, when it calls itself.
    async fn with_role(&self, role: String) -> Result<String>;
}

#[derive(Serialize, Deserialize)]
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

    async fn with_role(&self, role: String) -> Result<String> {
        let props = Props { role: Some(role) };
        let exports = self.context.exports();
        let again: Service<DoorStub> = exports.service_with_props("default", &props)?.into();
        again.role().await
    }
}

#[event(scheduled)]
async fn tick(event: ScheduledEvent) {
    console_log!("tick {}", event.cron());
}
