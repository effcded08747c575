//! Sockets whose worker or object fails as it is told.

use worker_sdk::durable_objects::{Cell, State};
use worker_sdk::websockets::{self, AcceptOptions, CloseFrame, Message, Upgrade, WebSocket};
use worker_sdk::{Env, Error, Request, Response, Result, durable_object, spawn, task};

use crate::subject::fail;

pub(crate) async fn route(what: &str, name: &str, request: Request, env: &Env) -> Result<Response> {
    match what {
        "echo" => websockets::upgrade(&request, echo),
        "strict" => {
            let options = AcceptOptions::new().strict_text();
            Upgrade::of(&request).options(options).start(echo)
        }
        // The first message says how to fail.
        "failing" => websockets::upgrade(&request, failing),
        // As above, without the helper.
        "by-hand" => {
            let (client, mut server) = websockets::pair()?;
            server.accept()?;
            spawn(failing(server));
            Ok(Response::from_websocket(client))
        }
        "proxy" => {
            let to = request.query_value("to").unwrap_or_default();
            let server = websockets::connect(to).await?;
            websockets::upgrade(&request, |client| websockets::proxy(client, server))
        }
        // The connection itself.
        "passed" => {
            let to = request.query_value("to").unwrap_or_default();
            worker_sdk::fetch(Request::get(to).header("upgrade", "websocket")).await
        }
        "tasks" => Ok(Response::text(task::live().to_string())),
        _ => {
            let object = env.durable_object("SOCKETS")?.get_by_name(name);
            object.fetch(request).await
        }
    }
}

async fn echo(mut socket: WebSocket) -> Result<()> {
    while let Some(message) = socket.receive().await? {
        socket.send(message)?;
    }
    Ok(())
}

async fn failing(mut socket: WebSocket) -> Result<()> {
    while let Some(message) = socket.receive().await? {
        fail(message.as_text().unwrap_or_default()).await?;
        socket.send(message)?;
    }
    Ok(())
}

struct Sockets {
    state: State,
    /// In memory only.
    messages: Cell<u32>,
    seen: Cell<String>,
}

#[durable_object]
impl Sockets {
    fn new(state: State) -> Self {
        Self {
            state,
            messages: Cell::new(0),
            seen: Cell::default(),
        }
    }

    fn fetch(&self, request: Request) -> Result<Response> {
        match request.query() {
            // A socket that keeps the object in memory.
            Some("stay") => return websockets::upgrade(&request, echo),
            Some("abort") => {
                self.state.abort("evicted");
                return Ok(Response::empty());
            }
            _ => {}
        }
        Upgrade::of(&request).hibernate(&self.state, &[], |_| Ok(()))
    }

    async fn websocket_message(&self, socket: WebSocket, message: Message) -> Result<()> {
        self.messages.set(self.messages.get() + 1);
        let what = message.as_text().unwrap_or_default();
        if what == "seen" {
            return socket.send(self.seen.take());
        }
        fail(what).await?;
        socket.send(format!("{what} {}", self.messages.get()))
    }

    async fn websocket_close(&self, frame: CloseFrame) -> Result<()> {
        let CloseFrame { code, reason, .. } = frame;
        self.seen
            .with_mut(|seen| *seen += &format!("[closed {code}]"));
        fail(&reason).await
    }

    fn websocket_error(&self, error: Error) {
        self.seen.with_mut(|seen| *seen += &format!("[{error}]"));
    }
}
