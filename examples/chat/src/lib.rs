//! Chat rooms. Members talk over WebSocket; what was said is kept, and served over HTTP.
//!
//! Run it with `cargo xtask dev chat`, then `npx wscat -c 'ws://localhost:8787/rooms/lobby?name=Ada'`, say
//! `{"type": "say", "text": "hello"}`, and read `curl http://localhost:8787/rooms/lobby/messages`.

mod messages;
mod room;

use worker_sdk::durable_objects::Namespace;
use worker_sdk::http::StatusCode;
use worker_sdk::{Bindings, Request, Response, Result, event};

#[derive(Bindings)]
struct App {
    rooms: Namespace,
}

#[event(fetch)]
async fn main(request: Request, app: App) -> Result<Response> {
    let path = request.path().to_owned();
    let room = path.strip_prefix("/rooms/").unwrap_or_default();
    let room = room.strip_suffix("/messages").unwrap_or(room);
    if room.is_empty() || room.contains('/') {
        return Ok(Response::text("no such page\n").with_status(StatusCode::NOT_FOUND));
    }
    app.rooms.get_by_name(room).fetch(request).await
}
