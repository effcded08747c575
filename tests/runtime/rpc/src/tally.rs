//! A Durable Object with remote methods.

use std::rc::Rc;

use worker_sdk::durable_objects::{Cell, State};
use worker_sdk::sockets::Socket;
use worker_sdk::worker_loader::{Code, Loader, Module};
use worker_sdk::{Env, Result, durable_object};

use crate::interfaces::{Counter, Host, Resets};

struct Tally {
    state: State,
    env: Env,
    value: Cell<u32>,
}

#[durable_object(rpc(Counter, Resets, Host))]
impl Tally {
    async fn new(state: State, env: Env) -> Self {
        Self {
            state,
            env,
            value: Cell::new(0),
        }
    }

    fn fetch(&self) -> String {
        self.value.get().to_string()
    }

    async fn connect(&self, mut socket: Socket) -> Result<()> {
        let more = socket.read(&mut [0; 16]).await?;
        self.value.set(self.value.get() + more as u32);
        socket.write_all(self.value.get().to_string()).await?;
        socket.close().await
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

impl Host for Tally {
    async fn facet(&self, source: String) -> Result<String> {
        let loader: Loader = self.env.get("LOADER")?;
        let code = Code::new("2026-04-21", "main.js").module("main.js", Module::Js(source));
        let class = loader.load(code)?.durable_object_class("Inner")?;
        let facet = self.state.facets().get("inner", class)?;
        facet.fetch("/count").await?.read_text().await
    }
}
