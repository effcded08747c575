//! The default entrypoint, with an event beside it.

use worker_sdk::{Env, Result, ScheduledEvent, console_log, event, rpc, worker_entrypoint};

#[rpc]
pub trait Door {
    async fn open(&self) -> Result<String>;
}

struct Front {
    env: Env,
}

#[worker_entrypoint(default, rpc(Door))]
impl Front {
    fn new(env: Env) -> Self {
        Self { env }
    }

    fn fetch(&self) -> &'static str {
        "the front"
    }
}

impl Door for Front {
    async fn open(&self) -> Result<String> {
        self.env.var("GREETING")
    }
}

#[event(scheduled)]
async fn tick(event: ScheduledEvent) {
    console_log!("tick {}", event.cron());
}
