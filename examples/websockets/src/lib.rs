//! Three conversations over WebSocket: an echo, a calculator that speaks JSON, and a clock that listens as well.
//!
//! Run it with `cargo xtask dev websockets`, then `npx wscat -c ws://localhost:8787/calculator`
//! and type `{"add": [20, 22]}`.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use worker_sdk::websockets::{self, CloseCode, WebSocket};
use worker_sdk::{Request, Response, Result, event, now, sleep, spawn};

#[event(fetch)]
async fn main(request: Request) -> Result<Response> {
    match request.path() {
        "/echo" => websockets::upgrade(&request, echo),
        "/calculator" => websockets::upgrade(&request, calculator),
        "/clock" => websockets::upgrade(&request, clock),
        _ => Ok(Response::text("connect to /echo, /calculator or /clock\n")),
    }
}

async fn echo(mut socket: WebSocket) -> Result<()> {
    while let Some(message) = socket.receive().await? {
        socket.send(message)?;
    }
    Ok(())
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Task {
    Add(Vec<f64>),
    Multiply(Vec<f64>),
}

#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
enum Answer {
    Result(f64),
    Error(String),
}

async fn calculator(socket: WebSocket) -> Result<()> {
    let mut tasks = socket.messages::<Task>();
    while let Some(task) = tasks.try_next().await.transpose() {
        let answer = match task {
            Ok(Task::Add(numbers)) => Answer::Result(numbers.iter().sum()),
            Ok(Task::Multiply(numbers)) => Answer::Result(numbers.iter().product()),
            Err(error) if error.is_malformed() => Answer::Error(error.to_string()),
            Err(error) => return Err(error),
        };
        socket.send_json(&answer)?;
    }
    Ok(())
}

/// Writes in one task and reads in another; a message is the new time between two ticks, in milliseconds.
async fn clock(mut socket: WebSocket) -> Result<()> {
    let mut ticking = spawn(tick(socket.clone(), Duration::from_secs(1)));
    while let Some(message) = socket.receive().await? {
        let Some(Ok(ms)) = message.as_text().map(str::parse::<u64>) else {
            return socket.close(CloseCode::UNSUPPORTED, "say a number of milliseconds");
        };
        ticking.abort();
        // Without limits, a client could keep the worker busy.
        let ms = ms.clamp(100, 60_000);
        ticking = spawn(tick(socket.clone(), Duration::from_millis(ms)));
    }
    ticking.abort();
    Ok(())
}

async fn tick(socket: WebSocket, period: Duration) {
    while socket.send(now().to_string()).is_ok() {
        sleep(period).await;
    }
}
