//! Wakers that another request calls.

use std::cell::RefCell;
use std::time::Duration;

use futures_channel::oneshot::{Receiver, Sender, channel};
use futures_util::future::{Either, select};
use std::pin::pin;
use worker_sdk::{Env, Request, Result, sleep};

use crate::peer;
use crate::probes::Guard;

thread_local! {
    static SENDERS: RefCell<Vec<Sender<&'static str>>> = const { RefCell::new(Vec::new()) };
}

pub(crate) async fn route(what: &str, mut request: Request, env: &Env) -> Result<String> {
    if what == "wake" {
        return Ok(wake());
    }
    if what == "waiting" {
        return Ok(SENDERS.with_borrow(Vec::len).to_string());
    }
    let _guard = Guard::new();
    let woken = if what == "alone" || what == "alone-peer" {
        receiver().await.unwrap_or("lost")
    } else {
        match select(receiver(), pin!(sleep(Duration::from_secs(5)))).await {
            Either::Left((value, _)) => value.unwrap_or("lost"),
            Either::Right(_) => "late",
        }
    };
    let then = match what {
        "alone-peer" | "timer-peer" => peer::ask(env, "fast").await?,
        "timer-soon" => peer::ask(env, "soon").await?,
        "timer-body" => request.text().await?,
        "timer-sleep" => {
            sleep(Duration::from_millis(50)).await;
            "slept".to_owned()
        }
        _ => "nothing".to_owned(),
    };
    Ok(format!("{woken}, then {then}"))
}

fn receiver() -> Receiver<&'static str> {
    let (sender, receiver) = channel();
    SENDERS.with_borrow_mut(|senders| senders.push(sender));
    receiver
}

fn wake() -> String {
    let senders = SENDERS.take();
    let reached = senders
        .into_iter()
        .filter_map(|sender| sender.send("woken").ok());
    format!("woke {}", reached.count())
}
