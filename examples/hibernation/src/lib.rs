//! An object that sleeps while its sockets stay open: clients are counted by it, and pinged by nobody.
//!
//! Run it with `cargo xtask dev hibernation`, then `npx wscat -c ws://localhost:8787/a`. Say something, wait for fifteen
//! seconds, and say something again: the object was made anew, and the socket goes on.

use serde::{Deserialize, Serialize};
use worker_sdk::durable_objects::{Cell, Namespace, State};
use worker_sdk::websockets::{AutoResponse, CloseFrame, Message, Upgrade, WebSocket};
use worker_sdk::{
    Bindings, Error, Request, Response, Result, console_log, durable_object, event, now,
};

#[derive(Bindings)]
struct App {
    counters: Namespace,
}

#[event(fetch)]
async fn main(request: Request, app: App) -> Result<Response> {
    app.counters
        .get_by_name(request.path())
        .fetch(request)
        .await
}

/// What is known of a client, kept with its socket.
#[derive(Serialize, Deserialize)]
struct Client {
    since: f64,
    messages: u32,
}

#[derive(Serialize)]
struct Answer {
    /// Messages of this client, of all time.
    messages: u32,
    /// Messages of all clients since the object was made.
    in_memory: u32,
    /// How often the object was made.
    made: u32,
    sockets: usize,
    last_ping: Option<f64>,
}

struct Counter {
    state: State,
    messages: Cell<u32>,
    made: u32,
}

#[durable_object]
impl Counter {
    fn new(state: State) -> Result<Self> {
        let kept = state.storage().kv();
        let made = kept.get::<u32>("made")?.unwrap_or(0) + 1;
        kept.put("made", &made)?;
        state.set_websocket_auto_response(&AutoResponse::new("ping", "pong"))?;
        Ok(Self {
            state,
            messages: Cell::new(0),
            made,
        })
    }

    fn fetch(&self, request: Request) -> Result<Response> {
        // Any site may open the socket: nothing here depends on cookies. Where it does, look at `origin` first.
        Upgrade::of(&request).hibernate(&self.state, &["client"], |socket| {
            socket.serialize_attachment(&Client {
                since: now().as_millis(),
                messages: 0,
            })
        })
    }

    fn websocket_message(&self, socket: WebSocket, _message: Message) -> Result<()> {
        let kept = socket.deserialize_attachment::<Client>()?;
        let mut client = kept.ok_or("a socket that nobody knows")?;
        client.messages += 1;
        socket.serialize_attachment(&client)?;
        self.messages.set(self.messages.get() + 1);
        let last_ping = self.state.websocket_auto_response_timestamp(&socket);
        socket.send_json(&Answer {
            messages: client.messages,
            in_memory: self.messages.get(),
            made: self.made,
            sockets: self.state.websockets("client").len(),
            last_ping: last_ping.map(|time| time.as_millis()),
        })
    }

    fn websocket_close(&self, socket: WebSocket, frame: CloseFrame) -> Result<()> {
        let kept = socket.deserialize_attachment::<Client>()?;
        let seconds = kept.map_or(0.0, |client| (now().as_millis() - client.since) / 1000.0);
        console_log!("a client left after {seconds} s with code {}", frame.code);
        Ok(())
    }

    fn websocket_error(&self, error: Error) {
        console_log!("a client was lost: {error}");
    }
}
