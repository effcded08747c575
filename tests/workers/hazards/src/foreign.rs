//! Objects of the platform that another request asks. How they answer depends on the runtime; that they do is what
//! matters.

use std::cell::RefCell;
use std::time::Duration;

use futures_util::{FutureExt, StreamExt};
use worker_sdk::abort::{AbortController, AbortSignal};
use worker_sdk::http::Method;
use worker_sdk::streams::ByteStream;
use worker_sdk::websockets::{self, WebSocket};
use worker_sdk::{Env, Request, Response, Result, sleep};

use crate::probes::Guard;

enum Kept {
    Socket(WebSocket),
    Signals(AbortController, AbortSignal),
    Request(Request),
    Response(Response),
    Stream(ByteStream),
}

thread_local! {
    static KEPT: RefCell<Option<Kept>> = const { RefCell::new(None) };
}

pub(crate) async fn route(what: &str, request: Request, env: &Env) -> Result<String> {
    if what == "ask" {
        match KEPT.take() {
            None => return Ok("nothing".to_owned()),
            Some(kept) => ask(kept).await,
        }
        return Ok("asked".to_owned());
    }
    let (how, what) = what.split_once('-').unwrap_or_default();
    KEPT.set(Some(keep(what, request, env).await?));
    if how == "stay" {
        let _guard = Guard::new();
        sleep(Duration::from_secs(1)).await;
    }
    Ok("kept".to_owned())
}

async fn keep(what: &str, request: Request, env: &Env) -> Result<Kept> {
    Ok(match what {
        "socket" => {
            let (mut socket, _) = websockets::pair()?;
            socket.accept()?;
            Kept::Socket(socket)
        }
        "signals" => {
            let deadline = AbortSignal::timeout(Duration::from_secs(60));
            Kept::Signals(AbortController::new(), deadline)
        }
        "request" => Kept::Request(request),
        "response" => Kept::Response(answer(env).await?),
        _ => Kept::Stream(answer(env).await?.into_body().into_stream()?),
    })
}

async fn answer(env: &Env) -> Result<Response> {
    let request = Request::new(Method::GET, "http://peer/fast")?;
    env.service("PEER")?.fetch(request).await
}

async fn ask(kept: Kept) {
    match kept {
        Kept::Socket(socket) => {
            let _ = (socket.ready_state(), socket.url(), socket.protocol());
            let _ = (
                socket.extensions(),
                socket.buffered_amount(),
                socket.close_frame(),
            );
            let _ = (socket.send("text"), socket.close(1000, "done"));
        }
        Kept::Signals(controller, deadline) => {
            let signal = controller.signal();
            let _ = (
                signal.is_aborted(),
                deadline.is_aborted(),
                signal.reason().is_some(),
            );
            let _ = (signal.wait().now_or_never(), deadline.wait().now_or_never());
            let _ = AbortSignal::any([&signal, &deadline]).is_aborted();
            controller.abort();
        }
        Kept::Request(mut request) => {
            let _ = (
                request.url().len(),
                request.header("host"),
                request.cf().country().is_some(),
            );
            let _ = (
                request.signal().is_aborted(),
                request.redirect(),
                request.cache().is_some(),
            );
            let _ = (request.is_body_used(), request.try_clone().is_ok());
            let _ = request.text().await;
        }
        Kept::Response(mut response) => {
            let _ = (response.status(), response.status_text(), response.url());
            let _ = (
                response.headers().get("x"),
                response.is_redirected(),
                response.websocket().is_some(),
            );
            let _ = response.try_clone().is_ok();
            let _ = response.read_text().await;
        }
        Kept::Stream(stream) => {
            if let Ok((mut one, _other)) = stream.tee() {
                let _ = one.next().await;
            }
        }
    }
}
