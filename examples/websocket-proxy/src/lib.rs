//! A gate in front of a WebSocket server: clients show a token of ours, the server sees its own key.
//!
//! The connection itself is handed on, so its messages cost this worker nothing. Where they have to be looked at or changed,
//! open a socket with `websockets::connect` and answer with `websockets::upgrade`; `websockets::proxy` joins the two.
//!
//! Run it with `cargo xtask dev websocket-proxy`, then `npx wscat -c 'ws://localhost:8787/?token=let%20me%20in'`.

use worker_sdk::env::Secret;
use worker_sdk::http::StatusCode;
use worker_sdk::websockets::Upgrade;
use worker_sdk::{Bindings, Request, Response, Result, event, fetch};

#[derive(Bindings)]
struct App {
    upstream: String,
    token: Secret,
    upstream_key: String,
}

#[event(fetch)]
async fn main(request: Request, app: App) -> Result<Response> {
    if !Upgrade::of(&request).is_asked_for() {
        return Response::text("this address speaks WebSocket only\n")
            .with_status(StatusCode::UPGRADE_REQUIRED)
            .with_header("upgrade", "websocket");
    }
    if !shown(&request).is_some_and(|shown| app.token.matches(&shown)) {
        return Response::text("show a token\n")
            .with_status(StatusCode::UNAUTHORIZED)
            .with_header("www-authenticate", "Bearer");
    }
    let mut upstream = Request::get(app.upstream)
        .header("upgrade", "websocket")
        .header("authorization", format!("Bearer {}", app.upstream_key));
    if let Some(protocols) = request.headers().get("sec-websocket-protocol") {
        upstream = upstream.header("sec-websocket-protocol", protocols);
    }
    fetch(upstream).await
}

/// Browsers cannot set headers of a WebSocket, so the query will do.
fn shown(request: &Request) -> Option<String> {
    let header = request.headers().get("authorization");
    let bearer = header.and_then(|value| value.strip_prefix("Bearer ").map(str::to_owned));
    bearer.or_else(|| request.query_value("token"))
}
