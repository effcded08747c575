//! Many messages, of which many fail; for the end-to-end tests.

use serde::{Deserialize, Serialize};
use worker_sdk::queues::{Batch, MAX_SENT, Message, Outgoing};
use worker_sdk::{Env, Error, Response, Result};

const TASKS: u32 = 10_000;

#[derive(Serialize, Deserialize)]
pub(crate) struct Task {
    id: u32,
}

/// A delivery and what was said of it.
#[derive(Serialize)]
struct Delivery {
    task: u32,
    attempts: u32,
    fate: &'static str,
}

pub(crate) async fn begin(env: &Env) -> Result<Response> {
    let queue = env.queue("WORK")?;
    let tasks: Vec<Task> = (0..TASKS).map(|id| Task { id }).collect();
    for tasks in tasks.chunks(MAX_SENT) {
        queue.send_batch(tasks.iter().map(Outgoing::json)).await?;
    }
    Ok(Response::text(TASKS.to_string()))
}

/// A number that depends on the two and looks like nothing.
fn hash(a: u32, b: u32) -> u32 {
    let mixed = (a ^ b.wrapping_mul(0x9e37_79b9)).wrapping_mul(0x85eb_ca6b);
    (mixed ^ (mixed >> 13)).wrapping_mul(0xc2b2_ae35) >> 8
}

/// A third of the messages fails on its own; then some batches fail as a whole, by an error or a panic.
pub(crate) async fn work(batch: Batch<Task>, env: &Env) -> Result<()> {
    let messages: Vec<_> = batch.messages().collect();
    let first = messages.first().ok_or_else(|| Error::new("no message"))?;
    let end = hash(first.body().id, first.attempts() + 100) % 16;
    let fate = |message: &Message<Task>| match end {
        0 => "failed",
        1 => "panicked",
        _ if hash(message.body().id, message.attempts()).is_multiple_of(3) => "retried",
        _ => "acked",
    };
    let deliveries: Vec<_> = messages.iter().map(|m| delivery(m, fate(m))).collect();
    keep("work", first, &deliveries, env).await?;
    match end {
        0 => return Err(Error::new("the whole batch failed")),
        1 => panic!("the whole batch panicked"),
        _ => {}
    }
    for message in &messages {
        match fate(message) {
            "retried" => message.retry(),
            _ => message.ack(),
        }
    }
    Ok(())
}

pub(crate) async fn bury(batch: Batch<Task>, env: &Env) -> Result<()> {
    let messages: Vec<_> = batch.messages().collect();
    let deliveries: Vec<_> = messages.iter().map(|m| delivery(m, "dead")).collect();
    match messages.first() {
        Some(first) => keep("work-dead", first, &deliveries, env).await,
        None => Ok(()),
    }
}

fn delivery(message: &Message<Task>, fate: &'static str) -> Delivery {
    Delivery {
        task: message.body().id,
        attempts: message.attempts(),
        fate,
    }
}

async fn keep(
    queue: &str,
    first: &Message<Task>,
    deliveries: &[Delivery],
    env: &Env,
) -> Result<()> {
    let key = format!("{queue}/{}/{}", first.id(), first.attempts());
    env.kv("SEEN")?.put_json(&key, deliveries).await
}
