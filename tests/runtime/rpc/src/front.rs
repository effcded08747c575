//! The default entrypoint, with an event beside it.

use std::cell::{Cell, RefCell};
use std::future::pending;
use std::rc::Rc;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use worker_sdk::service_bindings::Service;
use worker_sdk::sockets::{self, Socket};
use worker_sdk::tail::{EventKind, Events, Stream};
use worker_sdk::{
    Context, Env, Request, Response, Result, ScheduledEvent, console_log, event, rpc, sleep,
    worker_entrypoint,
};

use crate::peer;

#[rpc]
pub trait Door {
    async fn open(&self) -> Result<String>;
    /// What the caller's binding says that he is.
    fn role(&self) -> Result<String>;
    /// What the workers have written that this one is the tail of.
    fn seen(&self) -> Vec<String>;
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
            "/abort" => {
                self.context.abort("enough of it")?;
                pending().await
            }
            "/current" => current().await,
            "/address" => Ok(Response::text(self.by_an_address().await?)),
            "/purge" => Ok(Response::text(self.purge().await)),
            _ => Ok(Response::text("the front")),
        }
    }
}

impl Front {
    /// Connects to itself by an address, as drivers do.
    async fn by_an_address(&self) -> Result<String> {
        let front = self.env.service("FRONT")?;
        let address = self.context.map_virtual_host(&front, 17)?;
        let mut socket = sockets::connect(address.as_str()).await?;
        let quote = socket.read_to_end().await?;
        Ok(format!("{address} {}", String::from_utf8_lossy(&quote)))
    }

    /// What becomes of its own cache, asked for in both ways.
    async fn purge(&self) -> String {
        let mut said = Vec::new();
        for context in [self.context.clone(), Context::current()] {
            let purged = context.cache().purge().everything().await;
            said.push(purged.map_or_else(|error| error.to_string(), |()| "purged".to_owned()));
        }
        said.join("; ")
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

    fn seen(&self) -> Vec<String> {
        SEEN.with_borrow(Vec::clone)
    }

    async fn with_role(&self, role: String) -> Result<String> {
        let props = Props { role: Some(role) };
        let exports = self.context.exports();
        let again: Service<DoorStub> = exports.service_with_props("default", &props)?.into();
        again.role().await
    }
}

/// As code does that no parameter reaches.
async fn current() -> Result<Response> {
    let work = Rc::new(Cell::new("never"));
    let done = work.clone();
    Context::current().wait_until(async move { done.set("later") });
    sleep(Duration::from_millis(1)).await;
    Ok(Response::text(work.get()))
}

thread_local! {
    static SEEN: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

#[event(tail)]
fn watch(events: Events) {
    let logs = events.into_iter().flat_map(|item| item.logs());
    let texts = logs.map(|log| log.text());
    SEEN.with_borrow_mut(|seen| seen.extend(texts));
}

/// What is told while it happens.
#[event(tail_stream)]
async fn follow(mut stream: Stream) {
    while let Some(event) = stream.next().await {
        if let EventKind::Log(log) = event.kind() {
            SEEN.with_borrow_mut(|seen| seen.push(format!("now: {}", log.text())));
        }
    }
}

#[event(connect)]
async fn quote(mut socket: Socket, context: Context) -> Result<()> {
    let props: Props = context.props()?;
    let local = socket.opened().await?.local_address;
    let role = props.role.as_deref().unwrap_or("nobody");
    let quote = format!(
        "a quote for the {role}, {} address",
        local.map_or("no", |_| "at an")
    );
    socket.write_all(quote).await?;
    socket.close().await
}

#[event(scheduled)]
async fn tick(event: ScheduledEvent) {
    console_log!("tick {}", event.cron());
}
