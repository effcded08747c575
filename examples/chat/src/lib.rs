//! Chat rooms. Members talk over WebSocket; what was said is kept, and served over HTTP.
//!
//! Run it with `cargo xtask dev chat`, then `npx wscat -c 'ws://localhost:8787/rooms/lobby?name=Ada'`, say
//! `{"type": "say", "text": "hello"}`, and read `curl http://localhost:8787/rooms/lobby/messages`.

mod messages;
mod room;

use worker_sdk::durable_objects::Namespace;
use worker_sdk::extract::{Path, State};
use worker_sdk::fetch::Fetch;
use worker_sdk::router::{Router, get};
use worker_sdk::{Bindings, Request, event};

#[derive(Bindings, Clone)]
struct App {
    rooms: Namespace,
}

#[event(fetch)]
fn main() -> Router<App> {
    Router::new()
        .route("/rooms/{room}", get(enter))
        .route("/rooms/{room}/messages", get(enter))
}

/// The room is a router, too.
fn enter(State(app): State<App>, Path(room): Path<String>, request: Request) -> Fetch {
    app.rooms.get_by_name(room).fetch(request)
}
